"""One figure of a report and its four states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.report.forms import Kind


class State(StrEnum):
    """What is known of a figure. "Not yet asked" is the fourth state: no `Figure` at all."""

    VALUE = "value"
    NONE_ARISEN = "none_arisen"  # không phát sinh: 0 for what adds up, blank for a rate or a day
    MISSING = "missing"  # chưa có số liệu, or skipped: the cell stays blank


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as an official gave it.

    `value` is in the unit of its indicator (pieces, percent, million VND, the option's number,
    a day as 20240915) and is set exactly when `state` is `VALUE`. `words` are what was written
    under a heading, or the rows of a register; of these `value` is only how many there are.
    `estimated`: it was given before it could be final ("ước"). An estimate of 14 is the same figure
    as 14: whether it is one is asked where that matters, and told apart by `settled`.
    """

    code: str
    state: State
    value: Decimal | None = None
    words: str = ""
    estimated: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if (self.value is not None) != (self.state is State.VALUE):
            raise ValueError(f"{self.code}: state {self.state} with value {self.value}")

    def number(self, kind: Kind) -> Decimal | None:
        """The number that stands in the cell: None where the cell stays blank."""
        if self.state is State.VALUE:
            return self.value
        if self.state is State.NONE_ARISEN and kind.adds_up:
            return Decimal(0)
        return None

    @property
    def settled(self) -> Figure:
        """The same figure, final."""
        return replace(self, estimated=False)


def same_in_all(one: Figure | None, other: Figure | None) -> bool:
    """The same figure, and an estimate both times or never."""
    return one == other and (one is None or other is None or one.estimated == other.estimated)


Figures = Mapping[str, Figure]
"""Figures of one unit in one round by code; a code that is absent was not asked yet."""


def round_half_up(number: Decimal, places: int) -> Decimal:
    """Round as official documents do: 20,605 -> 20,61 (half away from zero)."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places_of(number: Decimal) -> int:
    """How many decimals a number was written with: the precision at which it is compared."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def day_number(day: date) -> Decimal:
    """A day as a figure holds it: 15/9/2024 is 20240915, so that days compare like numbers."""
    return Decimal(f"{day:%Y%m%d}")


def day_of(number: Decimal) -> date:
    """The day that a figure holds; ValueError where the number is none."""
    return date.fromisoformat(f"{number:.0f}")


def plainly(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()
