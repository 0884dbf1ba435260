"""Steps of ladders as rows: planned once, claimed when due, settled with what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, update

from storage.database.database import Session, insert_many_new, is_postgres
from storage.database.rows import ReminderRow, in_states, table
from storage.database.states import ReminderState
from storage.people.officials import OFFICIALS

REMINDERS = table(ReminderRow)

_WAITING = in_states(REMINDERS, ReminderState.WAITING)
SNOOZE = "snooze"  # with this word begins a step that a person has asked for


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A step whose moment has come, for one person: of a report or of a task."""

    id: int
    obligation_id: int | None
    step: str
    official_id: str
    due_at: datetime
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step in any state; `outbox_id` is the message that carries it."""

    id: int
    obligation_id: int | None
    step: str
    official_id: str
    due_at: datetime
    state: ReminderState
    reason: str
    outbox_id: int | None
    settled_at: datetime | None
    task_id: int | None = None


_STEP = (
    REMINDERS.c.id,
    REMINDERS.c.obligation_id,
    REMINDERS.c.step,
    REMINDERS.c.official_id,
    REMINDERS.c.due_at,
)
_DUE = (*_STEP, REMINDERS.c.task_id)


def plan_reminders(session: Session, rows: Iterable[tuple[int, str, str, datetime]]) -> None:
    """Plan steps as (obligation id, step, official id, due moment); a step that this person
    already has for this obligation stays as it is, even if it was sent long ago."""
    _plan(session, "obligation_id", rows)


def plan_task_reminders(session: Session, rows: Iterable[tuple[int, str, str, datetime]]) -> None:
    """The same for tasks: (task id, step, official id, due moment)."""
    _plan(session, "task_id", rows)


def put_off(
    session: Session, obligation_id: int, official_id: str, at: datetime, now: datetime
) -> None:
    """Plan the one reminder of a report that a person has asked for: the last wish counts, one
    that still waits is superseded."""
    _put_off_to(session, "obligation_id", obligation_id, official_id, at, now)


def put_off_task(
    session: Session, task_id: int, official_id: str, at: datetime, now: datetime
) -> None:
    """The same of a task."""
    _put_off_to(session, "task_id", task_id, official_id, at, now)


def _put_off_to(
    session: Session, subject: str, id_: int, official_id: str, at: datetime, now: datetime
) -> None:
    before = and_(REMINDERS.c[subject] == id_, *_wished_by(official_id), _WAITING)
    new = {"state": ReminderState.SUPERSEDED, "reason": SNOOZE, "settled_at": now}
    session.execute(update(REMINDERS).where(before).values(new))
    # The moment of the wish keeps apart two wishes for one hour.
    step = f"{SNOOZE} {at.isoformat()} {now.isoformat()}"
    _plan(session, subject, [(id_, step, official_id, at)])


def _wished_by(official_id: str) -> tuple[Any, ...]:
    return REMINDERS.c.official_id == official_id, REMINDERS.c.step.startswith(SNOOZE)


def _plan(session: Session, subject: str, rows: Iterable[tuple[Any, ...]]) -> None:
    names = (subject, "step", "official_id", "due_at")
    common = {"state": ReminderState.WAITING, "reason": ""}
    planned = [{**dict(zip(names, row, strict=True)), **common} for row in rows]
    insert_many_new(session, REMINDERS, planned)


def claim_due(session: Session, now: datetime, limit: int) -> tuple[DueReminder, ...]:
    """Everything that is due for at most `limit` people, by person and moment.

    All of a person's steps come together, so that one digest holds them, and no second worker
    gets any of them before this unit of work ends. Settle or postpone each of them in it.
    """
    due = and_(_WAITING, REMINDERS.c.due_at <= now)
    people = (
        select(OFFICIALS.c.id)
        .where(OFFICIALS.c.id.in_(select(REMINDERS.c.official_id).where(due)))
        .order_by(OFFICIALS.c.id)
        .limit(limit)
    )
    if is_postgres(session):
        people = people.with_for_update(key_share=True, skip_locked=True)
    claimed = session.execute(people).scalars().all()
    if not claimed:
        return ()
    statement = select(*_DUE).where(due, REMINDERS.c.official_id.in_(claimed))
    order = (REMINDERS.c.official_id, REMINDERS.c.due_at, REMINDERS.c.id)
    return tuple(DueReminder(*row) for row in session.execute(statement.order_by(*order)))


def settle(
    session: Session,
    ids: Collection[int],
    state: ReminderState,
    reason: str,
    outbox_id: int | None,
    at: datetime,
) -> None:
    """Say what became of waiting steps; a step that is settled already keeps its state."""
    new = {"state": state, "reason": reason, "outbox_id": outbox_id, "settled_at": at}
    session.execute(update(REMINDERS).where(_waiting(ids)).values(new))


def postpone(session: Session, ids: Collection[int], due_at: datetime) -> None:
    """Let waiting steps become due later: a snooze, or the end of quiet hours."""
    session.execute(update(REMINDERS).where(_waiting(ids)).values(due_at=due_at))


def hand_on(session: Session, now: datetime, substitutes: Mapping[str, str]) -> None:
    """What is due for somebody who is away becomes due for who stands in: official -> substitute.
    A step that the substitute has already stays as it is."""
    due = and_(_WAITING, REMINDERS.c.due_at <= now)
    theirs = select(*_DUE).where(due, REMINDERS.c.official_id.in_(list(substitutes)))
    for row in [DueReminder(*found) for found in session.execute(theirs)]:
        subject = "obligation_id" if row.task_id is None else "task_id"
        id_ = row.obligation_id or row.task_id
        _plan(session, subject, [(id_, row.step, substitutes[row.official_id], row.due_at)])
        settle(session, [row.id], ReminderState.NOT_WANTED, "on_leave", None, now)


def _waiting(ids: Collection[int]) -> Any:
    return and_(REMINDERS.c.id.in_(list(ids)), _WAITING)


def reminders(session: Session, obligation_id: int) -> tuple[Reminder, ...]:
    """All steps of an obligation for everybody, in order of their moments."""
    return _reminders(session, REMINDERS.c.obligation_id == obligation_id)


def task_reminders(session: Session, task_id: int) -> tuple[Reminder, ...]:
    """All steps of a task for everybody, in order of their moments."""
    return _reminders(session, REMINDERS.c.task_id == task_id)


def snoozed_until(session: Session, task_id: int, official_id: str) -> datetime | None:
    """When a person wants to be reminded of a task again; None where nothing was put off."""
    return _put_off(session, REMINDERS.c.task_id == task_id, official_id)


def report_snoozed_until(session: Session, obligation_id: int, official_id: str) -> datetime | None:
    """The same of a report."""
    return _put_off(session, REMINDERS.c.obligation_id == obligation_id, official_id)


def _put_off(session: Session, what: Any, official_id: str) -> datetime | None:
    mine = (what, *_wished_by(official_id))
    found: datetime | None = session.execute(
        select(func.max(REMINDERS.c.due_at)).where(*mine, _WAITING)
    ).scalar_one()
    return found


def reminders_between(session: Session, start: datetime, end: datetime) -> tuple[Reminder, ...]:
    """All steps whose moment lies in [start, end): the coming ones, or what should have gone."""
    return _reminders(session, REMINDERS.c.due_at >= start, REMINDERS.c.due_at < end)


def next_due(session: Session, after: datetime) -> datetime | None:
    """The earliest moment after another at which a step waits; None where none does."""
    coming = select(func.min(REMINDERS.c.due_at)).where(_WAITING, REMINDERS.c.due_at > after)
    found: datetime | None = session.execute(coming).scalar_one()
    return found


def _reminders(session: Session, *conditions: Any) -> tuple[Reminder, ...]:
    columns = (
        *_STEP,
        REMINDERS.c.state,
        REMINDERS.c.reason,
        REMINDERS.c.outbox_id,
        REMINDERS.c.settled_at,
        REMINDERS.c.task_id,
    )
    statement: Select[Any] = select(*columns).where(*conditions)
    statement = statement.order_by(REMINDERS.c.due_at, REMINDERS.c.id)
    return tuple(Reminder(*row) for row in session.execute(statement))
