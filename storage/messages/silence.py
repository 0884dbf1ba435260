"""Who was reminded and has not been heard of since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, func, select, update

from domain.dates.owed import About, StepKind, Subject, of_report, of_task, parse_step
from domain.talk.messages import Address
from domain.talk.networks import MAILBOXES
from storage.database import tables
from storage.database.database import Session
from storage.database.states import MessageState, ReminderState
from storage.messages.inbox import INBOX
from storage.messages.outbox import OUTBOX
from storage.people.officials import ADDRESSES

REMINDERS = tables.REMINDERS
_COLUMN_OF = {About.REPORT: REMINDERS.c.obligation_id, About.TASK: REMINDERS.c.task_id}
TOLD_ELSEWHERE = "not_acknowledged"
"""The reason of a sent digest that was left unanswered and is said again on another network."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A digest after which its person has written and tapped nothing, on any network."""

    id: int
    official_id: str
    address: Address


def unanswered_digests(
    session: Session, channels: Collection[str], sent_after: datetime, sent_before: datetime
) -> tuple[Unanswered, ...]:
    """Digests sent in that time on these channels and left unanswered; not those of a person who
    has been told elsewhere already and still is silent."""
    earlier = OUTBOX.alias("earlier")
    told_elsewhere = exists().where(
        earlier.c.official_id == OUTBOX.c.official_id,
        earlier.c.kind == "digest",
        earlier.c.reason == TOLD_ELSEWHERE,
        ~_heard_since(earlier),
    )
    statement = (
        select(OUTBOX.c.id, OUTBOX.c.official_id, OUTBOX.c.channel, OUTBOX.c.chat)
        .where(
            OUTBOX.c.channel.in_(list(channels)),
            OUTBOX.c.settled_at > sent_after,
            OUTBOX.c.settled_at <= sent_before,
            OUTBOX.c.state == MessageState.SENT,
            OUTBOX.c.kind == "digest",
            OUTBOX.c.official_id.is_not(None),
            ~_heard_since(OUTBOX),
            ~told_elsewhere,
        )
        .order_by(OUTBOX.c.id)
    )
    rows = session.execute(statement)
    return tuple(Unanswered(id_, who, Address(ch, chat)) for id_, who, ch, chat in rows)


def _heard_since(message: Table | Any) -> ColumnElement[bool]:
    """The person of a message has written or tapped something since it was queued."""
    return exists().where(
        ADDRESSES.c.official_id == message.c.official_id,
        INBOX.c.channel == ADDRESSES.c.channel,
        INBOX.c.chat == ADDRESSES.c.chat,
        INBOX.c.at >= message.c.queued_at,
    )


def silent_since(
    session: Session, obligation_ids: Collection[int]
) -> tuple[tuple[int, str, datetime], ...]:
    """(obligation, person, when): who was sent a reminder of it and has written and tapped nothing
    since, on any network; the longest silent first."""
    sent = func.min(OUTBOX.c.settled_at)
    statement = (
        select(REMINDERS.c.obligation_id, OUTBOX.c.official_id, sent)
        .join(OUTBOX, OUTBOX.c.id == REMINDERS.c.outbox_id)
        .where(
            REMINDERS.c.obligation_id.in_(list(obligation_ids)),
            OUTBOX.c.state == MessageState.SENT,
            OUTBOX.c.official_id.is_not(None),
            ~_heard_since(OUTBOX),
        )
        .group_by(REMINDERS.c.obligation_id, OUTBOX.c.official_id)
        .order_by(sent, OUTBOX.c.official_id)
    )
    return tuple((id_, who, at) for id_, who, at in session.execute(statement))


def mark_told_elsewhere(session: Session, outbox_id: int) -> None:
    """Remember that a digest was left unanswered and is said again on another network."""
    mine = OUTBOX.c.id == outbox_id
    session.execute(update(OUTBOX).where(mine).values(reason=TOLD_ELSEWHERE))


def overdue_steps(session: Session, due_before: datetime) -> int:
    """Steps of ladders that should have been worded by then and were not."""
    late = and_(REMINDERS.c.state == ReminderState.WAITING, REMINDERS.c.due_at < due_before)
    return int(session.execute(select(func.count()).where(late)).scalar_one())


def undelivered_digests(session: Session, queued_after: datetime, queued_before: datetime) -> int:
    """Digests queued in that time that have not reached their person, and go nowhere else."""
    gone_elsewhere = and_(OUTBOX.c.state == MessageState.FAILED, OUTBOX.c.reason.contains(" > "))
    statement = select(func.count()).where(
        OUTBOX.c.kind == "digest",
        OUTBOX.c.queued_at >= queued_after,
        OUTBOX.c.queued_at < queued_before,
        OUTBOX.c.state != MessageState.SENT,
        ~gone_elsewhere,
        OUTBOX.c.channel.not_in(MAILBOXES),
    )
    return int(session.execute(statement).scalar_one())


def due_again(session: Session, outbox_ids: Collection[int], at: datetime) -> int:
    """Let the steps that these messages carried become due anew, to be worded for the moment at
    which they go out; how many there were."""
    if not outbox_ids:
        return 0
    carried = and_(
        REMINDERS.c.outbox_id.in_(list(outbox_ids)), REMINDERS.c.state == ReminderState.SENT
    )
    new = {"state": ReminderState.WAITING, "reason": "", "outbox_id": None, "settled_at": None}
    again = update(REMINDERS).where(carried).values(**new, due_at=at).returning(REMINDERS.c.id)
    return len(session.execute(again).all())


def hand_over(session: Session, old_id: int, new_id: int) -> None:
    """The steps that one message carried are carried by another from now on."""
    carried = REMINDERS.c.outbox_id == old_id
    session.execute(update(REMINDERS).where(carried).values(outbox_id=new_id))


def digests_about(session: Session, subject: Subject) -> tuple[int, ...]:
    """The sent digests in which anybody was reminded of it, oldest first."""
    statement = (
        select(OUTBOX.c.id)
        .distinct()
        .join(REMINDERS, REMINDERS.c.outbox_id == OUTBOX.c.id)
        .where(_COLUMN_OF[subject.about] == subject.id)
        .where(OUTBOX.c.state == MessageState.SENT)
        .order_by(OUTBOX.c.id)
    )
    return tuple(session.execute(statement).scalars())


def told_of(session: Session, outbox_id: int) -> tuple[tuple[Subject, StepKind], ...]:
    """All of which a digest speaks, and why."""
    columns = (REMINDERS.c.obligation_id, REMINDERS.c.task_id, REMINDERS.c.step)
    carried = select(*columns).where(REMINDERS.c.outbox_id == outbox_id).order_by(REMINDERS.c.id)
    return tuple(
        (of_report(report_id) if report_id else of_task(task_id), parse_step(step).kind)
        for report_id, task_id, step in session.execute(carried)
    )
