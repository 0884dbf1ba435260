"""Units, their superiors, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from domain.people.units import Succession, Unit, ancestors, superior_words
from storage.database.database import Database
from storage.people.units import all_successions, all_units, lineage, save_units
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


def test_the_lineage_is_enough_to_name_the_superior(database: Database) -> None:
    with database.work() as session:
        save_units(session, (*UNITS, NEW))
    with database.read() as session:
        found = lineage(session, COMMUNE)
        assert [unit.id for unit in ancestors(found, COMMUNE)] == ["hung-yen/an-thi", "hung-yen"]
        assert superior_words(found, COMMUNE).cap == "cấp huyện"
        assert lineage(session, "no/such/unit") == {}
