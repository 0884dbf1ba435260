"""A year of one district: everybody was told what was due, once, on its day, and nobody else was.

`tests.support.year` says what people do, `year_played` plays it against the real bot on a real
file, `year_heard` reads what the bot said, and `year_due` knows by itself what had to be said.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import and_, delete, insert, select, update

from domain.dates.moments import at_local, parse_at
from scheduler.tick import tick
from storage.database.database import Database, open_database
from storage.database.states import ReminderState
from storage.messages.outbox import OUTBOX
from storage.messages.silence import overdue_steps
from storage.people.officials import ADDRESSES
from storage.reports.reminders import REMINDERS
from tests.once_in_a_run import once_in_a_run
from tests.support.year import LAST, PEOPLE, reporting, rounds
from tests.support.year_due import Fault, due, faults
from tests.support.year_heard import AT_ONCE, MORNING, Told
from tests.support.year_played import Year, kept

pytestmark = pytest.mark.slow

END = at_local(LAST, time(23, 59))
BEFORE, BELL, LAST_LOOK = "2024-03-07 23:00", "2024-03-08 07:30", "2024-03-08 13:59"
"""The evening before a bell at which the reports of the first quarter are reminded of."""


def wanted(year: Year, until: str = "") -> list[Told]:
    """What had to be told so far: by the oracle, and an answer to each message."""
    form = year.catalogue.form("par-quarter", rounds()[0].closing)
    counts = {owner: len(form.asked(owner)) for owner in form.owners}
    return [*due(counts, parse_at(until) if until else END), *year.heard]


def differences(year: Year, until: str = "") -> list[Fault]:
    return faults(wanted(year, until), year.told())


@pytest.fixture(scope="module")
def evening(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year as it stands on the evening of `BEFORE`."""

    def make(folder: Path) -> None:
        shutil.copy(migrated_file, folder / "begun.db")
        year = Year(open_database(f"sqlite:///{folder / 'begun.db'}"))
        year.play(parse_at(BEFORE))
        year.keep(folder)
        year.database.close()

    return once_in_a_run("year-evening", tmp_path_factory, make)


@pytest.fixture(scope="module")
def whole(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The year, played to its end."""

    def make(folder: Path) -> None:
        year = kept(evening, folder / "begun.db")
        year.play()
        year.keep(folder)
        year.database.close()

    folder = once_in_a_run("year-whole", tmp_path_factory, make)
    year = kept(folder, tmp_path_factory.mktemp("year") / "year.db")
    yield year
    year.database.close()


def test_everybody_is_told_what_is_due_and_nothing_else(whole: Year) -> None:
    assert differences(whole) == []


def test_the_year_is_a_full_one(whole: Year) -> None:
    """A quiet year would prove nothing."""
    told = whole.told()
    assert {one.what for one in told} == {*AT_ONCE, *MORNING}
    silent = {person.id for person in PEOPLE} - {one.who for one in told}
    assert all(person.endswith("c") for person in silent)  # chairmen of communes never late
    assert len(silent) < 10
    assert all(len(reporting(round_)) == 25 for round_ in rounds()[:2])
    assert len(whole.messages) > 2500


def test_nothing_is_left_to_say_when_it_is_over(whole: Year) -> None:
    with whole.database.read() as session:
        assert overdue_steps(session, END) == 0


def test_each_single_message_counts(whole: Year) -> None:
    """One thing of each kind left out, said again, or said to somebody else: each is found."""
    everything, had_to_be = whole.told(), wanted(whole)
    for what, one in {one.what: one for one in everything}.items():
        told = [each for each in everything if each.at == one.at]
        expected = [each for each in had_to_be if each.at == one.at]
        rest = [each for each in told if each is not one]
        other = Told(one.at, "c9h" if one.who != "c9h" else "c8h", one.what, one.about)
        assert Fault("missing", one) in faults(expected, rest), what
        assert Fault("twice", one) in faults(expected, [*told, one]), what
        assert Fault("wrong person", other) in faults(expected, [*rest, other]), what


# A bot that errs


@pytest.fixture
def morning(evening: Path, tmp_path: Path) -> Iterator[Year]:
    """A copy of the year just before the bell."""
    year = kept(evening, tmp_path / "year.db")
    tick(year.database, year.catalogue, parse_at("2024-03-08 00:01"))  # the day is planned
    yield year
    year.database.close()


def kinds(year: Year) -> set[str]:
    return {fault.kind for fault in differences(year, LAST_LOOK)}


def test_without_a_mistake_there_is_no_fault(morning: Year) -> None:
    morning.play(parse_at(LAST_LOOK))
    assert kinds(morning) == set()


TOLD, NOT_TOLD = "c1a", "c9h"
"""Who is to be reminded at that bell, and who is not."""
STEP = and_(
    REMINDERS.c.official_id == TOLD,
    REMINDERS.c.state == ReminderState.WAITING,
    REMINDERS.c.due_at <= parse_at(BELL),
)


def _lose_a_step(database: Database) -> None:
    with database.work() as session:
        session.execute(delete(REMINDERS).where(STEP))


def _give_a_step_to_another(database: Database) -> None:
    with database.work() as session:
        session.execute(update(REMINDERS).where(STEP).values(official_id=NOT_TOLD))


def _confuse_two_addresses(database: Database) -> None:
    with database.work() as session:
        for chat, owner in ((TOLD, NOT_TOLD), (NOT_TOLD, TOLD)):
            here = ADDRESSES.c.chat == chat
            session.execute(update(ADDRESSES).where(here).values(official_id=owner))


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (_lose_a_step, {"missing"}),
        (_give_a_step_to_another, {"missing"}),
        (_confuse_two_addresses, {"missing", "wrong person"}),
    ],
)
def test_a_mistake_before_the_bell_is_found(
    morning: Year, mistake: Callable[[Database], None], expected: set[str]
) -> None:
    mistake(morning.database)
    morning.play(parse_at(LAST_LOOK))
    assert kinds(morning) == expected


def _forget_what_was_sent(database: Database) -> None:
    """One step stands again as if it had never rung, and nobody knows of the day's digest."""
    with database.work() as session:
        sent = REMINDERS.c.state == ReminderState.SENT
        last = select(REMINDERS.c.id, REMINDERS.c.outbox_id).where(sent)
        row = session.execute(last.order_by(REMINDERS.c.id.desc()).limit(1)).one()
        step, digest = REMINDERS.c.id == row.id, OUTBOX.c.id == row.outbox_id
        waiting = {"state": ReminderState.WAITING, "outbox_id": None, "settled_at": None}
        session.execute(update(REMINDERS).where(step).values(waiting))
        session.execute(update(OUTBOX).where(digest).values(key="lost"))


def _send_a_digest_again(database: Database) -> None:
    with database.work() as session:
        digest = OUTBOX.c.kind == "digest"
        found = select(OUTBOX).where(digest).order_by(OUTBOX.c.id.desc()).limit(1)
        row = dict(session.execute(found).mappings().one())
        del row["id"]
        session.execute(insert(OUTBOX).values({**row, "key": "again"}))


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (_forget_what_was_sent, {"not due", "two digests"}),
        (_send_a_digest_again, {"twice", "two digests"}),
    ],
)
def test_a_mistake_after_the_bell_is_found(
    morning: Year, mistake: Callable[[Database], None], expected: set[str]
) -> None:
    morning.play(parse_at(BELL))
    mistake(morning.database)
    morning.play(parse_at(LAST_LOOK))
    assert kinds(morning) == expected
