"""Which processes are there: each that sends holds a lock of the server for as long as it lives.

The lock belongs to a connection, which the system closes when the process dies, however it dies: so
what a dead process had in hand is known to be free at once, and not only when its lease has ended.
A SQLite file has one process and needs no such thing.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from storage.database.database import Database, Session, is_postgres, translated

_KIND = 0x6E686163  # "nhac": the first half of the lock's key
_HOLD = text("SELECT pg_advisory_lock(:kind, :number)")
_HELD = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
    "AND classid = :kind "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_PATIENCE = (  # of the server with a machine that has gone without a word; seconds, and how often
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 2",
)


class Presence:
    """This process, by a number of its own."""

    def __init__(self, database: Database) -> None:
        self.number = secrets.randbelow(2**31 - 1) + 1
        self._database = database
        self._line: Connection | None = None

    def show(self) -> None:
        """Be there: from the first time on, and again where the line was cut. Raises
        DatabaseUnavailable."""
        if self._database.is_sqlite:
            return
        with translated():
            if self._line is None or not self._answers(self._line):
                self._line = self._open()

    def close(self) -> None:
        """Be gone; what is in hand now is nobody's."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _open(self) -> Connection:
        line = self._database.engine.execution_options(isolation_level="AUTOCOMMIT").connect()
        line.detach()  # it is no other work's, and ends when it is closed
        for setting in _PATIENCE:
            line.execute(text(setting))
        line.execute(_HOLD, {"kind": _KIND, "number": self.number})
        return line

    def _answers(self, line: Connection) -> bool:
        try:
            line.execute(text("SELECT 1"))
        except DBAPIError:
            line.invalidate()
            line.close()
            return False
        return True


def anybody_there(session: Session) -> bool:
    """True while a process works with this database, as far as the server can tell."""
    return is_postgres(session) and session.execute(_HELD, {"kind": _KIND}).first() is not None


def gone(session: Session, numbers: Collection[int]) -> set[int]:
    """Those of these processes that are not there any more. Ask for the numbers first and for this
    afterwards: whoever has something in hand was there before."""
    if not numbers or not is_postgres(session):
        return set()
    held = session.execute(_HELD, {"kind": _KIND}).scalars()
    return set(numbers) - {int(number) for number in held}
