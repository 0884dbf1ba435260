"""What arose in a year is not less than in the periods of it that were reported before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.report.figures import Figure, State
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import complete_obligation, open_obligation, open_round
from tests.support.standing import standing_report
from tests.support.task_desk import BAC_SON, Desk

EARLIER = {"2024-Q1": (3, 5), "2024-H1": (6, 9), "2024-Q3": (9, 8)}  # month of the end, documents


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """December 2024: half a year and the third quarter are reported, the year is asked."""
    desk = Desk(memory_database, now=parse_at("2024-12-04 08:00"))
    for code, (month, count) in EARLIER.items():
        _report(desk, code, date(2024, month, 14), count)
    desk.move("2024-12-05 08:00")
    return desk


def _report(desk: Desk, code: str, closes: date, count: int) -> None:
    due = at_local(closes, END_OF_DAY)
    with desk.database.work() as session:
        round_id = open_round(
            session,
            regime_id="par",
            form_id="par-quarter",
            form_version="2024",
            period_code=code,
            starts=date(2023, 12, 15),
            closes=closes,
            due_at=due,
            last_working_day=closes,
        )
        report = open_obligation(session, round_id, BAC_SON)
        figure = Figure("I.1", State.VALUE, Decimal(count))
        write_figures(session, report, [figure], "lan", f"test:{code}", due)
        complete_obligation(session, standing_report(session, report), due)


@pytest.mark.parametrize(("documents", "noted"), [(14, True), (17, False), (21, False)])
def test_the_year_is_held_against_half_a_year_and_a_quarter(
    desk: Desk, documents: int, noted: bool
) -> None:
    said = desk.say("lan", f"I.1 = {documents}")
    words = "văn bản chỉ đạo CCHC là 14, ít hơn các kỳ trước đó trong cùng năm cộng lại (17)"
    assert (words in said) is noted
    assert f"{documents} văn bản" in said
