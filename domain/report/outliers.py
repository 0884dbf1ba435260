"""A unit's figure against those of its siblings in the same period (F49).

Only the superior is told: being unlike the others is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.report.compare import median, spread
from domain.report.figures import Figures
from domain.report.forms import Form, Indicator, Kind
from domain.report.rates import derived_rate
from domain.report.rollup import numbers_by_unit

ENOUGH_SIBLINGS = 5  # fewer units have no usual value
RATE_SPREADS, RATE_FLOOR = 3, Decimal(10)  # percent points
COUNT_SPREADS, COUNT_TIMES, COUNT_FLOOR = 5, 3, Decimal(10)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure far from the middle of the siblings; `distance` in allowed deviations, above 1."""

    unit_id: str
    code: str
    value: Decimal
    median: Decimal
    distance: Decimal


def outliers(form: Form, figures: Mapping[str, Figures]) -> tuple[Outlier, ...]:
    """The figures of units that stand out, the farthest first; `figures` by unit id.

    Rates stand out by three usual deviations and ten points; counts and money, which follow the
    size of a commune, by five usual deviations and ten, where they are three times as much as the
    median or a third of it.
    """
    found = [
        outlier
        for code, indicator in form.indicators.items()
        for outlier in _of_line(indicator, _values(form, code, figures))
    ]
    return tuple(sorted(found, key=lambda outlier: (-outlier.distance, outlier.code)))


def _values(form: Form, code: str, figures: Mapping[str, Figures]) -> dict[str, Decimal]:
    if form.indicators[code].ratio:
        rates = {unit_id: derived_rate(form, of_unit, code) for unit_id, of_unit in figures.items()}
        return {unit_id: value for unit_id, value in rates.items() if value is not None}
    return numbers_by_unit(form, code, figures)


def _of_line(indicator: Indicator, values: Mapping[str, Decimal]) -> Iterator[Outlier]:
    if len(values) < ENOUGH_SIBLINGS or not indicator.kind.counts:
        return
    numbers = list(values.values())
    middle = median(numbers)
    allowed = _allowed(indicator, spread(numbers))
    for unit_id, value in values.items():
        if abs(value - middle) > allowed and _unlike(indicator, value, middle):
            distance = abs(value - middle) / allowed
            yield Outlier(unit_id, indicator.code, value, middle, distance)


def _allowed(indicator: Indicator, usual: Decimal) -> Decimal:
    if indicator.kind is Kind.PERCENT:
        return max(RATE_SPREADS * usual, RATE_FLOOR)
    return max(COUNT_SPREADS * usual, COUNT_FLOOR)


def _unlike(indicator: Indicator, value: Decimal, middle: Decimal) -> bool:
    if indicator.kind is Kind.PERCENT:
        return True
    return value > COUNT_TIMES * middle or COUNT_TIMES * value < middle
