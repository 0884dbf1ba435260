"""All rows of a database brought into another one, of whichever kind, and held against each other.

The rows of a table are summed one by one into a digest that no order of rows changes, so that two
databases are compared that sort their letters differently.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import RowMapping, Table, func, select, text

from storage.database.database import Database, Session, insert_many_new, is_postgres
from storage.database.schema import (
    MOVING,
    current_revision,
    mark_moved,
    mark_moving,
    migrate,
    require_current,
)
from storage.database.tables import METADATA

CHUNK = 2000  # rows that are written at once, and lost where a copying is broken off
TABLES = tuple(METADATA.sorted_tables)
_ROUND = 1 << 256


@dataclass(frozen=True, slots=True)
class TableSum:
    """What stands in a table: how many rows, and one digest of them all."""

    rows: int
    digest: str


class NotEmpty(Exception):
    """The database that was to be filled has rows of its own; nothing was written."""


class CopyDiffers(Exception):
    """After the copying these tables are not the same here and there."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(", ".join(tables))
        self.tables = tables


def sums(session: Session) -> dict[str, TableSum]:
    """What stands in every table."""
    return {table.name: _sum(session, table) for table in TABLES}


def _sum(session: Session, table: Table) -> TableSum:
    rows, total = 0, 0
    for row in _rows(session, table):
        rows += 1
        total += int.from_bytes(sha256(_written(row)).digest())
    return TableSum(rows, f"{total % _ROUND:064x}")


def _rows(session: Session, table: Table) -> Iterator[RowMapping]:
    """Every row, oldest first: a row may name another of its table that came before it."""
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=CHUNK)
    yield from session.execute(statement).mappings()


def _written(row: RowMapping) -> bytes:
    """A row in the same words whatever database it comes from."""
    return json.dumps(list(row.values()), default=_word, ensure_ascii=False).encode()


def _word(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    raise TypeError(f"no word for {value!r}")


def move(
    source: Database, target: Database, told: Callable[[str, int], object] = lambda *_: None
) -> dict[str, TableSum]:
    """Bring every row of `source` into `target`, whose schema is made where there is none; what
    stands there then. `told` hears of each table that is done, and how many rows it has.

    Until the end the target is no database to work with (`WrongSchema` says that it is moving). A
    moving that was broken off goes on where it stopped. NotEmpty where the target has other rows;
    CopyDiffers where the two are not the same afterwards.
    """
    require_current(source)
    with source.read() as reading:
        wanted = sums(reading)
        if not _begin(target, wanted):
            return wanted
        for table in TABLES:
            _fill(reading, target, table, wanted[table.name])
            told(table.name, wanted[table.name].rows)
        _carry_numbers(reading, target)
    with target.read() as session:
        found = sums(session)
    if wrong := [name for name, each in wanted.items() if found[name] != each]:
        raise CopyDiffers(wrong)
    mark_moved(target)
    return found


def _begin(target: Database, wanted: Mapping[str, TableSum]) -> bool:
    """False where everything stands there already."""
    if current_revision(target) == MOVING:
        return True
    migrate(target)
    with target.read() as session:
        found = sums(session)
    if found == wanted:
        return False
    if any(each.rows for each in found.values()):
        raise NotEmpty
    mark_moving(target)
    return True


def _fill(reading: Session, target: Database, table: Table, wanted: TableSum) -> None:
    """Write the rows that are not there yet."""
    with target.read() as session:
        there = _count(session, table)
        if there == wanted.rows and _sum(session, table) == wanted:
            return
    # Units name their parents, which may stand anywhere among them: all in one go.
    whole = any(each.deferrable for each in table.foreign_key_constraints)
    rows = _rows(reading, table)
    while chunk := [dict(row) for row in islice(rows, None if whole else CHUNK)]:
        with target.work() as session:
            insert_many_new(session, table, chunk)


def _count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


# Numbers that are given: none of them may ever be given again, for a button carries it.


def _carry_numbers(reading: Session, target: Database) -> None:
    with target.work() as session:
        for table in TABLES:
            if table.autoincrement_column is None or "id" not in table.c:
                continue
            if last := last_number(reading, table):
                _go_on_after(session, table, last)


def last_number(session: Session, table: Table) -> int:
    """The last number that this table has given to a row, whether the row still stands or not."""
    if is_postgres(session):
        name = session.execute(_SEQUENCE, {"table": table.name}).scalar_one()
        last, called = session.execute(text(f"SELECT last_value, is_called FROM {name}")).one()
        return int(last) if called else 0
    if table.dialect_options["sqlite"]["autoincrement"]:
        found = session.execute(_GIVEN, {"table": table.name}).scalar_one_or_none()
        return int(found or 0)
    return int(session.execute(select(func.max(table.c.id))).scalar_one_or_none() or 0)


def _go_on_after(session: Session, table: Table, last: int) -> None:
    named: dict[str, Any] = {"table": table.name, "last": last}
    if is_postgres(session):
        session.execute(_SET_SEQUENCE, named)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        session.execute(_FORGET_GIVEN, named)
        session.execute(_SET_GIVEN, named)


_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, 'id')")
_SET_SEQUENCE = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
_GIVEN = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_FORGET_GIVEN = text("DELETE FROM sqlite_sequence WHERE name = :table")
_SET_GIVEN = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)")
