"""How many statements an answer costs: as many after ten years as in the first quarter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.report.figures import Figure, State
from domain.talk.messages import Address, Incoming
from handlers.talk.router import respond
from handlers.work import Work
from storage.database.database import Database
from storage.reports.figures import write_figures
from storage.reports.rounds import complete_obligation, open_obligation, open_round
from tests.support.standing import standing_report
from tests.support.task_desk import BAC_SON, Desk

AT_MOST = 29  # a bound to keep, not a promise: one more is a reason to look; two are a savepoint


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the report of the third quarter is open, its second block is asked."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(*call: object) -> None:
        seen.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def statements(desk: Desk, text: str) -> list[str]:
    """What one message costs from its reading to its answer."""
    incoming = Incoming(f"m-{text}", Address("test", "lan"), text, desk.now)
    with desk.database.work() as session, counted(desk.database) as seen:
        respond(Work(session, desk.catalogue, desk.now), incoming)
    return seen


def ten_years(desk: Desk) -> None:
    """Reports of forty earlier quarters, all complete."""
    with desk.database.work() as session:
        for n in range(40):
            closes = date(2014 + n // 4, 3 * (n % 4) + 3, 14)
            round_id = open_round(
                session,
                regime_id="par",
                form_id="par-quarter",
                form_version="2024",
                period_code=f"{closes.year}-Q{n % 4 + 1}",
                starts=closes,
                closes=closes,
                due_at=at_local(closes, END_OF_DAY),
                last_working_day=closes,
            )
            report = open_obligation(session, round_id, BAC_SON)
            figure = Figure("I.4.1", State.VALUE, Decimal(n))
            write_figures(session, report, [figure], "lan", f"old-{n}", desk.now)
            complete_obligation(
                session, standing_report(session, report), at_local(closes, END_OF_DAY)
            )


def test_an_answer_costs_as_much_after_ten_years(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    with_tasks = statements(desk, "14 14 0 0")
    first = statements(desk, "1 120 1 1")
    ten_years(desk)
    assert len(statements(desk, "0 0 0 129")) == len(first) < len(with_tasks) <= AT_MOST


def test_the_period_before_is_read_once_in_a_turn(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    before = [each for each in statements(desk, "14 14 0 0") if "rounds.period_code, fig" in each]
    assert len(before) == 1
