"""Somebody else was first: a change is written only upon the state that was seen before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from storage.database.database import Session

ATTEMPTS = 5
T = TypeVar("T")


class Overtaken(Exception):
    """What was to be changed is not any more as it was read. Nothing of the change was written;
    read anew and decide anew, for somebody else has decided meanwhile."""


def require_changed(result: Any, rows: int = 1) -> None:
    """Overtaken where a conditional UPDATE has met fewer rows than it was meant for."""
    if result.rowcount < rows:
        raise Overtaken


def decided_anew(session: Session, decide: Callable[[], T]) -> T:
    """What `decide` gives within a unit of work. Where it is overtaken, all that it has written is
    undone, and it decides once more upon what stands by then."""
    for _ in range(ATTEMPTS - 1):
        try:
            with session.begin_nested():
                return decide()
        except Overtaken:
            session.info.clear()  # what was kept of its reading
    return decide()
