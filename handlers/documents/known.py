"""What is known of one figure in one report, as a chart shows it, and what a row of such figures
is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from charts.series import Point, PointState, Reference
from domain.dates.regimes import Regime
from domain.report.figures import Figures, State, plainly, round_half_up
from domain.report.forms import Form, Indicator, Kind
from domain.report.rates import RATE_PLACES, rate_of
from domain.report.shown import show, show_percent
from handlers.wording.say import say

ENOUGH = 3  # numbers of which the highest and the lowest are worth a line
_MEAN_PLACES = 1
_STATES = {State.MISSING: PointState.MISSING, State.NONE_ARISEN: PointState.NONE_ARISEN}


def known_of(form: Form, code: str, figures: Figures) -> tuple[Decimal | None, PointState]:
    """The number, where there is one, and the state: "không phát sinh" of a count is 0, and yet is
    told from a 0 that somebody gave."""
    line = form.indicators[code]
    if line.ratio:
        return _rate(form, line, figures)
    figure = figures.get(code)
    if figure is None:
        return None, PointState.NOT_GIVEN
    return figure.number(line.kind), _STATES.get(figure.state, PointState.VALUE)


def _rate(form: Form, line: Indicator, figures: Figures) -> tuple[Decimal | None, PointState]:
    assert line.ratio
    value = rate_of(form, line.code, figures)
    if value is not None:
        return value, PointState.VALUE
    parts = [figures.get(line.ratio.part), figures.get(line.ratio.whole)]
    if any(part is None for part in parts):
        return None, PointState.NOT_GIVEN
    if any(part and part.state is State.MISSING for part in parts):
        return None, PointState.MISSING
    return None, PointState.NONE_ARISEN  # 0/0: there was nothing of which it is a share


def has_scale(line: Indicator) -> bool:
    """True for what can be drawn as a bar: a number, not words or a day."""
    return line.kind.counts


def usual(line: Indicator, values: Sequence[Decimal], mean_words: str) -> tuple[Reference, ...]:
    """The mean of counts; of rates, which have no mean, the one in the middle. Nothing for fewer
    than two."""
    if len(values) < 2:
        return ()
    if line.kind is Kind.PERCENT:
        middle = round_half_up(median(values), RATE_PLACES)
        return (Reference(say("pictures.middle"), plainly(middle)),)
    mean = round_half_up(sum(values, Decimal(0)) / len(values), _MEAN_PLACES)
    return (Reference(mean_words, plainly(mean)),)


def target_of(line: Indicator, regime: Regime) -> tuple[Reference, ...]:
    """The target that the letter of this regime sets, else the one that the form names."""
    target = regime.targets.get(line.code, line.target)
    return () if target is None else (Reference(say("pictures.target"), target),)


def reached(targets: Sequence[Reference], points: Sequence[Point], of: str) -> tuple[str, ...]:
    """How many units or periods are at the target or above it, of those that have a number."""
    values = [point.value for point in points if point.value is not None]
    if not targets or not values:
        return ()
    count = sum(value >= targets[0].value for value in values)
    return (say(f"pictures.reached_{of}", count=count, all=len(values)),)


def extremes(line: Indicator, points: Sequence[Point]) -> tuple[str, ...]:
    """`Cao nhất: xã Bắc Sơn (100%). Thấp nhất: xã Đa Lộc (12,5%).`"""
    numbers = [(point.value, point.label) for point in points if point.value is not None]
    values = [value for value, _ in numbers]
    if len(numbers) < ENOUGH or min(values) == max(values):
        return ()
    high, low = (_named(line, numbers, pick(values)) for pick in (max, min))
    return (say("pictures.extremes", high=high, low=low),)


def _named(line: Indicator, numbers: Sequence[tuple[Decimal, str]], value: Decimal) -> str:
    labels = [label for each, label in numbers if each == value]
    shown = show_percent(value) if line.kind is Kind.PERCENT else show(value)
    if len(labels) == 1:
        return say("pictures.extreme", label=labels[0], value=shown)
    return say("pictures.extreme_of_many", label=labels[0], more=len(labels) - 1, value=shown)
