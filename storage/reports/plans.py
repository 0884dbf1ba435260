"""What a plan was made from, so that it is made anew only when that has changed, and whether
anything is due at all: one question, each part of it answered by an index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, select

from storage.database import tables
from storage.database.database import Session, upsert
from storage.database.snapshots import VERSIONS, WATCHED, know_versions
from storage.database.states import ReminderState, in_states
from storage.reports.reminders import REMINDERS

PLANS = tables.PLANS
TASKS = tables.TASKS
NAMES = ("reports", "desk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at a moment: versions of what plans depend on, and what is due."""

    words: tuple[str, ...]
    made_from: Mapping[str, str | None]  # by plan: the mark under which it was made last
    due: bool  # a step, or a task that is to be looked at


def standing(session: Session, now: datetime) -> Standing:
    """Read it."""
    row = session.execute(_STANDING, {"now": now}).one()
    words = tuple(getattr(row, f"of_{name}") or "" for name in WATCHED)
    know_versions(session, dict(zip(WATCHED, words, strict=True)))
    made_from = {name: getattr(row, name) for name in NAMES}
    return Standing(words, made_from, row.step_due or row.task_due)


def _standing() -> Select[Any]:
    words = [
        select(VERSIONS.c.word).where(VERSIONS.c.name == name).scalar_subquery().label(f"of_{name}")
        for name in WATCHED
    ]
    plans = [
        select(PLANS.c.made_from).where(PLANS.c.name == name).scalar_subquery().label(name)
        for name in NAMES
    ]
    now: Any = bindparam("now", type_=REMINDERS.c.due_at.type)
    waiting = in_states(REMINDERS, ReminderState.WAITING)
    step_due = exists().where(and_(waiting, REMINDERS.c.due_at <= now)).select_from(REMINDERS)
    task_due = exists().where(TASKS.c.rings_at <= now)
    return select(*words, *plans, step_due.label("step_due"), task_due.label("task_due"))


_STANDING = _standing()


def note_plan(session: Session, name: str, mark: str) -> None:
    """The plan was made from this: written with the plan itself, so that both stand or neither."""
    upsert(session, PLANS, [{"name": name, "made_from": mark}], ["name"])
