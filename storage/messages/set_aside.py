"""Messages that were given up, kept whole until an administrator has seen to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from domain.talk.messages import Address, Attachment, Incoming
from storage.database import tables
from storage.database.database import Session, insert_new
from storage.database.states import AsideReason
from storage.messages.outbox import FILES
from storage.messages.sent_files import keep_file

SET_ASIDE = tables.SET_ASIDE
_OPEN = SET_ASIDE.c.seen_at.is_(None)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that was given up: what came, from where, and why nothing became of it."""

    id: int
    address: Address
    sender_name: str
    reason: AsideReason
    text: str
    choice: str
    file_name: str | None
    came_at: datetime
    set_aside_at: datetime


def set_aside(session: Session, incoming: Incoming, reason: AsideReason, at: datetime) -> int:
    """Keep a message with its file; its number, the old one where it is kept already."""
    file = incoming.file
    row = {
        "channel": incoming.address.channel,
        "event_id": incoming.event_id,
        "chat": incoming.address.chat,
        "sender_name": incoming.sender_name,
        "reason": reason,
        "text": incoming.text,
        "choice": incoming.choice,
        "file_name": file.name if file else None,
        "file_media": file.media if file else None,
        "digest": keep_file(session, file.content) if file else None,
        "came_at": incoming.at,
        "set_aside_at": at,
        "seen_at": None,
    }
    new = insert_new(session, SET_ASIDE, row, "id")
    if new is not None:
        return int(new.id)
    same = select(SET_ASIDE.c.id).where(
        SET_ASIDE.c.channel == incoming.address.channel, SET_ASIDE.c.event_id == incoming.event_id
    )
    return int(session.execute(same).scalar_one())


def count_aside(session: Session) -> int:
    """How many messages nobody has seen to yet."""
    statement = select(func.count()).select_from(SET_ASIDE).where(_OPEN)
    return int(session.execute(statement).scalar_one())


def all_aside(session: Session) -> tuple[SetAside, ...]:
    """What nobody has seen to yet, oldest first."""
    columns = (
        SET_ASIDE.c.id,
        SET_ASIDE.c.channel,
        SET_ASIDE.c.chat,
        SET_ASIDE.c.sender_name,
        SET_ASIDE.c.reason,
        SET_ASIDE.c.text,
        SET_ASIDE.c.choice,
        SET_ASIDE.c.file_name,
        SET_ASIDE.c.came_at,
        SET_ASIDE.c.set_aside_at,
    )
    rows = session.execute(select(*columns).where(_OPEN).order_by(SET_ASIDE.c.id))
    return tuple(SetAside(id_, Address(channel, chat), *rest) for id_, channel, chat, *rest in rows)


def file_aside(session: Session, number: int) -> Attachment | None:
    """The file that came with a message."""
    columns = (SET_ASIDE.c.file_name, SET_ASIDE.c.file_media, FILES.c.content)
    joined = select(*columns).join_from(SET_ASIDE, FILES, SET_ASIDE.c.digest == FILES.c.digest)
    row = session.execute(joined.where(SET_ASIDE.c.id == number)).one_or_none()
    return None if row is None else Attachment(*row)


def see_to(session: Session, number: int, at: datetime) -> bool:
    """An administrator has seen to it; False where there is nothing of that number to see to."""
    mine = update(SET_ASIDE).where(_OPEN, SET_ASIDE.c.id == number).values(seen_at=at)
    return session.execute(mine.returning(SET_ASIDE.c.id)).one_or_none() is not None
