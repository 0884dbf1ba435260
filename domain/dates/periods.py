"""Reporting periods: codes such as `2024-Q3`, and the days whose facts they count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

DAY = timedelta(days=1)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}  # of quarters, as they are often written


class Span(StrEnum):
    """How long a period is: the code by which texts name it."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    FIRST_HALF = "first_half"  # 6 tháng đầu năm
    SECOND_HALF = "second_half"  # 6 tháng cuối năm
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    FREE = "free"  # a campaign or an ad hoc request: its own two dates


@dataclass(frozen=True, slots=True)
class Months:
    """The calendar months by which a period is named, and its ordinal within its span."""

    span: Span
    ordinal: int
    first: int
    last: int


KINDS: Mapping[str, Months] = {
    **{f"M{month:02}": Months(Span.MONTH, month, month, month) for month in range(1, 13)},
    **{f"Q{q}": Months(Span.QUARTER, q, 3 * q - 2, 3 * q) for q in range(1, 5)},
    "H1": Months(Span.FIRST_HALF, 1, 1, 6),
    "H2": Months(Span.SECOND_HALF, 2, 7, 12),
    "M9": Months(Span.NINE_MONTHS, 1, 1, 9),
    "Y": Months(Span.YEAR, 1, 1, 12),
}
"""Every regular kind. `M9` is nine months, `M09` is September."""

WEEK = "W"
"""The kind of all weeks; a single one is `W35`, the 35th of its year (ISO 8601: the week of the
first Thursday is the first)."""
_WEEK = re.compile(r"W(?P<number>\d\d)")
_MONTHS_OF_A_WEEK = Decimal(12) / 52
_CODE = re.compile(r"(?P<year>[12]\d{3})-(?P<kind>[A-Z][A-Z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Period:
    """The days counted, both included; `end` is the closing date of the figures."""

    code: str
    start: date
    end: date

    @property
    def year(self) -> int:
        """The year by which the period is named, not that of its first day."""
        return int(self.code[:4])

    @property
    def kind(self) -> str:
        """`Q3` of `2024-Q3`."""
        return self.code[5:]


@dataclass(frozen=True, slots=True)
class PeriodName:
    """What a text needs to name a period: "quý III năm 2024" is (QUARTER, 3, 2024)."""

    span: Span
    ordinal: int
    year: int


def name_of(code: str) -> PeriodName:
    """The name of a period in codes; a free period has no ordinal (0). ValueError: no code."""
    year, kind = split_code(code)
    if week := _WEEK.fullmatch(kind):
        return PeriodName(Span.WEEK, int(week["number"]), year)
    months = KINDS.get(kind)
    return (
        PeriodName(months.span, months.ordinal, year) if months else PeriodName(Span.FREE, 0, year)
    )


def last_day(first: date, count: int, kind: str) -> date:
    """The last day of so many weeks or months that begin on a day.

    >>> last_day(date(2024, 9, 10), 6, "thang"), last_day(date(2024, 9, 10), 2, "tuan")
    (datetime.date(2025, 3, 9), datetime.date(2024, 9, 23))
    """
    if kind == "tuan":
        return first + timedelta(days=7 * count - 1)
    months = first.year * 12 + first.month - 1 + count
    year, month = divmod(months, 12)
    day = min(first.day, last_day_of_month(year, month + 1).day)
    return date(year, month + 1, day) - timedelta(days=1)


def last_day_of_month(year: int, month: int) -> date:
    """28/2, 29/2, 30 or 31."""
    return date(year + month // 12, month % 12 + 1, 1) - DAY


def _d15_d14(year: int, first: int, last: int) -> tuple[date, date]:
    """The 15th of the month before the first month to the 14th of the last month."""
    start = date(year, first - 1, 15) if first > 1 else date(year - 1, 12, 15)
    return start, date(year, last, 14)


def _calendar(year: int, first: int, last: int) -> tuple[date, date]:
    """The first day of the first month to the last day of the last month."""
    return date(year, first, 1), last_day_of_month(year, last)


CLOSING_RULES: Mapping[str, Callable[[int, int, int], tuple[date, date]]] = {
    "d15_d14": _d15_d14,  # Nghị định 09/2019/NĐ-CP Điều 12: administrative reports
    "calendar": _calendar,  # Nghị định 60/2018/NĐ-CP: statistical reports
}
"""Closing rule -> (year, first month, last month) -> first and last day. A closed list."""


@lru_cache(maxsize=1024)
def split_code(code: str) -> tuple[int, str]:
    """`2024-Q3` -> (2024, "Q3"); ValueError where it is no code at all."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(f"not a period code: {code!r}")
    return int(match["year"]), match["kind"]


def months_of(code: str) -> Decimal | None:
    """How many months a regular period spans, a week a part of one; None for a free period and
    for none at all."""
    if _WEEK.fullmatch(code[5:]):
        return _MONTHS_OF_A_WEEK
    months = KINDS.get(code[5:])
    return Decimal(months.last - months.first + 1) if months else None


def codes_of(kind: str, year: int) -> tuple[str, ...]:
    """The codes of a kind in a year: one, of weeks 52 or 53."""
    if kind != WEEK:
        return (f"{year}-{kind}",)
    last = date(year, 12, 28).isocalendar().week
    return tuple(f"{year}-{WEEK}{number:02}" for number in range(1, last + 1))


def is_of_kind(kind: str, turn: str) -> bool:
    """Is a period of this kind one of the turn: `Q3` of `Q3`, `W35` of `W`?"""
    return kind == turn or (turn == WEEK and _WEEK.fullmatch(kind) is not None)


def day_of_week(code: str, weekday: int, offset: int = 0) -> date:
    """The day of a week by its number, 1 to 7, or of a week after it. ValueError: no such week."""
    year, kind = split_code(code)
    week = _WEEK.fullmatch(kind)
    if week is None:
        raise ValueError(f"not a week: {code!r}")
    return date.fromisocalendar(year, int(week["number"]), weekday) + 7 * offset * DAY


def week_of(code: str, closes_on: int) -> Period:
    """The seven days that end on that weekday of the week."""
    end = day_of_week(code, closes_on)
    return Period(code, end - 6 * DAY, end)


def periods_within(code: str, reported: Iterable[str]) -> tuple[str, ...]:
    """The reported periods that lie within a longer one and do not overlap, the longest first.

    >>> periods_within("2024-Y", ["2024-Q1", "2024-H1", "2024-Q3", "2023-Y"])
    ('2024-H1', '2024-Q3')
    """
    whole = KINDS.get(code[5:])
    return _side_by_side(code, whole.first, whole.last, reported) if whole else ()


def periods_before(code: str, reported: Iterable[str]) -> tuple[str, ...] | None:
    """The reported periods that lead from the first day of the year up to this one without a gap;
    None where one is missing, or the period has no months.

    >>> periods_before("2024-Q3", ["2024-Q1", "2024-H1"]), periods_before("2024-Q3", ["2024-Q1"])
    (('2024-H1',), None)
    """
    months = KINDS.get(code[5:])
    if months is None:
        return None
    chosen = _side_by_side(code, 1, months.first - 1, reported)
    covered = sum(KINDS[each[5:]].last - KINDS[each[5:]].first + 1 for each in chosen)
    return chosen if covered == months.first - 1 else None


def end_together(code: str, other: str) -> bool:
    """Whether two regular periods end with the same month.

    >>> end_together("2024-Q2", "2024-H1"), end_together("2024-Q1", "2024-H1")
    (True, False)
    """
    months, others = KINDS.get(code[5:]), KINDS.get(other[5:])
    if months is None or others is None:
        return code == other
    return code[:5] == other[:5] and months.last == others.last


def _side_by_side(code: str, first: int, last: int, reported: Iterable[str]) -> tuple[str, ...]:
    """Of the reported periods of a year those within these months, the longest first, none over
    another."""
    chosen = dict[str, Months]()
    inside = {
        each: months
        for each in reported
        if each[:5] == code[:5] and each != code and (months := KINDS.get(each[5:]))
        if first <= months.first and months.last <= last
    }
    for each, months in sorted(inside.items(), key=lambda pair: _longest_first(pair[1])):
        if all(months.last < other.first or other.last < months.first for other in chosen.values()):
            chosen[each] = months
    return tuple(chosen)


def _longest_first(months: Months) -> tuple[int, int]:
    return months.first - months.last, months.first


@lru_cache(maxsize=1024)
def period_of(code: str, rule: str) -> Period:
    """The period of a regular code under a closing rule.

    ValueError names the code where it is malformed or of no regular kind: the days of a free
    period (`2023-D2408`) stand in its regime, they cannot be computed. KeyError: no such rule.
    """
    year, kind = split_code(code)
    if kind not in KINDS:
        raise ValueError(f"not a regular period: {code!r}")
    start, end = CLOSING_RULES[rule](year, KINDS[kind].first, KINDS[kind].last)
    return Period(code, start, end)


def due_day(code: str, day: int, month_offset: int = 0) -> date:
    """The `day`-th of the period's last month, or of a month after it.

    A day beyond the end of a short month is that month's last day, so 31 means "cuối tháng".
    """
    year, kind = split_code(code)
    months = year * 12 + KINDS[kind].last - 1 + month_offset
    last = last_day_of_month(months // 12, months % 12 + 1)
    return last.replace(day=min(day, last.day))
