"""What a report is held against: what was left the day before it begins, and what is usual."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.dates.periods import period_of
from domain.report.figures import Figure, State
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import obligations_of, open_obligation, open_round
from tests.support.task_desk import BAC_SON, Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    return Desk(memory_database, now=parse_at("2025-01-10 08:00"))


def reported(desk: Desk, code: str, **figures: int) -> None:
    """What the commune reported in a period."""
    period = period_of(code, "d15_d14")
    with desk.database.work() as session:
        round_id = open_round(
            session,
            regime_id="par",
            form_id="par-quarter",
            form_version="2024",
            period_code=code,
            starts=period.start,
            closes=period.end,
            due_at=at_local(period.end, END_OF_DAY),
            last_working_day=period.end,
        )
        report = open_obligation(session, round_id, BAC_SON)
        given = [
            Figure(name.replace("_", "."), State.VALUE, Decimal(value))
            for name, value in figures.items()
        ]
        write_figures(session, report, given, "lan", f"test:{code}", desk.now)


def told(desk: Desk, code: str) -> list[tuple[str, dict[str, int]]]:
    """What is found against earlier periods: the reasons with their numbers."""
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        report = next(r for r in obligations_of(session, BAC_SON) if r.period_code == code)
        found = open_sheet(work, report).findings
    return [(f.reason, {k: int(v) for k, v in f.numbers.items()}) for f in found]


def test_what_a_year_carries_over_is_what_the_year_before_left(desk: Desk) -> None:
    reported(desk, "2023-Y", X_1_2=5)
    reported(desk, "2024-Q3", X_1_2=9)
    reported(desk, "2024-Y", X_1_1=5)
    assert told(desk, "2024-Y") == []


def test_what_the_last_quarter_left_is_wrong_for_a_year(desk: Desk) -> None:
    reported(desk, "2023-Y", X_1_2=5)
    reported(desk, "2024-Q3", X_1_2=9)
    reported(desk, "2024-Y", X_1_1=9)
    assert told(desk, "2024-Y") == [("changed", {"X.1.1": 9, "X.1.1/left": 5})]


def test_without_the_period_before_nothing_is_said_to_be_left(desk: Desk) -> None:
    reported(desk, "2024-Q3", X_1_2=9)
    reported(desk, "2024-Y", X_1_1=5)
    assert told(desk, "2024-Y") == []


def test_a_quarter_follows_on_the_half_year_that_ends_the_day_before(desk: Desk) -> None:
    reported(desk, "2024-H1", X_1_2=4)
    reported(desk, "2024-Q3", X_1_1=3)
    assert told(desk, "2024-Q3") == [("changed", {"X.1.1": 3, "X.1.1/left": 4})]


def test_a_figure_unlike_the_usual_ones_of_four_periods_of_its_length_is_asked_about(
    desk: Desk,
) -> None:
    for year, number in ((2020, 100), (2021, 98), (2022, 103), (2023, 101)):
        reported(desk, f"{year}-Q3", I_1=number)
    reported(desk, "2024-Q3", I_1=135)
    assert told(desk, "2024-Q3") == [("changed", {"I.1": 135, "I.1/before": 101})]


def test_a_longer_period_and_a_later_one_say_nothing_of_what_is_usual(desk: Desk) -> None:
    for year in (2020, 2021, 2022, 2023):
        reported(desk, f"{year}-Y", I_1=400)
    reported(desk, "2024-Q3", I_1=101)
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        report = next(r for r in obligations_of(session, BAC_SON) if r.period_code == "2024-Q3")
        assert open_sheet(work, report).history == {}
        assert report.closes == date(2024, 9, 14)
