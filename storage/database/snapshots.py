"""What hardly ever changes, held once for the process: as of one version, which a row names.

Whoever changes it puts a new word there in the same transaction. The word is never given twice, so
what was read of a transaction that came to nothing is nobody's.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import select

from storage.database import tables
from storage.database.database import Session, upsert
from storage.database.once import forget, is_known, know, once

T = TypeVar("T")

VERSIONS = tables.VERSIONS
UNITS, ROUNDS, REQUESTS, SOURCES = "units", "rounds", "requests", "sources"
SNAPSHOTS = (UNITS, ROUNDS, REQUESTS, SOURCES)
PEOPLE, ADDRESSES, REPORTS = "people", "addresses", "reports"
WATCHED = (*SNAPSHOTS, PEOPLE, ADDRESSES, REPORTS)
"""Of all these the version tells whether what was worked out of them still holds."""
_READ, _TOUCHED, _TAKEN = "versions", "touched", "taken"

_held: WeakKeyDictionary[Any, dict[str, tuple[str, Any]]] = WeakKeyDictionary()
_WORDS = select(VERSIONS.c.name, VERSIONS.c.word)


def snapshot(session: Session, name: str, read: Callable[[], T]) -> T:
    """What stands under the version of now; read only where the process does not hold it."""
    taken = session.info.get(_TAKEN)
    if taken is not None and name in taken:
        found: T = taken[name]
        return found
    return once(session, _TAKEN, name, lambda: _held_or_read(session, name, read))


def _held_or_read(session: Session, name: str, read: Callable[[], T]) -> T:
    word = version(session, name)
    held = _held.setdefault(session.connection().engine.pool, {})
    found = held.get(name)
    if found is None or found[0] != word:
        found = held[name] = (word, read())
    value: T = found[1]
    return value


def changed(session: Session, name: str) -> None:
    """It was changed, or is about to be, in this unit of work."""
    word = secrets.token_hex(8)
    upsert(session, VERSIONS, [{"name": name, "word": word}], ["name"])
    know_versions(session, {**once(session, _READ, None, lambda: _words(session)), name: word})


def touched(session: Session, name: str) -> None:
    """Something that is watched but not held was changed: one new word a unit of work is enough."""
    if not is_known(session, _TOUCHED, name):
        know(session, _TOUCHED, name, True)
        upsert(session, VERSIONS, [{"name": name, "word": secrets.token_hex(8)}], ["name"])


def version(session: Session, name: str) -> str:
    """The word of one of them; empty where it was never changed."""
    return once(session, _READ, None, lambda: _words(session)).get(name, "")


def versions(session: Session) -> dict[str, str]:
    """The word of every version as of now: the same words, nothing has changed."""
    return dict(once(session, _READ, None, lambda: _words(session)))


def know_versions(session: Session, words: dict[str, str]) -> None:
    """They were read along with something else."""
    know(session, _READ, None, words)
    forget(session, _TAKEN)


def _words(session: Session) -> dict[str, str]:
    return {row.name: row.word for row in session.execute(_WORDS)}
