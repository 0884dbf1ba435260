"""What is awaited from a person, and what an answer to it turns out to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from domain.reading.readings import SEVERITY, Reading, Treatment
from domain.report.figures import Figure, Figures
from domain.report.forms import Block, Form, Indicator

Fits = Callable[[str, Indicator, Decimal], bool]
"""Whether a number of a text may be one of a line, by what the text says is counted."""


def _any_may(text: str, line: Indicator, value: Decimal) -> bool:
    return True


_NO_FIGURES: Mapping[str, Figure] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Awaited:
    """The block that is asked now and what else this person may give.

    `later` are the person's further open blocks, in order (for several lines); `owned` the asked
    codes that the person may give, empty for all of the form. `correcting`: a short code is that
    of a figure that stands, the first choice being one of `given_last`.
    """

    form: Form
    block: Block | None
    later: tuple[Block, ...] = ()
    owned: frozenset[str] = frozenset()
    previous: Figures = field(default_factory=lambda: _NO_FIGURES)
    current: Figures = field(default_factory=lambda: _NO_FIGURES)
    given_last: tuple[str, ...] = ()
    correcting: bool = False
    fits: Fits = _any_may

    def owns(self, code: str) -> bool:
        """True where the person may give this figure; a derived rate goes with its parts."""
        ratio = self.form.indicators[code].ratio
        if not self.owned:
            return True
        return ratio.part in self.owned if ratio else code in self.owned

    def indicators(self, block: Block) -> tuple[Indicator, ...]:
        """The lines of a block."""
        return tuple(self.form.indicators[code] for code in block.codes)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of the answer. `correction`: an earlier figure was explicitly set anew;
    `estimated`: it was called an estimate."""

    code: str
    reading: Reading
    correction: bool = False
    estimated: bool = False


class Stop(StrEnum):
    """Why the rest of a message was not read; the words are the texts `reading.stop.<stop>`."""

    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOTHING_AWAITED = "nothing_awaited"  # figures without a code, and no block is asked
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    SURPLUS_LINE = "surplus_line"  # more lines than blocks that are asked
    TWO_LAYOUTS = "two_layouts"  # "1 639 5" for two figures
    MIXED = "mixed"  # figures by position and by code in one line
    UNREADABLE = "unreadable"
    ABOUT = "about"  # "gần 3,5 tỷ" for several figures: neither exact nor told of which
    NO_FIGURES = "no_figures"  # "cảm ơn"
    PERIOD = "period"  # "năm 2024", "quý IV": the name of a period
    BARE_NO = "bare_no"  # "không" for a whole block
    CODE_ALONE = "code_alone"  # "4.2"
    CODE_OR_NUMBER = "code_or_number"  # "4.2" where a percentage is asked
    UNKNOWN_CODE = "unknown_code"
    AMBIGUOUS_CODE = "ambiguous_code"
    FOREIGN_CODE = "foreign_code"  # another person's figure
    HEADING_CODE = "heading_code"  # a line that takes no figure
    WHICH_CODE = "which_code"  # "sửa 13"
    RATE_NOT_ASKED = "rate_not_asked"  # computed by the program
    NO_PREVIOUS = "no_previous"  # "nkt" without an earlier figure
    DATE_OR_FRACTION = "date_or_fraction"  # "15/9"
    WHICH_RATE = "which_rate"  # "5/7" for a block with two rates, or none
    LABEL_DIFFERS = "label_differs"  # a pasted line whose words belong to another code
    TWICE = "twice"  # one code with two values


_CANNOT_BE = {
    Stop.TOO_LONG,
    Stop.NOTHING_AWAITED,
    Stop.TOO_FEW,
    Stop.TOO_MANY,
    Stop.SURPLUS_LINE,
    Stop.UNKNOWN_CODE,
    Stop.FOREIGN_CODE,
    Stop.HEADING_CODE,
    Stop.RATE_NOT_ASKED,
    Stop.NO_PREVIOUS,
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stopped the reading. `position` (1-based) is that of the missing, surplus or
    unreadable figure among `wanted`; `codes` are the codes it concerns, or the candidates."""

    reason: Stop
    line: int = 1
    position: int = 0
    codes: tuple[str, ...] = ()
    said: str = ""
    given: int = 0
    wanted: int = 0

    @property
    def action(self) -> Treatment:
        """A question, or a refusal where no answer to a question could help."""
        return Treatment.REJECT if self.reason in _CANNOT_BE else Treatment.ASK


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole message, read. The entries before a trouble stand. `explain`: the person asks for
    an explanation of this code, or of the whole block where it is empty."""

    entries: tuple[Entry, ...] = ()
    trouble: Trouble | None = None
    explain: str | None = None

    @property
    def action(self) -> Treatment:
        """The worst of the entries and the trouble."""
        if self.explain is not None:
            return Treatment.COMMAND
        actions = [entry.reading.action for entry in self.entries]
        if self.trouble:
            actions.append(self.trouble.action)
        return max(actions, key=SEVERITY.__getitem__, default=Treatment.ASK)
