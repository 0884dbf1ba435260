"""Leave after it was noted: what overlaps, what ends early, who takes over a standing-in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from domain.people.people import Leave
from storage.database.audit import note
from storage.database.database import Session
from storage.database.overtaken import require_changed
from storage.people.officials import LEAVE, LEAVES, leave_changes


def leaves_between(session: Session, first: date, last: date) -> tuple[Leave, ...]:
    """Every leave with a day in that time, both days included, in order of its beginning."""
    there = (LEAVES.c.first_day <= last) & (LEAVES.c.last_day >= first)
    rows = session.execute(select(*LEAVE).where(there).order_by(LEAVES.c.first_day))
    return tuple(Leave(*row) for row in rows)


def leaves_from(session: Session, official_id: str, day: date) -> tuple[Leave, ...]:
    """A person's leaves that last until that day or longer, in order of their beginning."""
    rows = session.execute(_FROM, {"official_id": official_id, "day": day})
    return tuple(Leave(*row) for row in rows)


_FROM = (
    select(*LEAVE)
    .where(LEAVES.c.official_id == bindparam("official_id"), LEAVES.c.last_day >= bindparam("day"))
    .order_by(LEAVES.c.first_day)
)


def end_leave(session: Session, leave: Leave, last_day: date, at: datetime, by: str | None) -> None:
    """A leave ends earlier; one that would end before it begins is none. The audit keeps it."""
    leave_changes(session)
    if last_day < leave.first_day:
        require_changed(session.execute(delete(LEAVES).where(_is(leave))))
    else:
        changed = update(LEAVES).where(_is(leave)).values(last_day=last_day)
        require_changed(session.execute(changed))
    detail = {"first": leave.first_day.isoformat(), "old": leave.last_day.isoformat()}
    detail["new"] = last_day.isoformat()
    note(session, at, by, "official.leave_ended", f"official:{leave.official_id}", detail)


def standing_in(session: Session, substitute_id: str, day: date) -> tuple[Leave, ...]:
    """The leaves in which a person stands in on that day or later."""
    theirs = (LEAVES.c.substitute_id == substitute_id) & (LEAVES.c.last_day >= day)
    rows = session.execute(select(*LEAVE).where(theirs).order_by(LEAVES.c.first_day))
    return tuple(Leave(*row) for row in rows)


def name_substitute(
    session: Session, leave: Leave, substitute_id: str | None, at: datetime, by: str | None
) -> None:
    """Another stands in, or nobody any more."""
    leave_changes(session)
    changed = update(LEAVES).where(_is(leave)).values(substitute_id=substitute_id)
    require_changed(session.execute(changed))
    detail = {"first": leave.first_day.isoformat(), "old": leave.substitute_id}
    detail["new"] = substitute_id
    note(session, at, by, "official.leave", f"official:{leave.official_id}", detail)


def _is(leave: Leave) -> ColumnElement[bool]:
    """The row of that leave as long as it stands as it was seen."""
    same = (LEAVES.c.official_id == leave.official_id) & (LEAVES.c.first_day == leave.first_day)
    substitute = LEAVES.c.substitute_id.is_not_distinct_from(leave.substitute_id)
    return same & (LEAVES.c.last_day == leave.last_day) & substitute
