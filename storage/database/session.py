"""A unit of work: statements over one connection, and what was read along the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, NestedTransaction, Result

from storage.database.prepared import Given, prepared

_NOTHING: Given = {}


class Session:
    """One open transaction, begun when it is first asked something. `info` keeps what was read in
    it (`storage.database.once`)."""

    __slots__ = ("_connect", "_connection", "_raw", "info")

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._raw: sqlite3.Connection | None = None
        self.info: dict[str, Any] = {}

    def execute(
        self, statement: Executable, given: Given | None = None
    ) -> Result[*tuple[Any, ...]]:
        """Run a statement with values by name, or with many sets of them."""
        connection = self._connection or self.connection()
        # Whoever listens for statements hears of each from SQLAlchemy.
        if self._raw is not None and not connection.engine.dispatch.before_cursor_execute:
            ready = prepared(connection.dialect, statement, given or _NOTHING)
            if ready is not None:
                return ready.execute(self._raw, given or _NOTHING)
        return connection.execute(statement, given)

    def connection(self) -> Connection:
        """What it works over."""
        if self._connection is None:
            self._connection = self._connect()
            self._raw = sqlite_of(self._connection)
        return self._connection

    def begin_nested(self) -> NestedTransaction:
        """A part that is undone by itself where it fails."""
        return self.connection().begin_nested()

    def end(self) -> None:
        """Say that all went well, where there was only reading too: after a rollback psycopg
        forgets which statements its server has prepared, and each is parsed and planned anew."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self._connection is not None:
            self._connection.close()


class Looking(Session):
    """A unit that only reads. SQLite could refuse to write as well, but whenever it is told so, or
    told otherwise, it forgets all that it has prepared, and each statement is parsed and planned
    anew: so it is seen to here."""

    __slots__ = ("_changes",)

    def execute(
        self, statement: Executable, given: Given | None = None
    ) -> Result[*tuple[Any, ...]]:
        """Run a statement that reads. WrittenWhileReading for any other."""
        if statement.is_dml:
            raise WrittenWhileReading
        return super().execute(statement, given)

    def connection(self) -> Connection:
        """What it looks through."""
        begins = self._connection is None
        connection = super().connection()
        if begins and self._raw is not None:
            self._changes = self._raw.total_changes
        return connection

    def end(self) -> None:
        """Say that all went well. WrittenWhileReading where words of SQL have changed something:
        over SQLite nothing is committed here, so that closing undoes it."""
        if self._raw is None:
            super().end()
        elif self._raw.total_changes != self._changes:
            raise WrittenWhileReading


class WrittenWhileReading(Exception):
    """A mistake of the code: a unit of work that is there for reading was to write."""

    def __init__(self) -> None:
        super().__init__("written in a unit of work that is read-only")


def sqlite_of(connection: Connection) -> sqlite3.Connection | None:
    """The driver's own connection; None where another database is at the other end."""
    raw: object = connection.connection.dbapi_connection
    return raw if isinstance(raw, sqlite3.Connection) else None
