"""A letter that comes later moves an open round, and whoever owes it hears of it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.dates.moments import ICT, at_local, local
from domain.dates.owed import of_report
from domain.dates.regimes import Recurrence
from handlers.load.load import load_people
from handlers.reminders.plan_rounds import plan_rounds
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database, Session
from storage.messages.outbox import messages_after
from storage.reports.reminders import reminders
from storage.reports.rounds import Obligation, extend_obligation, obligation_of

UNIT, PERIOD = "hung-yen/an-thi/xa-bac-son", "2024-Q3"
FIRST_LETTER = load_catalogue()
OPEN = datetime(2024, 9, 4, 8, tzinfo=ICT)


def due_on(day: int, hour: time | None = None) -> Catalogue:
    """The catalogue as a later letter has it: due on another day of September."""
    par = FIRST_LETTER.regime("par")
    moved = Recurrence("Q3", day, due_time=hour) if hour else Recurrence("Q3", day)
    turns = tuple(moved if turn.kind == "Q3" else turn for turn in par.turns)
    others = (regime for regime in FIRST_LETTER.regimes if regime.id != "par")
    return replace(FIRST_LETTER, regimes=(*others, replace(par, turns=turns)))


def opened(database: Database) -> None:
    """The report of the third quarter, open since Wednesday."""
    people, _ = read_people(CATALOGUE / "samples" / "bac-son" / "people.toml")
    with database.work() as session:
        load_people(Work(session, FIRST_LETTER, OPEN), people)
        plan_rounds(Work(session, FIRST_LETTER, OPEN))


def plan(database: Database, catalogue: Catalogue, now: datetime) -> None:
    with database.work() as session:
        plan_rounds(Work(session, catalogue, now))


def report(session: Session) -> Obligation:
    found = obligation_of(session, UNIT, "par", PERIOD)
    assert found is not None
    return found


def told(database: Database) -> list[str]:
    with database.read() as session:
        every = messages_after(session, 0)
    return [m.reply.text for m in every if (m.official_id, m.kind) == ("lan", "due_moved")]


def last_call(session: Session) -> datetime:
    every = reminders(session, of_report(report(session).id))
    return next(local(step.due_at) for step in every if str(step.step) == "T-0")


def test_an_open_report_gets_the_new_day_and_its_reminders_move_along(database: Database) -> None:
    opened(database)
    plan(database, due_on(20), OPEN + timedelta(hours=1))
    with database.read() as session:
        assert local(report(session).due).date().day == 20
        assert last_call(session) == at_local(local(report(session).due).date(), time(7, 30))
    (words,) = told(database)
    assert "từ Chủ nhật 15/9/2024 sang thứ Sáu 20/9/2024" in words


def test_it_is_told_once(database: Database) -> None:
    opened(database)
    for hours in (1, 2, 25):
        plan(database, due_on(20), OPEN + timedelta(hours=hours))
    assert len(told(database)) == 1


def test_at_night_it_waits_for_the_morning(database: Database) -> None:
    opened(database)
    plan(database, due_on(20), OPEN.replace(hour=22))
    assert told(database) == []
    plan(database, due_on(20), OPEN.replace(day=5, hour=7, minute=30))
    assert len(told(database)) == 1


def test_what_is_over_stays_as_it_was(database: Database) -> None:
    opened(database)
    plan(database, due_on(14), datetime(2024, 9, 17, 8, tzinfo=ICT))
    with database.read() as session:
        assert local(report(session).due).date().day == 15
    assert told(database) == []


def test_more_time_that_was_granted_is_kept(database: Database) -> None:
    opened(database)
    granted = datetime(2024, 9, 25, 17, tzinfo=ICT)
    with database.work() as session:
        extend_obligation(session, report(session), granted, granted.date(), None, OPEN)
    plan(database, due_on(20, time(10)), OPEN + timedelta(hours=1))
    with database.read() as session:
        assert report(session).due == granted
    assert told(database) == []


def test_the_hour_of_the_new_letter_is_told(database: Database) -> None:
    opened(database)
    plan(database, due_on(20, time(10)), OPEN + timedelta(hours=1))
    assert "sang 10 giờ thứ Sáu 20/9/2024" in told(database)[0]
