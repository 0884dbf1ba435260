"""From when an installation asks for a report, and which reports it leaves alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.dates.moments import ICT
from handlers.load.load import load_people
from handlers.reminders.plan_rounds import plan_rounds
from handlers.work import Work
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import People, StatedUse
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database
from storage.reports.rounds import obligations_of
from storage.reports.uses import regime_uses

UNIT = "hung-yen/an-thi/xa-bac-son"
CAT = load_catalogue()
AFTER_THE_DUE_DAY = datetime(2024, 9, 17, 8, tzinfo=ICT)  # of the third quarter: 15/9


@pytest.fixture
def people() -> People:
    read, faults = read_people(CATALOGUE / "samples" / "bac-son" / "people.toml")
    assert not faults
    read.reports.clear()
    return read


def started(database: Database, people: People, now: datetime, *uses: StatedUse) -> list[str]:
    """The reports that are asked for once the bot has been started with these people."""
    people.regimes[:] = uses
    with database.work() as session:
        load_people(Work(session, CAT, now), people)
    return asked(database, now)


def asked(database: Database, now: datetime) -> list[str]:
    with database.work() as session:
        plan_rounds(Work(session, CAT, now))
    with database.read() as session:
        return [f"{each.regime_id}/{each.period_code}" for each in obligations_of(session, UNIT)]


def test_nothing_is_asked_that_was_due_before_the_first_day(
    database: Database, people: People
) -> None:
    assert started(database, people, AFTER_THE_DUE_DAY) == []
    assert asked(database, datetime(2024, 12, 3, 8, tzinfo=ICT)) == ["par/2024-Y"]


def test_what_is_due_on_the_first_day_is_asked(database: Database, people: People) -> None:
    assert started(database, people, datetime(2024, 9, 15, 8, tzinfo=ICT)) == ["par/2024-Q3"]


def test_a_stated_day_counts_instead_of_the_first(database: Database, people: People) -> None:
    use = StatedUse("par", since=date(2024, 9, 1))
    assert started(database, people, AFTER_THE_DUE_DAY, use) == ["par/2024-Q3"]


def test_a_regime_that_is_not_used_asks_for_nothing(database: Database, people: People) -> None:
    before = datetime(2024, 9, 2, 8, tzinfo=ICT)
    assert started(database, people, before, StatedUse("par", used=False)) == []


def test_a_regime_ends_on_the_day_that_is_stated(database: Database, people: People) -> None:
    before = datetime(2024, 9, 2, 8, tzinfo=ICT)
    use = StatedUse("par", until=date(2024, 10, 1))
    assert started(database, people, before, use) == ["par/2024-Q3"]
    assert asked(database, datetime(2024, 12, 3, 8, tzinfo=ICT)) == ["par/2024-Q3"]


def test_stated_without_a_day_it_counts_since_it_was_first_known(
    database: Database, people: People
) -> None:
    started(database, people, AFTER_THE_DUE_DAY)
    started(database, people, AFTER_THE_DUE_DAY + timedelta(days=30), StatedUse("par"))
    with database.read() as session:
        use = regime_uses(session)["par"]
    assert (use.since, use.stated) == (date(2024, 9, 17), True)


def test_the_same_file_again_changes_nothing(database: Database, people: People) -> None:
    use = StatedUse("par", since=date(2024, 9, 1))
    once = started(database, people, AFTER_THE_DUE_DAY, use)
    assert started(database, people, AFTER_THE_DUE_DAY, use) == once
