"""The conversation of one address as both sides see it, and who on a channel was told what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.talk.messages import Address, Reply
from storage.database.database import Session
from storage.database.states import UNSETTLED, MessageState
from storage.messages.inbox import INBOX
from storage.messages.outbox import OUTBOX, Message, messages


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing that was said. `outbox_id` is None for what the person said, `event_id` is ""
    for what the bot said."""

    at: datetime
    reply: Reply
    outbox_id: int | None = None
    edited: bool = False
    event_id: str = ""
    tapped: bool = False  # a button, which cannot be worded otherwise


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that somebody got."""

    outbox_id: int
    chat: str
    text: str
    at: datetime


def thread(
    session: Session, address: Address, limit: int = 200, before: datetime | None = None
) -> tuple[Bubble, ...]:
    """The latest of it, or of what was said before a moment, oldest first; a message that was
    changed is shown in its place as it is now."""
    said = [*_heard(session, address, limit, before), *_told(session, address, limit, before)]
    return tuple(sorted(said, key=lambda bubble: (bubble.at, bubble.outbox_id or 0))[-limit:])


def _heard(session: Session, address: Address, limit: int, before: datetime | None) -> list[Bubble]:
    """What the person said; a message that the person changed stands where it was first said."""
    here = and_(INBOX.c.channel == address.channel, INBOX.c.chat == address.chat)
    own = or_(INBOX.c.event_id == INBOX.c.message_id, INBOX.c.message_id == "")
    first = or_(own, INBOX.c.choice != "")
    columns = (INBOX.c.at, INBOX.c.text, INBOX.c.event_id, INBOX.c.choice)
    statement = select(*columns).where(here, first)
    if before is not None:
        statement = statement.where(INBOX.c.at < before)
    rows = session.execute(statement.order_by(INBOX.c.at.desc()).limit(limit)).all()
    newer = _reworded(session, here, [row.event_id for row in rows])
    return [
        Bubble(
            row.at,
            Reply(newer.get(row.event_id, row.text)),
            edited=row.event_id in newer,
            event_id=row.event_id,
            tapped=row.choice != "",
        )
        for row in rows
    ]


def _reworded(session: Session, here: ColumnElement[bool], ids: Iterable[str]) -> dict[str, str]:
    """What messages say after they were changed, by the event that brought them first."""
    changed = and_(
        here,
        INBOX.c.choice == "",
        INBOX.c.message_id.in_(list(ids)),
        INBOX.c.message_id != INBOX.c.event_id,
    )
    statement = select(INBOX.c.message_id, INBOX.c.text).where(changed).order_by(INBOX.c.at)
    return {row.message_id: row.text for row in session.execute(statement)}


def _told(session: Session, address: Address, limit: int, before: datetime | None) -> list[Bubble]:
    here = and_(OUTBOX.c.channel == address.channel, OUTBOX.c.chat == address.chat)
    sent = and_(here, OUTBOX.c.state == MessageState.SENT)
    latest = select(OUTBOX.c.id).where(sent, OUTBOX.c.edits.is_(None))
    if before is not None:
        latest = latest.where(OUTBOX.c.settled_at < before)
    ids = session.execute(latest.order_by(OUTBOX.c.id.desc()).limit(limit)).scalars().all()
    newer = select(OUTBOX.c.id).where(sent, OUTBOX.c.edits.in_(ids)).order_by(OUTBOX.c.id)
    changes = messages(session, session.execute(newer).scalars().all())
    changed = {message.edits: message for message in changes}
    return [_as_it_is_now(message, changed.get(message.id)) for message in messages(session, ids)]


def _as_it_is_now(message: Message, newer: Message | None) -> Bubble:
    reply = replace(newer.reply, files=message.reply.files) if newer else message.reply
    at = message.settled_at or message.queued_at
    return Bubble(at, reply, message.id, edited=newer is not None)


def told_after(session: Session, channel: str, outbox_id: int) -> tuple[Delivered, ...]:
    """What everybody on a channel was told after a message, oldest first."""
    columns = (OUTBOX.c.id, OUTBOX.c.chat, OUTBOX.c.text, OUTBOX.c.settled_at)
    later = and_(_shown(channel), OUTBOX.c.id > outbox_id)
    return tuple(
        Delivered(*row)
        for row in session.execute(select(*columns).where(later).order_by(OUTBOX.c.id))
    )


def newest_on(session: Session, channel: str) -> int:
    """The newest message on a channel, on its way or there; 0 where there is none."""
    new = and_(OUTBOX.c.channel == channel, OUTBOX.c.edits.is_(None))
    newest = select(func.coalesce(func.max(OUTBOX.c.id), 0)).where(new)
    return int(session.execute(newest).scalar_one())


def told_counts(session: Session, channel: str) -> dict[str, int]:
    """How many messages everybody on a channel has got, by chat."""
    counted = select(OUTBOX.c.chat, func.count()).where(_shown(channel)).group_by(OUTBOX.c.chat)
    return {row[0]: int(row[1]) for row in session.execute(counted)}


def awaited_chats(session: Session, channel: str) -> frozenset[str]:
    """The chats to which something is on its way."""
    going = and_(OUTBOX.c.channel == channel, OUTBOX.c.state.in_(UNSETTLED))
    return frozenset(session.execute(select(OUTBOX.c.chat).where(going)).scalars())


def mark_of(session: Session, channel: str) -> str:
    """Changes whenever anything is said on a channel, by either side."""
    heard = select(func.count()).where(INBOX.c.channel == channel)
    state = (OUTBOX.c.channel == channel, OUTBOX.c.state == MessageState.SENT)
    told = select(func.count(), func.max(OUTBOX.c.id)).where(*state)
    counts: tuple[Any, ...] = (
        session.execute(heard).scalar_one(),
        *session.execute(told).one(),
        *sorted(awaited_chats(session, channel)),
    )
    return "-".join(map(str, counts))


def _shown(channel: str) -> ColumnElement[bool]:
    sent = OUTBOX.c.state == MessageState.SENT
    return and_(OUTBOX.c.channel == channel, sent, OUTBOX.c.edits.is_(None))
