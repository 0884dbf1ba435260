"""Messages that came in, kept for ever by the network's own id: a repeat is recognised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from domain.talk.messages import Address, Incoming
from storage.database.database import Session, insert_new
from storage.database.once import once
from storage.database.rows import InboxRow, table

INBOX = table(InboxRow)


def record(session: Session, incoming: Incoming) -> bool:
    """Keep a message; False where this event of this channel came before."""
    row = {
        "channel": incoming.address.channel,
        "event_id": incoming.event_id,
        "chat": incoming.address.chat,
        "message_id": incoming.message_id,
        "text": incoming.text,
        "choice": incoming.choice,
        "at": incoming.at,
    }
    return insert_new(session, INBOX, row, "event_id") is not None


def is_known(session: Session, incoming: Incoming) -> bool:
    """Whether this event of this channel came before."""
    same = and_(INBOX.c.channel == incoming.address.channel, INBOX.c.event_id == incoming.event_id)
    return session.execute(select(INBOX.c.chat).where(same)).first() is not None


def words_before(session: Session, incoming: Incoming) -> str | None:
    """What a message said before it was edited just now; None where it had never come."""
    same = and_(
        INBOX.c.channel == incoming.address.channel,
        INBOX.c.chat == incoming.address.chat,
        INBOX.c.message_id == incoming.message_id,
        INBOX.c.event_id != incoming.event_id,
        INBOX.c.choice == "",  # a tap carries the id of the message under which it stands
    )
    newest = (INBOX.c.at.desc(), func.length(INBOX.c.event_id).desc(), INBOX.c.event_id.desc())
    statement = select(INBOX.c.text).where(same).order_by(*newest).limit(1)
    text: str | None = session.execute(statement).scalar_one_or_none()
    return text


def count_from(session: Session, address: Address, since: datetime) -> int:
    """How many messages an address has sent since a moment: against loops and floods."""
    here = {"channel": address.channel, "chat": address.chat, "flood": since}
    return once(
        session, COUNTED, (address, since), lambda: int(session.execute(COUNT, here).scalar_one())
    )


COUNTED = "inbox.count"
COUNT: Select[Any] = (
    select(func.count())
    .select_from(INBOX)
    .where(
        INBOX.c.channel == bindparam("channel"),
        INBOX.c.chat == bindparam("chat"),
        INBOX.c.at >= bindparam("flood"),
    )
)
