"""One message, read once: its words, and what it names. Nothing parses it a second time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.reading.tokens import Token
from domain.words import SplitWord

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Values:
    """Figures found inside a sentence: code of the awaited block -> what was said for it.

    A value is a plain number ("14", "98.3") or "chưa" (no data). `ask`: the reading is one of
    several, breaks a check, or leaves a figure out, and has to be shown first. `named`: every
    line of the block has its figure, by its label. `rates`: the percentages that are said besides.
    `left`: numbers whose line is not clear.
    """

    by_code: Mapping[str, str] = field(default_factory=lambda: _NONE)
    ask: bool = False
    named: bool = False
    rates: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message. Lists are in the order of the text; what is not named is empty or None."""

    text: str  # cleaned, as typed
    folded: str = ""  # lower case, no marks, raw typing and abbreviations undone
    words: tuple[SplitWord, ...] = ()
    tokens: tuple[Token, ...] = ()  # the same with signs and numbers, abbreviations written out
    counted: tuple[Token, ...] = ()  # the same with one number for each amount of money; empty
    # where an amount has several readings
    doubted: bool = False  # one of these amounts has a likely reading only: "9 tỷ 3"
    tap: str = ""  # the data of a tapped choice
    units: tuple[str, ...] = ()  # ids
    everybody: bool = False  # "cả huyện", "các xã", "tất cả", "hết": one meaning of all
    people: tuple[str, ...] = ()  # ids
    period: str | None = None  # "2024-Q3"
    codes: tuple[str, ...] = ()  # of the form: "I.4.1"
    lines: tuple[str, ...] = ()  # codes of lines that are named by words of their labels
    tasks: tuple[int, ...] = ()  # numbers as said: "việc 3"
    values: Values = field(default_factory=Values)
    value: str = ""  # one figure without a code: "13 mới đúng"
    days: int | None = None
    percent: int | None = None
    due: str = ""  # cut word for word: "chậm nhất 20/9"
    reason: str = ""  # cut word for word, behind "vì", "do", a colon …
    masked: str = ""  # `folded` with {unit}, {person}, {date} … in the place of what is named

    @property
    def bases(self) -> frozenset[str]:
        """The words, numbers and signs without their marks."""
        return frozenset(token.base for token in self.tokens)

    @property
    def masked_words(self) -> frozenset[str]:
        """Those of `masked`, each without the one with marks beside it: "so/số"."""
        return frozenset(word.partition("/")[0] for word in self.masked.split())


class Situation(StrEnum):
    """What the bot has said last, or waits for."""

    IDLE = "idle"  # nothing
    BLOCK = "block"  # has asked for figures
    QUESTION = "question"  # has asked whether something is right
    RULE = "rule"  # has told a broken check
    TASK = "task"  # has shown or told of a task
    COMPLETE = "complete"  # has said that the report is complete
    LATE = "late"  # has reminded of what is due or late
