"""The tree of units and what became of merged ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.engine import RowMapping

from domain.people.units import Succession, Unit
from storage.database.database import Session, upsert
from storage.database.rows import SuccessionRow, UnitRow, table

UNITS = table(UnitRow)
SUCCESSIONS = table(SuccessionRow)


def save_units(
    session: Session, units: Iterable[Unit], successions: Iterable[Succession] = ()
) -> None:
    """Write units and successions; those that exist already are renewed, none is deleted."""
    upsert(session, UNITS, [_row(unit) for unit in units], ["id"])
    rows = [{"old_id": s.old_id, "new_id": s.new_id, "on_day": s.on} for s in successions]
    upsert(session, SUCCESSIONS, rows, ["old_id", "new_id"])


def all_units(session: Session) -> dict[str, Unit]:
    """Every unit by id, past ones included."""
    rows = session.execute(select(UNITS).order_by(UNITS.c.id)).mappings()
    return {row["id"]: _unit(row) for row in rows}


def lineage(session: Session, unit_id: str) -> dict[str, Unit]:
    """A unit and its superiors by id, which is all that `domain.people.units.ancestors` needs.

    Empty for an unknown unit. Much cheaper than `all_units` in a province.
    """
    rows = session.execute(_LINEAGE, {"unit_id": unit_id}).mappings()
    return {row["id"]: _unit(row) for row in rows}


def _with_superiors() -> Select[Any]:
    own = select(UNITS.c.id, UNITS.c.parent_id).where(UNITS.c.id == bindparam("unit_id"))
    chain = own.cte(recursive=True)
    above = select(UNITS.c.id, UNITS.c.parent_id).where(UNITS.c.id == chain.c.parent_id)
    return select(UNITS).where(UNITS.c.id.in_(select(chain.union(above).c.id)))


_LINEAGE = _with_superiors()  # built once: it is asked in every turn


def all_successions(session: Session) -> tuple[Succession, ...]:
    """Every merger and split, oldest first."""
    statement = select(SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id, SUCCESSIONS.c.on_day)
    ordered = statement.order_by(SUCCESSIONS.c.on_day, SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id)
    return tuple(Succession(old, new, day) for old, new, day in session.execute(ordered))


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


def _unit(row: RowMapping) -> Unit:
    return Unit(**row)
