"""What was read in a unit of work, kept for its next readers until somebody writes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from storage.database.database import Session

T = TypeVar("T")


def once(session: Session, what: str, key: Hashable, read: Callable[[], T]) -> T:
    """What stands under a key, read by the first who asks."""
    kept: dict[Hashable, T] | None = session.info.get(what)
    if kept is None:
        kept = session.info[what] = {}
    try:
        return kept[key]  # hashed once: mostly it is there
    except KeyError:
        found = read()
    # Where reading has forgotten the kind, its place is another one by now.
    session.info.setdefault(what, {})[key] = found
    return found


def is_known(session: Session, what: str, key: Hashable) -> bool:
    """Whether it was read already, or written."""
    return key in session.info.get(what, ())


def know(session: Session, what: str, key: Hashable, value: object) -> None:
    """It was read along with something else, or has just been written."""
    session.info.setdefault(what, {})[key] = value


def forget(session: Session, *kinds: str, key: Hashable = None) -> None:
    """It has changed, or may have: one key, or with None every one of these kinds."""
    for what in kinds:
        if key is None:
            session.info.pop(what, None)
        else:
            session.info.get(what, {}).pop(key, None)


def forget_all(session: Session) -> None:
    """Whatever was read may be another by now: a lock had to be waited for."""
    session.info.clear()
