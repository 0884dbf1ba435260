"""The period table of Nghị định 09/2019, Điều 12, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.dates.periods import (
    CLOSING_RULES,
    KINDS,
    Period,
    PeriodName,
    Span,
    due_day,
    name_of,
    period_of,
    split_code,
)

# kind: first day (year offset, month, day), closing day (month, day)
D15_D14 = {
    "M01": ((-1, 12, 15), (1, 14)),
    "M02": ((0, 1, 15), (2, 14)),
    "M03": ((0, 2, 15), (3, 14)),
    "M04": ((0, 3, 15), (4, 14)),
    "M05": ((0, 4, 15), (5, 14)),
    "M06": ((0, 5, 15), (6, 14)),
    "M07": ((0, 6, 15), (7, 14)),
    "M08": ((0, 7, 15), (8, 14)),
    "M09": ((0, 8, 15), (9, 14)),
    "M10": ((0, 9, 15), (10, 14)),
    "M11": ((0, 10, 15), (11, 14)),
    "M12": ((0, 11, 15), (12, 14)),
    "Q1": ((-1, 12, 15), (3, 14)),
    "Q2": ((0, 3, 15), (6, 14)),
    "H1": ((-1, 12, 15), (6, 14)),
    "Q3": ((0, 6, 15), (9, 14)),
    "M9": ((-1, 12, 15), (9, 14)),
    "Q4": ((0, 9, 15), (12, 14)),
    "H2": ((0, 6, 15), (12, 14)),
    "Y": ((-1, 12, 15), (12, 14)),
}


@pytest.mark.parametrize("year", [2024, 2026, 2027])
@pytest.mark.parametrize("kind", D15_D14)
def test_administrative_periods_run_from_the_15th_to_the_14th(year: int, kind: str) -> None:
    (offset, first_month, first_day), (last_month, last_day) = D15_D14[kind]
    assert period_of(f"{year}-{kind}", "d15_d14") == Period(
        f"{year}-{kind}",
        date(year + offset, first_month, first_day),
        date(year, last_month, last_day),
    )


def test_the_table_has_every_kind() -> None:
    assert D15_D14.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2024-M02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-M02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-M12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-M9", date(2024, 1, 1), date(2024, 9, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Y", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_statistical_periods_are_calendar_months(code: str, first: date, last: date) -> None:
    assert period_of(code, "calendar") == Period(code, first, last)


@pytest.mark.parametrize("rule", CLOSING_RULES)
@pytest.mark.parametrize(
    "parts",
    [
        [f"M{month:02}" for month in range(1, 13)],
        ["Q1", "Q2", "Q3", "Q4"],
        ["H1", "H2"],
        ["M9", "Q4"],
    ],
)
def test_the_parts_of_a_year_join_without_gap_or_overlap(rule: str, parts: list[str]) -> None:
    periods = [period_of(f"2024-{kind}", rule) for kind in parts]
    year = period_of("2024-Y", rule)
    assert (periods[0].start, periods[-1].end) == (year.start, year.end)
    for earlier, later in pairwise(periods):
        assert later.start - earlier.end == timedelta(days=1)


@pytest.mark.parametrize(
    "code", ["", "2024", "2024-", "2024-q3", "24-Q3", "2024-Q3 ", "2024/Q3", "Q3-2024"]
)
def test_a_malformed_code_is_named(code: str) -> None:
    with pytest.raises(ValueError, match="not a period code") as refusal:
        split_code(code)
    assert repr(code) in str(refusal.value)


@pytest.mark.parametrize("code", ["2024-Q5", "2024-M13", "2024-M00", "2024-H3", "2023-D2408"])
def test_only_regular_kinds_are_computed(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        period_of(code, "d15_d14")


def test_closing_rules_are_a_closed_list() -> None:
    with pytest.raises(KeyError):
        period_of("2024-Q3", "d10_d9")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2024-M07", PeriodName(Span.MONTH, 7, 2024)),
        ("2024-Q3", PeriodName(Span.QUARTER, 3, 2024)),
        ("2024-H1", PeriodName(Span.FIRST_HALF, 1, 2024)),
        ("2024-H2", PeriodName(Span.SECOND_HALF, 2, 2024)),
        ("2024-M9", PeriodName(Span.NINE_MONTHS, 1, 2024)),
        ("2024-Y", PeriodName(Span.YEAR, 1, 2024)),
        ("2023-D2408", PeriodName(Span.FREE, 0, 2023)),
    ],
)
def test_a_period_is_named_by_its_code(code: str, name: PeriodName) -> None:
    assert name_of(code) == name


def test_a_period_belongs_to_the_year_of_its_name() -> None:
    quarter = period_of("2027-Q1", "d15_d14")
    assert (quarter.start.year, quarter.year, quarter.kind) == (2026, 2027, "Q1")


@pytest.mark.parametrize(
    ("code", "day", "month_offset", "due"),
    [
        ("2024-Q3", 15, 0, date(2024, 9, 15)),
        ("2024-Y", 15, 0, date(2024, 12, 15)),
        ("2024-Y", 5, 1, date(2025, 1, 5)),
        ("2024-M01", 31, 1, date(2024, 2, 29)),
        ("2026-M01", 31, 1, date(2026, 2, 28)),
        ("2024-H1", 31, 0, date(2024, 6, 30)),
        ("2024-M12", 1, 12, date(2025, 12, 1)),
    ],
)
def test_due_days_count_from_the_last_month(
    code: str, day: int, month_offset: int, due: date
) -> None:
    assert due_day(code, day, month_offset) == due
