"""Units, their superiors, and what became of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from domain.people.units import Succession, Unit
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from storage.people.units import all_successions, all_units, save_units
from tests.storage.small_district import COMMUNE, UNITS

NEW = Unit(
    "hung-yen/xa-pham-ngu-lao",
    "xa",
    "xã Phạm Ngũ Lão",
    "xa-pham-ngu-lao",
    "hung-yen",
    code="12148",
    valid_from=date(2025, 7, 1),
)
MERGER = Succession(COMMUNE, NEW.id, date(2025, 7, 1))


def test_units_come_back_as_they_were(database: Database) -> None:
    with database.work() as session:
        save_units(session, (*UNITS, NEW), [MERGER])
    with database.read() as session:
        assert all_units(session) == {unit.id: unit for unit in (*UNITS, NEW)}
        assert all_successions(session) == (MERGER,)


def test_children_may_be_written_before_their_parents(database: Database) -> None:
    with database.work() as session:
        save_units(session, reversed(UNITS))
    with database.read() as session:
        assert len(all_units(session)) == len(UNITS)


def test_a_parent_must_be_there_at_the_end(database: Database) -> None:
    with pytest.raises(IntegrityError), database.work() as session:
        save_units(session, UNITS[1:])


def test_saving_again_renews_and_deletes_nothing(database: Database) -> None:
    renamed = replace(UNITS[2], name="xã Bắc Sơn (cũ)", aliases=())
    with database.work() as session:
        save_units(session, UNITS)
        save_units(session, [renamed])
    with database.read() as session:
        units = all_units(session)
    assert units[COMMUNE] == renamed
    assert len(units) == len(UNITS)


def test_what_was_read_of_a_change_that_came_to_nothing_is_forgotten(database: Database) -> None:
    renamed = replace(UNITS[2], name="xã khác")
    with database.work() as session:
        save_units(session, UNITS)
    with suppress(ValueError), database.work() as session:
        save_units(session, [renamed])
        assert all_units(session)[COMMUNE] == renamed
        raise ValueError
    with database.read() as session:
        assert all_units(session)[COMMUNE] == UNITS[2]


def test_units_are_read_again_only_after_a_change(database: Database) -> None:
    with database.work() as session:
        save_units(session, UNITS)
    with database.read() as session:
        first = all_units(session)
    with database.read() as session:
        assert all_units(session) is first
    with database.work() as session:
        save_units(session, [NEW])
    with database.read() as session:
        assert NEW.id in all_units(session)
    assert NEW.id not in first


def test_another_process_sees_the_change(tmp_path: Path) -> None:
    here, there = (open_database(f"sqlite:///{tmp_path / 'units.db'}") for _ in range(2))
    migrate(here)
    with here.work() as session:
        save_units(session, UNITS)
    with there.read() as session:
        assert NEW.id not in all_units(session)
    with here.work() as session:
        save_units(session, [NEW])
    with there.read() as session:
        assert NEW.id in all_units(session)
    here.close()
    there.close()
