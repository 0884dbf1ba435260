"""What is odd about the periods that a letter gives: told to whoever loads it, never in the way.

Kế hoạch "ba mươi ngày đêm" tính từ 24/8 đến 24/9 là 32 ngày; "05 tháng" từ 15/12 đến 15/5 thừa một
ngày.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from domain.dates.day_reading import DaySaid, read_day
from domain.dates.periods import DAY, Period
from domain.dates.regimes import GivenRound, Regime
from domain.reading.numerals_said import number_said
from domain.words import fold
from handlers.wording.say import say
from handlers.wording.show_moments import show_date

_SAID = re.compile(r"(?P<count>\d{1,3}|[a-z]+(?: [a-z]+)?) (?P<unit>ngay|thang)\b")
_DAY = re.compile(r"\bngay (\d{1,2}/\d{1,2}/\d{4})")
_PLAN = "ke hoach"  # an order for what is to come: its period does not begin before it


def odd_rounds(regime: Regime) -> tuple[str, ...]:
    """A line for each thing that the dates of a round do not bear out."""
    return tuple(line for given in regime.given for line in _of_round(regime, given))


def _of_round(regime: Regime, given: GivenRound) -> Iterator[str]:
    period, said = given.period, f"{regime.title} {given.name}"
    span = {
        "code": period.code,
        "from_day": show_date(period.start),
        "to_day": show_date(period.end),
    }
    days, months = _length(said, "ngay"), _length(said, "thang")
    if days and days != (length := (period.end - period.start).days + 1):
        yield say("load.odd.days", said=days, days=length, **span)
    elif (twice := _months_and_a_day(period)) and not days:
        yield say("load.odd.day_twice", months=twice, **span)
    elif months and months != (whole := _whole_months(period)):
        text_id = "load.odd.months_whole" if whole else "load.odd.months_broken"
        shown = say(text_id, count=whole)
        yield say("load.odd.months", said=months, months=shown, **span)
    ordered = _day_of_plan(regime.legal_basis)
    if ordered and period.start < ordered <= period.end:
        yield say("load.odd.before_plan", plan=show_date(ordered), **span)


def _length(words: str, unit: str) -> int | None:
    """How many days or months the words name: "ba mươi ngày đêm" is 30."""
    for match in _SAID.finditer(fold(words)):
        if match["unit"] != unit:
            continue
        count = match["count"]
        if count.isdecimal():
            return int(count)
        syllables = count.split()
        if number := number_said(syllables) or number_said(syllables[-1:]):
            return number
    return None


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _whole_months(period: Period) -> int | None:
    """15/12 to 14/6 is six months; None for what is no whole number of them."""
    behind = period.end + DAY
    return _months(period.start, behind) if behind.day == period.start.day else None


def _months_and_a_day(period: Period) -> int | None:
    """15/12 to 15/5: five months, and the day with which the next period begins."""
    if period.end.day != period.start.day or _whole_months(period):
        return None
    return _months(period.start, period.end) or None


def _day_of_plan(basis: str) -> date | None:
    if not fold(basis).startswith(_PLAN):
        return None
    found = _DAY.search(fold(basis))
    day = read_day(found[1]) if found else None
    return day.day if isinstance(day, DaySaid) else None
