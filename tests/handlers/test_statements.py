"""What the database is asked in one turn: counted, not timed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from bot.inbox.inbox import receive
from bot.inbox.starts import Start, count_start
from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.people.people import Leave
from domain.report.figures import Figure, State
from domain.talk.conversation import Asked, Conversation, step, to_plain
from domain.talk.messages import Address, Incoming
from storage.database.database import Database
from storage.messages import conversations
from storage.people.officials import save_leave
from storage.reports.figures import write_figures
from storage.reports.rounds import (
    complete_obligation,
    open_obligation,
    open_obligations,
    open_round,
)
from tests.storage.statements import counted
from tests.support.standing import standing_report
from tests.support.task_desk import BAC_SON, Desk

AT_MOST = 12
"""For a row of figures, from the start of the message to its answer; BEGIN and COMMIT apart."""
STANDING_IN_AT_MOST = 15
"""For somebody who stands in for a colleague today."""
LAN = Address("test", "lan")
_numbers = count()
GROW = ("units", "successions", "officials", "posts", "leaves", "rounds", "obligations", "figures")


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the report of the third quarter is open, its second block is asked."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


def statements(desk: Desk, text: str) -> list[str]:
    """What one message costs from its start to the commit of its answer."""
    incoming = Incoming(f"m-{next(_numbers)}", LAN, text, desk.now)
    with counted(desk.database) as seen:
        assert count_start(desk.database, incoming, desk.now, alone=False) is Start.GO
        assert receive(desk.database, desk.catalogue, incoming, desk.now)
    return seen


def again(desk: Desk, text: str) -> list[str]:
    """The same where the figures about tasks were given already, and are asked once more."""
    with desk.database.work() as session:
        report = open_obligations(session, [BAC_SON])[0]
        awaited = step(Conversation(), Asked(report.id, "I.4"))
        conversations.save(session, LAN, to_plain(awaited), desk.now)
    return statements(desk, text)


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
    first = statements(desk, "14 14 0 0")
    others = again(desk, "14 13 1 0")
    ten_years(desk)
    again(desk, "14 14 0 0")  # reads which rounds there are by now
    assert len(again(desk, "14 13 1 0")) == len(others) == len(first) + 1 <= AT_MOST


def test_of_every_figure_only_the_newest_change_is_read(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    for number in range(20):
        again(desk, ("14 13 1 0", "14 12 2 0")[number % 2])
    (history,) = [each for each in again(desk, "14 14 0 0") if "FROM figure_history" in each]
    assert history.count("LIMIT") == 2  # those of the two figures that are others now


def test_the_period_before_is_read_once_in_a_turn(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    before = [each for each in statements(desk, "14 14 0 0") if "FROM rounds JOIN oblig" in each]
    assert len(before) == 1


def test_a_substitute_costs_few_more(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    with desk.database.work() as session:
        save_leave(session, Leave("dung", desk.now.date(), desk.now.date(), "lan"), desk.now)
    again(desk, "14 14 0 0")
    assert AT_MOST < len(again(desk, "14 13 1 0")) <= STANDING_IN_AT_MOST


def test_no_table_is_read_whole(desk: Desk) -> None:
    desk.say("lan", "14 7 5 1 0 0")
    statements(desk, "14 14 0 0")
    for text in ("14 13 1 0", "14 12 2 0", "còn thiếu", "/status", "xã mình đến đâu rồi"):
        reads = [each for each in statements(desk, text) if each.startswith("SELECT")]
        whole = [
            each
            for each in reads
            if "WHERE" not in each and any(f"FROM {name}" in each for name in GROW)
        ]
        assert whole == []
