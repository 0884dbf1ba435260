"""Broken cross-checks that an official has kept, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage.database import tables
from storage.database.database import Session
from storage.database.once import forget, once

OVERRIDES = tables.OVERRIDES
KEPT_REASONS = "overrides"  # what is read once in a unit of work


@dataclass(frozen=True, slots=True)
class Override:
    """A rule that does not hold, on purpose. `ended_at`: until one of its figures changed."""

    id: int
    rule: str
    codes: tuple[str, ...]
    reason: str
    official_id: str
    at: datetime
    ended_at: datetime | None = None


def save_override(
    session: Session,
    obligation_id: int,
    rule: str,
    codes: Iterable[str],
    reason: str,
    official_id: str,
    at: datetime,
) -> None:
    """Keep a breach of the rule; an older reason for the same rule ends."""
    _end(session, at, OVERRIDES.c.obligation_id == obligation_id, OVERRIDES.c.rule == rule)
    forget(session, KEPT_REASONS)
    row = {"obligation_id": obligation_id, "rule": rule, "codes": tuple(codes), "at": at}
    session.execute(insert(OVERRIDES).values(**row, reason=reason, official_id=official_id))


def overrides(session: Session, obligation_id: int) -> tuple[Override, ...]:
    """The overrides that stand; read once in a unit of work."""
    return once(session, KEPT_REASONS, obligation_id, lambda: _standing(session, obligation_id))


def drop_overrides(
    session: Session, obligation_id: int, codes: Collection[str], at: datetime
) -> tuple[Override, ...]:
    """End the overrides that one of these figures belongs to, and name them.

    `figures` does it with every change, for the reason was given for the old figure.
    """
    changed = set(codes)
    fallen = tuple(o for o in overrides(session, obligation_id) if changed & set(o.codes))
    if fallen:
        _end(session, at, OVERRIDES.c.id.in_([override.id for override in fallen]))
    return fallen


def _end(session: Session, at: datetime, *conditions: Any) -> None:
    forget(session, KEPT_REASONS)
    standing = OVERRIDES.c.ended_at.is_(None)
    session.execute(update(OVERRIDES).where(standing, *conditions).values(ended_at=at))


def _standing(session: Session, obligation_id: int) -> tuple[Override, ...]:
    columns = (
        OVERRIDES.c.id,
        OVERRIDES.c.rule,
        OVERRIDES.c.codes,
        OVERRIDES.c.reason,
        OVERRIDES.c.official_id,
        OVERRIDES.c.at,
        OVERRIDES.c.ended_at,
    )
    mine = (OVERRIDES.c.obligation_id == obligation_id, OVERRIDES.c.ended_at.is_(None))
    statement = select(*columns).where(*mine).order_by(OVERRIDES.c.id)
    return tuple(Override(*row) for row in session.execute(statement))
