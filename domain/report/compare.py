"""A figure against earlier periods: what fell, what jumped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

ENOUGH_HISTORY = 4  # fewer earlier periods say nothing about the usual spread
_USUAL_SPREADS = 3
_USUAL_SHARE = Decimal("0.3")
_ANOTHER_SIZE = 10  # a slipped thousands mark makes a thousand of it, a lost digit a tenth
_WORTH_ASKING = Decimal(50)
_OUT_OF_SCALE = 3  # between periods of different length, where the seasons differ too
_POINTS = Decimal(20)


def median(numbers: Sequence[Decimal]) -> Decimal:
    """The middle number, or the mean of the two middle ones; `numbers` is not empty."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def spread(numbers: Sequence[Decimal]) -> Decimal:
    """The median absolute deviation: robust against the one odd quarter."""
    centre = median(numbers)
    return median([abs(number - centre) for number in numbers])


def jumped(now: Decimal, earlier: Sequence[Decimal], share: Decimal, floor: Decimal) -> bool:
    """True where a figure of one period is unlike the earlier ones (oldest first, F48).

    With four earlier periods or more: further from their median than three usual deviations,
    30 % and `floor`. With fewer: further from the last one than `share` of it and `floor`.
    """
    if not earlier:
        return False
    if len(earlier) < ENOUGH_HISTORY:
        return abs(now - earlier[-1]) > max(floor, share * abs(earlier[-1]))
    centre = median(earlier)
    usual = max(_USUAL_SPREADS * spread(earlier), _USUAL_SHARE * abs(centre), floor)
    return abs(now - centre) > usual


def of_another_size(now: Decimal, before: Decimal) -> bool:
    """True where a figure is ten times the earlier one or a tenth of it, and not by a trifle:
    12.000 after 12 is a slipped thousands mark far more often than it is true.

    An earlier 0 says nothing: something may have arisen.
    """
    if before == 0 or abs(now - before) < _WORTH_ASKING:
        return False
    return now >= before * _ANOTHER_SIZE or now * _ANOTHER_SIZE <= before


def out_of_scale(now: Decimal, expected: Decimal) -> bool:
    """True where what arose in a period is unlike what arose in one of another length: three times
    what that would be in this length, or a third of it, and not by a trifle."""
    if abs(now - expected) < _WORTH_ASKING:
        return False
    return now > expected * _OUT_OF_SCALE or now * _OUT_OF_SCALE < expected


def rate_moved(now: Decimal, before: Decimal) -> bool:
    """True where a rate has moved by more than twenty points: the lengths do not matter."""
    return abs(now - before) > _POINTS
