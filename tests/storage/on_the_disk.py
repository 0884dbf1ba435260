"""What tests write needs no disk below it: no test cuts the power.

A commit that waits for the disk takes five milliseconds, one that the system keeps in memory a
tenth of one, and the tests make tens of thousands. A process that is killed (SIGKILL) loses nothing
either way: what it has handed to the system, the next one reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import database

SHIPPED = database.FLUSHED


def do_not_wait() -> None:
    """From here on, in this process and in those that it forks."""
    database.FLUSHED = "OFF"


@contextmanager
def as_shipped() -> Iterator[None]:
    """Databases that are opened here wait for the disk, as those of the users do."""
    tested, database.FLUSHED = database.FLUSHED, SHIPPED
    try:
        yield
    finally:
        database.FLUSHED = tested
