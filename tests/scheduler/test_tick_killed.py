"""A tick that is killed at any statement: the next one completes it, nothing is lost or doubled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.dates.moments import parse_at
from handlers.load.load import load_people
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people as read_people
from storage.database import tables
from storage.database.database import open_database
from tests.faults.killing import in_child, was_killed

NOW = parse_at("2024-09-06T07:30")
LATER = parse_at("2024-09-06T07:31")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def loaded_file(migrated_file: Path, tmp_path: Path, catalogue: Catalogue) -> Path:
    file = tmp_path / "loaded.db"
    shutil.copy(migrated_file, file)
    people, _ = read_people(CATALOGUE / "samples" / "bac-son" / "people.toml")
    database = open_database(f"sqlite:///{file}")
    with database.work() as session:
        load_people(Work(session, catalogue, NOW), people)
    database.close()
    return file


def _tick(file: Path, catalogue: Catalogue) -> Callable[[], None]:
    def act() -> None:
        tick(open_database(f"sqlite:///{file}"), catalogue, NOW)

    return act


def _state(file: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What was queued, and what became of every step, without the ids of rows."""
    database = open_database(f"sqlite:///{file}")
    outbox, steps = tables.OUTBOX, tables.REMINDERS
    with database.read() as session:
        queued = select(outbox.c.key, outbox.c.chat, outbox.c.text).order_by(outbox.c.key)
        settled = select(steps.c.step, steps.c.official_id, steps.c.state).order_by(
            steps.c.step, steps.c.official_id
        )
        found = (
            [tuple(row) for row in session.execute(queued)],
            [tuple(row) for row in session.execute(settled)],
        )
    database.close()
    return found


@pytest.mark.slow
def test_a_tick_killed_at_any_statement_is_completed_by_the_next(
    loaded_file: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    whole = tmp_path / "whole.db"
    shutil.copy(loaded_file, whole)
    assert in_child(_tick(whole, catalogue)) == 0
    expected = _state(whole)
    assert len(expected[0]) == 4  # the four officials are reminded

    kills = 0
    for at_statement in range(1, 10_000):
        file = tmp_path / "killed.db"
        for leftover in tmp_path.glob("killed.db*"):
            leftover.unlink()
        shutil.copy(loaded_file, file)
        status = in_child(_tick(file, catalogue), at_statement)
        if not was_killed(status):
            assert status == 0
            break
        kills += 1
        assert in_child(_tick(file, catalogue)) == 0
        assert _state(file) == expected, f"killed at statement {at_statement}"
        database = open_database(f"sqlite:///{file}")
        assert tick(database, catalogue, LATER).reminded == ()
        database.close()
    assert kills > 20


def test_a_second_tick_at_the_same_moment_does_nothing(
    loaded_file: Path, catalogue: Catalogue
) -> None:
    database = open_database(f"sqlite:///{loaded_file}")
    first = tick(database, catalogue, NOW)
    before = _state(loaded_file)
    second = tick(database, catalogue, NOW)
    database.close()
    assert len(first.reminded) == 4
    assert (second.opened, second.reminded) == (0, ())
    assert _state(loaded_file) == before


def test_after_an_outage_only_the_newest_step_is_sent(
    loaded_file: Path, catalogue: Catalogue
) -> None:
    database = open_database(f"sqlite:///{loaded_file}")
    tick(database, catalogue, parse_at("2024-08-28T07:30"))
    late = tick(database, catalogue, parse_at("2024-09-12T07:30"))  # silent for two weeks
    database.close()
    assert len(late.reminded) == 6  # head and chairman hear who still owes
    _, steps = _state(loaded_file)
    of_tuan = {step: state for step, person, state in steps if person == "tuan"}
    assert of_tuan["T-10"] == "sent"
    assert of_tuan["T-5"] == of_tuan["T-2"] == "superseded"
    assert of_tuan["T-1"] == "sent"


@pytest.mark.parametrize(
    ("moment", "messages"),
    [
        ("2024-09-06T06:00", 0),  # before the office opens
        ("2024-09-06T11:45", 0),
        ("2024-09-06T19:00", 0),
        ("2024-09-07T09:00", 0),  # Saturday
        ("2024-09-13T12:00", 6),  # the last call is exempt from the noon pause
        ("2024-09-13T21:00", 0),  # but not from the night
    ],
)
def test_quiet_hours(loaded_file: Path, catalogue: Catalogue, moment: str, messages: int) -> None:
    database = open_database(f"sqlite:///{loaded_file}")
    sent = tick(database, catalogue, parse_at(moment)).reminded
    database.close()
    assert len(sent) == messages
