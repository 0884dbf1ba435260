"""What a database in memory held is brought back instead of made again.

Most tests of the bot begin with the same people, and with the same first morning of a report. To
make them again for each test cost a quarter of the time of all tests.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

from storage.database.database import Database, open_database

KEPT = 48  # beginnings of half a MiB; tests that share one stand beside each other
_held: OrderedDict[Hashable, sqlite3.Connection] = OrderedDict()


def in_memory(migrated_file: Path) -> Database:
    """What stands in a SQLite file, in memory."""
    database = open_database("sqlite://")
    source = sqlite3.connect(migrated_file)
    source.backup(_raw(database))
    source.close()
    return database


@dataclass(frozen=True, slots=True)
class This:
    """One object and no other that is equal to it."""

    one: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, This) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


@dataclass
class Beginning:
    """What was done to a database from its first row on, as long as nobody else writes in it."""

    database: Database
    _done: tuple[Hashable, ...] = ()
    _changes: int = field(init=False)

    def __post_init__(self) -> None:
        self._changes = self._count() if _empty(self.database) else -1

    def go_on(self, step: Hashable, act: Callable[[], object]) -> None:
        """Do what the step stands for, or bring back what it once made of the same beginning."""
        known = self._count() == self._changes and _hashable(step)
        done = (*self._done, step) if known else ()
        if known and done in _held:
            _held.move_to_end(done)
            _held[done].backup(_raw(self.database))
        else:
            self._done = done  # a step may consist of others
            act()
            if known:
                _keep(done, _raw(self.database))
        self._done = done
        self._changes = self._count() if known else -1

    def _count(self) -> int:
        """How many rows were ever written over the one connection; -2 where there are several."""
        return _raw(self.database).total_changes if _in_memory(self.database) else -2


def _keep(done: Hashable, raw: sqlite3.Connection) -> None:
    _held[done] = sqlite3.connect(":memory:")
    raw.backup(_held[done])
    if len(_held) > KEPT:
        _, oldest = _held.popitem(last=False)
        oldest.close()


def _hashable(step: Hashable) -> bool:
    try:
        hash(step)
    except TypeError:
        return False
    return True


def _in_memory(database: Database) -> bool:
    return database.is_sqlite and database.file is None


def _empty(database: Database) -> bool:
    """Is it in memory and without any unit?"""
    if not _in_memory(database):
        return False
    return _raw(database).execute("SELECT count(*) FROM units").fetchone() == (0,)


def _raw(database: Database) -> sqlite3.Connection:
    """The one connection of a database in memory."""
    with database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
