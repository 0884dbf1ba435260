"""The conversation of one address, as both sides see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from domain.talk.messages import Address, Reply
from storage.database.database import Session
from storage.database.states import MessageState
from storage.messages.inbox import INBOX
from storage.messages.outbox import OUTBOX, messages


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing that was said. `outbox_id` is None for what the person said."""

    at: datetime
    reply: Reply
    outbox_id: int | None = None
    edited: bool = False


def thread(session: Session, address: Address, limit: int = 200) -> tuple[Bubble, ...]:
    """The latest of it, oldest first; a message that was changed is shown as it is now."""
    said = [*_heard(session, address, limit), *_told(session, address, limit)]
    return tuple(sorted(said, key=lambda bubble: (bubble.at, bubble.outbox_id or 0))[-limit:])


def _heard(session: Session, address: Address, limit: int) -> list[Bubble]:
    here = (INBOX.c.channel == address.channel) & (INBOX.c.chat == address.chat)
    statement = select(INBOX.c.at, INBOX.c.text).where(here).order_by(INBOX.c.at.desc())
    return [Bubble(at, Reply(text)) for at, text in session.execute(statement.limit(limit))]


def _told(session: Session, address: Address, limit: int) -> list[Bubble]:
    here = (OUTBOX.c.channel == address.channel) & (OUTBOX.c.chat == address.chat)
    sent = here & (OUTBOX.c.state == MessageState.SENT)
    latest = select(OUTBOX.c.id).where(sent).order_by(OUTBOX.c.id.desc()).limit(limit)
    found = messages(session, session.execute(latest).scalars().all())
    changed = {message.edits: message for message in found if message.edits is not None}
    bubbles = []
    for message in found:
        if message.edits is not None:
            continue
        newer = changed.get(message.id)
        reply = replace(newer.reply, files=message.reply.files) if newer else message.reply
        bubbles.append(
            Bubble(message.settled_at or message.queued_at, reply, message.id, newer is not None)
        )
    return bubbles
