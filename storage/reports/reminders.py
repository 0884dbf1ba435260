"""Steps of ladders as rows: planned once, claimed when due, settled with what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select, update

from domain.dates.owed import About, StepKind, StepName, Subject, of_report, of_task, parse_step
from storage.database import tables
from storage.database.database import Session, insert_many_new, is_postgres
from storage.database.prepared import ROWS_TOGETHER
from storage.database.states import ReminderState, in_states
from storage.people.officials import OFFICIALS

REMINDERS = tables.REMINDERS

_WAITING = in_states(REMINDERS, ReminderState.WAITING)
_COLUMN = {About.REPORT: "obligation_id", About.TASK: "task_id"}

Planned = tuple[Subject, StepName, str, datetime]
"""What is owed, which step, who is told, when."""


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A step whose moment has come, for one person: of a report or of a task."""

    id: int
    subject: Subject
    step: StepName
    official_id: str
    due_at: datetime

    @property
    def obligation_id(self) -> int | None:
        """The report; None where it is about a task."""
        return self.subject.id if self.subject.about is About.REPORT else None

    @property
    def task_id(self) -> int | None:
        """The task; None where it is about a report."""
        return self.subject.id if self.subject.about is About.TASK else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A step in any state; `outbox_id` is the message that carries it."""

    id: int
    subject: Subject
    step: StepName
    official_id: str
    due_at: datetime
    state: ReminderState
    reason: str
    outbox_id: int | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the steps with these ids; `outbox_id`: the message that carries them."""

    ids: Collection[int]
    state: ReminderState
    reason: str = ""
    outbox_id: int | None = None


_DUE = (
    REMINDERS.c.id,
    REMINDERS.c.obligation_id,
    REMINDERS.c.task_id,
    REMINDERS.c.step,
    REMINDERS.c.official_id,
    REMINDERS.c.due_at,
)


def plan_steps(session: Session, planned: Iterable[Planned]) -> None:
    """Plan steps; one that this person already has for this subject stays as it is, even if it
    was sent long ago."""
    coming = iter(planned)
    while portion := list(islice(coming, ROWS_TOGETHER)):
        for about, column in _COLUMN.items():
            theirs = [each for each in portion if each[0].about is about]
            insert_many_new(session, REMINDERS, _planned(column, theirs))


def _planned(column: str, planned: Iterable[Planned]) -> Iterator[dict[str, Any]]:
    written, word = None, ""
    for subject, step, official_id, at in planned:
        if step is not written:  # one step of many people comes in a row
            written, word = step, str(step)
        yield {
            column: subject.id,
            "step": word,
            "official_id": official_id,
            "due_at": at,
            "state": ReminderState.WAITING,
            "reason": "",
        }


def put_off(
    session: Session, subject: Subject, official_id: str, at: datetime, now: datetime
) -> None:
    """Plan the one reminder that a person has asked for: the last wish counts, one that still
    waits is superseded."""
    mine = and_(_about(subject), *_wished_by(official_id))
    reason = StepKind.SNOOZE.value
    new = {"state": ReminderState.SUPERSEDED, "reason": reason, "settled_at": now}
    session.execute(update(REMINDERS).where(mine, _WAITING).values(new))
    # The moment of the wish keeps apart two wishes for one hour; said twice at one moment, it is
    # one wish, which waits again.
    step = StepName(StepKind.SNOOZE, of=f"{at.isoformat()} {now.isoformat()}")
    plan_steps(session, [(subject, step, official_id, at)])
    again = {"state": ReminderState.WAITING, "reason": "", "settled_at": None}
    session.execute(update(REMINDERS).where(mine, REMINDERS.c.step == str(step)).values(again))


def _wished_by(official_id: str) -> tuple[Any, ...]:
    return REMINDERS.c.official_id == official_id, _WISHED


_WISHED = REMINDERS.c.step.startswith(StepKind.SNOOZE.value)


def _about(subject: Subject) -> Any:
    return REMINDERS.c[_COLUMN[subject.about]] == subject.id


def _subject(obligation_id: int | None, task_id: int | None) -> Subject:
    return of_task(task_id) if task_id is not None else of_report(obligation_id or 0)


def _due(row: Sequence[Any]) -> DueReminder:
    id_, obligation_id, task_id, step, official_id, due_at = row
    subject = _subject(obligation_id, task_id)
    return DueReminder(id_, subject, parse_step(step), official_id, due_at)


def claim_due(session: Session, now: datetime, limit: int) -> tuple[DueReminder, ...]:
    """Everything that is due for at most `limit` people, by person and moment.

    All of a person's steps come together, so that one digest holds them, and no second worker
    gets any of them before this unit of work ends. Settle or postpone each of them in it.
    """
    return _claimed(session, _PEOPLE_DUE, {"now": now, "most": limit})


def claim_of(session: Session, official_id: str, now: datetime) -> tuple[DueReminder, ...]:
    """The same for one person; nothing where another worker has it in hand."""
    return _claimed(session, _PERSON_DUE, {"now": now, "most": 1, "who": official_id})


def _claimed(
    session: Session, people: Select[Any], given: dict[str, Any]
) -> tuple[DueReminder, ...]:
    if is_postgres(session):
        people = people.with_for_update(key_share=True, skip_locked=True, of=OFFICIALS)
    claimed = session.execute(people, given).scalars().all()
    if not claimed:
        return ()
    rows = session.execute(_DUE_OF, {"now": given["now"], "people": claimed})
    return tuple(_due(row) for row in rows)


_IS_DUE = and_(_WAITING, REMINDERS.c.due_at <= bindparam("now"))
_FIRST = (
    select(REMINDERS.c.official_id, func.min(REMINDERS.c.obligation_id).label("report"))
    .where(_IS_DUE)
    .group_by(REMINDERS.c.official_id)
    .subquery()
)
_PEOPLE_DUE = (
    select(OFFICIALS.c.id)
    .join_from(OFFICIALS, _FIRST, OFFICIALS.c.id == _FIRST.c.official_id)
    .order_by(_FIRST.c.report.nulls_last(), OFFICIALS.c.id)  # with a report in common, together
    .limit(bindparam("most"))
)
_PERSON_DUE = _PEOPLE_DUE.where(OFFICIALS.c.id == bindparam("who"))
_DUE_OF = (
    select(*_DUE)
    .where(_IS_DUE, REMINDERS.c.official_id.in_(bindparam("people", expanding=True)))
    .order_by(REMINDERS.c.official_id, REMINDERS.c.due_at, REMINDERS.c.id)
)


def settle(
    session: Session,
    ids: Collection[int],
    state: ReminderState,
    reason: str,
    outbox_id: int | None,
    at: datetime,
) -> None:
    """Say what became of waiting steps; a step that is settled already keeps its state."""
    settle_each(session, [Settled(ids, state, reason, outbox_id)], at)


def settle_each(session: Session, settled: Iterable[Settled], at: datetime) -> None:
    """The same of the steps of many people."""
    rows = [
        {
            "of_id": id_,
            "state": each.state,
            "reason": each.reason,
            "outbox_id": each.outbox_id,
            "settled_at": at,
        }
        for each in settled
        for id_ in each.ids
    ]
    if rows:
        session.execute(_SETTLE, rows)


_SETTLE = update(REMINDERS).where(REMINDERS.c.id == bindparam("of_id"), _WAITING)


def postpone(session: Session, ids: Collection[int], due_at: datetime) -> None:
    """Let waiting steps become due later: a snooze, or the end of quiet hours."""
    session.execute(update(REMINDERS).where(_waiting(ids)).values(due_at=due_at))


def hand_on(session: Session, now: datetime, substitutes: Mapping[str, str]) -> None:
    """What is due for somebody who is away becomes due for who stands in: official -> substitute.
    A step that the substitute has already stays as it is."""
    due = and_(_WAITING, REMINDERS.c.due_at <= now)
    theirs = select(*_DUE).where(due, REMINDERS.c.official_id.in_(list(substitutes)))
    for row in [_due(found) for found in session.execute(theirs)]:
        plan_steps(session, [(row.subject, row.step, substitutes[row.official_id], row.due_at)])
        settle(session, [row.id], ReminderState.NOT_WANTED, "on_leave", None, now)


def _waiting(ids: Collection[int]) -> Any:
    return and_(REMINDERS.c.id.in_(list(ids)), _WAITING)


def reminders(session: Session, subject: Subject) -> tuple[Reminder, ...]:
    """All steps of a report or a task for everybody, in order of their moments."""
    return _reminders(session, _about(subject))


def snoozed_until(session: Session, subject: Subject, official_id: str) -> datetime | None:
    """When a person wants to be reminded again; None where nothing was put off."""
    mine = (_about(subject), *_wished_by(official_id))
    found: datetime | None = session.execute(
        select(func.max(REMINDERS.c.due_at)).where(*mine, _WAITING)
    ).scalar_one()
    return found


def snoozed_reports(
    session: Session, obligation_ids: Collection[int]
) -> dict[tuple[int, str], datetime]:
    """When people want to be reminded again of these reports that they have put off, by report and
    by person."""
    found = session.execute(_SNOOZED_REPORTS, {"reports": list(obligation_ids)})
    return {(report, who): until for report, who, until in found}


_WISH = (REMINDERS.c.obligation_id, REMINDERS.c.official_id)
_SNOOZED_REPORTS = (
    select(*_WISH, func.max(REMINDERS.c.due_at))
    .where(REMINDERS.c.obligation_id.in_(bindparam("reports", expanding=True)), _WISHED, _WAITING)
    .group_by(*_WISH)
)


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
        *_DUE,
        REMINDERS.c.state,
        REMINDERS.c.reason,
        REMINDERS.c.outbox_id,
        REMINDERS.c.settled_at,
    )
    statement: Select[Any] = select(*columns).where(*conditions)
    statement = statement.order_by(REMINDERS.c.due_at, REMINDERS.c.id)
    return tuple(
        Reminder(id_, _subject(report, task), parse_step(step), *rest)
        for id_, report, task, step, *rest in session.execute(statement)
    )
