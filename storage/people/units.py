"""The tree of units and what became of merged ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from domain.people.units import Succession, Unit, UnitTree
from storage.database import tables
from storage.database.database import Session, upsert
from storage.database.snapshots import UNITS as UNITS_KEPT
from storage.database.snapshots import changed, snapshot

UNITS = tables.UNITS
SUCCESSIONS = tables.SUCCESSIONS


def save_units(
    session: Session, units: Iterable[Unit], successions: Iterable[Succession] = ()
) -> None:
    """Write units and successions; those that exist already are renewed, none is deleted."""
    changed(session, UNITS_KEPT)
    upsert(session, UNITS, [_row(unit) for unit in units], ["id"])
    rows = [{"old_id": s.old_id, "new_id": s.new_id, "on_day": s.on} for s in successions]
    upsert(session, SUCCESSIONS, rows, ["old_id", "new_id"])


@dataclass(frozen=True, slots=True)
class House:
    """Every unit and every merger, as of one version; shared by everybody, changed by nobody."""

    units: UnitTree  # by id, past ones included
    successions: tuple[Succession, ...]  # oldest first


def all_units(session: Session) -> UnitTree:
    """Every unit by id, past ones included; read only after a change of them."""
    return _held(session).units


def all_successions(session: Session) -> tuple[Succession, ...]:
    """Every merger and split, oldest first."""
    return _held(session).successions


def _held(session: Session) -> House:
    return snapshot(session, UNITS_KEPT, lambda: _house(session))


def _house(session: Session) -> House:
    rows = session.execute(_UNITS).mappings()
    units = UnitTree({row["id"]: Unit(**row) for row in rows})
    merged = (Succession(old, new, day) for old, new, day in session.execute(_SUCCESSIONS))
    return House(units, tuple(merged))


_UNITS = select(UNITS).order_by(UNITS.c.id)
_SUCCESSIONS = select(SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id, SUCCESSIONS.c.on_day).order_by(
    SUCCESSIONS.c.on_day, SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id
)


def _row(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "kind": unit.kind,
        "name": unit.name,
        "slug": unit.slug,
        "parent_id": unit.parent_id,
        "code": unit.code,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "aliases": unit.aliases,
        "training": unit.training,
    }
