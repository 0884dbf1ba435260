"""What the database is asked: counted, not timed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from storage.database.database import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(*call: object) -> None:
        if not str(call[2]).startswith(("BEGIN", "PRAGMA")):
            seen.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def rows_read(database: Database) -> Iterator[list[str]]:
    """The statement of every row that the database gives meanwhile."""
    seen: list[str] = []

    def watch(*call: Any) -> None:
        cursor, statement = call[1], str(call[2])
        if isinstance(cursor, sqlite3.Cursor):  # which knows of a row only when it is fetched
            cursor.row_factory = lambda _, row: seen.append(statement) or row
        elif cursor.description:
            seen.extend([statement] * cursor.rowcount)

    event.listen(database.engine, "before_cursor_execute", _through)
    event.listen(database.engine, "after_cursor_execute", watch)
    yield seen
    event.remove(database.engine, "after_cursor_execute", watch)
    event.remove(database.engine, "before_cursor_execute", _through)


def _through(*_: object) -> None:
    """Whoever listens hears of each statement: none is handed straight to SQLite."""


@contextmanager
def commits(database: Database) -> Iterator[list[object]]:
    """The connections that are committed while this is open, one for each commit of those that may
    write."""
    seen: list[object] = []

    def note(connection: Connection) -> None:
        told = connection.get_execution_options()
        if not (told.get("nhacviec_read") or told.get("postgresql_readonly")):
            seen.append(connection)

    event.listen(database.engine, "commit", note)
    yield seen
    event.remove(database.engine, "commit", note)
