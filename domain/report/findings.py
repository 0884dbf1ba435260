"""What a cross-check finds, and the figures it may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from domain.report.figures import Figures
from domain.report.forms import Form, Indicator, Rule, Severity
from domain.report.rates import derived_rate


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. `reason` is a stable code that `[rule]` of the message texts words;
    `numbers` are what the words need: by name (`given`, `computed`), or by code where the
    reason speaks of several figures."""

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    reason: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def gap(self) -> Decimal:
        """How far the two sides are apart, as a share of the larger one; 0 where there are none."""
        for one, other in _SIDES:
            if one in self.numbers and other in self.numbers:
                left, right = self.numbers[one], self.numbers[other]
                return abs(left - right) / max(abs(left), abs(right), Decimal(1))
        return Decimal(0)


_SIDES = (("left", "right"), ("given", "computed"), ("told", "given"))


@dataclass(frozen=True)
class Case:
    """All that the checks of one form may look at.

    `rates` holds the rates of a finished annex: None is a cell left blank, an absent code was
    not typed at all. `text` holds figures that the report's text tells, by code, and counts of
    the task register by name. `history` holds earlier periods, oldest first. `scale` is the
    length of this period over that of `previous`; None where they cannot be compared. `left` are
    the figures of the period that ends the day before this one begins, None: `previous`. `within`
    holds what the reported periods within this one add up to, `so_far` what those before it add up
    to since the year began, as far as all are there. `focus` limits the checks that
    walk over all figures.
    """

    form: Form
    figures: Figures
    rates: Mapping[str, Decimal | None] = field(default_factory=dict)
    text: Mapping[str, Decimal] = field(default_factory=dict)
    previous: Figures = field(default_factory=dict)
    scale: Decimal | None = Decimal(1)
    within: Mapping[str, Decimal] = field(default_factory=dict)
    so_far: Mapping[str, Decimal] = field(default_factory=dict)
    history: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    same_year: bool = True
    left: Figures | None = None
    focus: frozenset[str] | None = None

    def number(self, code: str) -> Decimal | None:
        """The number of a code; None where it is unknown or blank."""
        known = self._known
        if code not in known:
            figure = self.figures.get(code)
            known[code] = figure.number(self.form.indicators[code].kind) if figure else None
        return known[code]

    @cached_property
    def _known(self) -> dict[str, Decimal | None]:
        return {}

    def numbers(self, codes: Sequence[str]) -> list[Decimal] | None:
        """All numbers of the codes; None where one is unknown or blank."""
        known = [number for code in codes if (number := self.number(code)) is not None]
        return known if len(known) == len(codes) else None

    def blank(self, code: str) -> bool:
        """True where it is known that the cell stays blank: answered, but with no number."""
        return code in self.figures and self.number(code) is None

    def told(self, code: str) -> Decimal | None:
        """The number that the annex tells: of a rate the derived one, else the typed one."""
        if self.form.indicators[code].ratio is None:
            return self.number(code)
        computed = derived_rate(self.form, self.figures, code)
        return self.rates.get(code) if computed is None else computed

    def given(self) -> Sequence[tuple[Indicator, Decimal]]:
        """Every figure and typed rate that holds a number, in printed order."""
        return self._given

    @cached_property
    def _given(self) -> Sequence[tuple[Indicator, Decimal]]:
        lines = self.form.indicators
        wanted = lines if self.focus is None else self.form.in_order(self.focus)
        every = (
            (lines[code], self.rates.get(code) if lines[code].ratio else self.number(code))
            for code in wanted
        )
        return [(indicator, number) for indicator, number in every if number is not None]


def found(
    rule: Rule,
    reason: str,
    numbers: Mapping[str, Decimal],
    *,
    codes: Sequence[str] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding of the rule, by default about all its codes and as severe as the rule says."""
    return Finding(rule.id, severity or rule.severity, tuple(codes or rule.codes), reason, numbers)
