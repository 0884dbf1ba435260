"""What the database is asked: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
