"""What a plan was made from, so that it is made anew only when that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from storage.database.database import Session, upsert
from storage.database.rows import PlanRow, table
from storage.people.officials import LEAVES, POSTS
from storage.people.units import SUCCESSIONS, UNITS

PLANS = table(PlanRow)

_WHO = (
    select(
        UNITS.c.id, UNITS.c.kind, UNITS.c.parent_id, UNITS.c.valid_from, UNITS.c.valid_to
    ).order_by(UNITS.c.id),
    select(SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id, SUCCESSIONS.c.on_day).order_by(
        SUCCESSIONS.c.old_id, SUCCESSIONS.c.new_id
    ),
    select(
        POSTS.c.official_id,
        POSTS.c.unit_id,
        POSTS.c.role,
        POSTS.c.fields,
        POSTS.c.valid_from,
        POSTS.c.valid_to,
    ).order_by(POSTS.c.id),
)
_LEAVE = select(
    LEAVES.c.official_id, LEAVES.c.first_day, LEAVES.c.last_day, LEAVES.c.substitute_id
).order_by(LEAVES.c.official_id, LEAVES.c.first_day)


def made_from(session: Session, name: str) -> str | None:
    """The mark under which a plan was made last; None before the first time."""
    statement = select(PLANS.c.made_from).where(PLANS.c.name == name)
    found: str | None = session.execute(statement).scalar_one_or_none()
    return found


def note_plan(session: Session, name: str, mark: str) -> None:
    """The plan was made from this: written with the plan itself, so that both stand or neither."""
    upsert(session, PLANS, [{"name": name, "made_from": mark}], ["name"])


def who_owes(session: Session, leave_since: date) -> Iterator[tuple[Any, ...]]:
    """Every fact that says who may owe something: units, mergers, posts, and leave that lasts
    until `leave_since` or longer. Plain values in a fixed order, much cheaper than the people."""
    for statement in (*_WHO, _LEAVE.where(LEAVES.c.last_day >= leave_since)):
        yield from map(tuple, session.execute(statement))
