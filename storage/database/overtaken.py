"""Somebody else was first: a change is written only upon the state that was seen before it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from storage.database.database import Database, Session

ATTEMPTS = 5
T = TypeVar("T")


class Overtaken(Exception):
    """What was to be changed is not any more as it was read. Nothing of the change was written;
    read anew and decide anew, for somebody else has decided meanwhile."""


def require_changed(result: Any, rows: int = 1) -> None:
    """Overtaken where a conditional UPDATE has met fewer rows than it was meant for."""
    if result.rowcount < rows:
        raise Overtaken


def decided_anew(
    database: Database, decide: Callable[[Session], T], *, together: bool = False
) -> T:
    """What `decide` gives within a unit of work of its own. Where it is overtaken, all that it has
    written is undone, and it decides once more upon what stands by then."""
    for _ in range(ATTEMPTS - 1):
        with suppress(Overtaken), database.work(together=together) as session:
            return decide(session)
    with database.work(together=together) as session:
        return decide(session)
