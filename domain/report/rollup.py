"""Several units' figures of one period as one: sums of what may be summed, rates from those sums.

A unit that has no figure is named and never counted as 0. Percentages are neither added nor
averaged: a derived rate is computed anew from the sums of its parts, a typed one has no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.report.figures import Figure, Figures, State
from domain.report.forms import Form, Indicator, Kind
from domain.report.rates import rate


@dataclass(frozen=True, slots=True)
class RolledCell:
    """One line of the form over several units."""

    code: str
    total: Decimal | None  # None: nothing to add up, or not to be added up
    counted: tuple[str, ...]  # units that stand behind the total, or that have a figure
    lacking: tuple[str, ...]  # units without it: said to be missing, or never given
    chosen: Mapping[int, int] = field(default_factory=dict)  # of an enum: number -> units


def roll_up(form: Form, figures: Mapping[str, Figures]) -> dict[str, RolledCell]:
    """Every line of the form that takes a figure, by code; `figures` by unit id."""
    return {
        code: rolled_line(form, indicator, figures)
        for code, indicator in form.indicators.items()
        if indicator.kind is not Kind.GROUP
    }


def summed(indicator: Indicator) -> bool:
    """True where the figures of several units may be added up."""
    return indicator.kind.adds_up and indicator.additive


def rolled_line(form: Form, indicator: Indicator, figures: Mapping[str, Figures]) -> RolledCell:
    """One line that takes a figure; of the figures, those of `codes_behind` are enough."""
    if indicator.ratio:
        return _rate(form, indicator, figures)
    numbers = numbers_by_unit(form, indicator.code, figures)
    lacking = tuple(unit_id for unit_id in figures if unit_id not in numbers)
    total = sum(numbers.values(), Decimal(0)) if numbers and summed(indicator) else None
    chosen = _chosen(indicator, numbers) if indicator.kind is Kind.ENUM else {}
    return RolledCell(indicator.code, total, tuple(numbers), lacking, chosen)


def codes_behind(indicator: Indicator) -> tuple[str, ...]:
    """The codes whose figures tell what stands in a line: its own, and the parts of a rate."""
    ratio = indicator.ratio
    return (indicator.code, ratio.part, ratio.whole) if ratio else (indicator.code,)


def _rate(form: Form, indicator: Indicator, figures: Mapping[str, Figures]) -> RolledCell:
    """Over the units that have both parts, so that the two sums speak of the same units."""
    assert indicator.ratio
    parts = numbers_by_unit(form, indicator.ratio.part, figures)
    wholes = numbers_by_unit(form, indicator.ratio.whole, figures)
    both = tuple(unit_id for unit_id in figures if unit_id in parts and unit_id in wholes)
    lacking = tuple(unit_id for unit_id in figures if unit_id not in both)
    part = sum((parts[unit_id] for unit_id in both), Decimal(0))
    whole = sum((wholes[unit_id] for unit_id in both), Decimal(0))
    return RolledCell(indicator.code, rate(part, whole) if both else None, both, lacking)


def numbers_by_unit(form: Form, code: str, figures: Mapping[str, Figures]) -> dict[str, Decimal]:
    """The number of each unit that has one: "không phát sinh" is 0 for a count, "chưa có số
    liệu" is none."""
    kind = form.indicators[code].kind
    found = {}
    for unit_id, of_unit in figures.items():
        figure = of_unit.get(code)
        number = figure.number(kind) if figure else None
        if number is not None:
            found[unit_id] = number
    return found


def _chosen(indicator: Indicator, numbers: Mapping[str, Decimal]) -> dict[int, int]:
    given = list(numbers.values())
    return {o.number: given.count(Decimal(o.number)) for o in indicator.options}


def merged_figures(form: Form, predecessors: Sequence[Figures]) -> dict[str, Figure]:
    """What units reported that were merged into one, as its figures of that period.

    Only additive counts and money that each of them has given: a sum without one of them would be
    the figure of no unit at all.
    """
    merged = {}
    for code, indicator in form.indicators.items():
        if not summed(indicator) or not predecessors:
            continue
        numbers = [_number(each.get(code), indicator) for each in predecessors]
        if all(number is not None for number in numbers):
            merged[code] = Figure(code, State.VALUE, _sum(numbers))
    return merged


def _number(figure: Figure | None, indicator: Indicator) -> Decimal | None:
    return figure.number(indicator.kind) if figure else None


def _sum(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))
