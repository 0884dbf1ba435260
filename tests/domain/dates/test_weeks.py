"""A weekly report: its codes, the days it counts, when it is due, what came before."""

from __future__ import annotations

from datetime import date, time

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.period_reading import no_such_period, read_period
from domain.dates.periods import codes_of, months_of, name_of, week_of
from domain.dates.regimes import (
    Recurrence,
    Regime,
    adjoining_period_code,
    previous_period_code,
    round_of,
    rounds_of,
)

CALENDAR = WorkCalendar(frozenset({date(2024, 9, 2), date(2024, 9, 3)}))
WEEKLY = Regime(
    id="tuan",
    title="Báo cáo tuần",
    form_id="x",
    legal_basis="x",
    valid_from=date(2024, 1, 1),
    turns=(Recurrence("W", 5, due_time=time(11), closes_on=4),),
    opens_before=1,
)


def test_a_week_counts_the_seven_days_up_to_the_day_on_which_it_closes() -> None:
    week = week_of("2024-W36", 4)
    assert (week.start, week.end) == (date(2024, 8, 30), date(2024, 9, 5))


def test_a_year_has_as_many_weeks_as_the_calendar_gives_it() -> None:
    assert [len(codes_of("W", year)) for year in (2020, 2024, 2026)] == [53, 52, 53]


def test_the_report_of_a_week_is_due_on_its_weekday_at_its_hour() -> None:
    found = round_of(WEEKLY, "2024-W36", CALENDAR)
    assert found is not None
    assert (found.due_on, found.due.hour) == (date(2024, 9, 6), 11)
    assert len(rounds_of(WEEKLY, 2024, CALENDAR)) == 52


@pytest.mark.parametrize(("code", "before"), [("2024-W36", "2024-W35"), ("2025-W01", "2024-W52")])
def test_the_week_before_comes_before(code: str, before: str) -> None:
    assert previous_period_code(WEEKLY, code) == before
    assert adjoining_period_code(WEEKLY, code) == before


def test_weeks_are_as_long_as_each_other_and_shorter_than_a_month() -> None:
    week, month = months_of("2024-W36"), months_of("2024-M09")
    assert week == months_of("2025-W01")
    assert week is not None
    assert month is not None
    assert week < month


def test_a_week_is_named_and_read() -> None:
    assert (name_of("2024-W36").ordinal, name_of("2024-W36").span.value) == (36, "week")
    today = date(2024, 9, 11)
    assert read_period("tuần 36", today) == ("2024-W36", "")
    assert read_period("xa-bac-son tuần 40", today) == ("2023-W40", "xa-bac-son")
    assert read_period("tuần 5/2025", today) == ("2025-W05", "")
    assert no_such_period("tuần 60") == "tuần 60"
