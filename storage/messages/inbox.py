"""Messages that came in, kept for ever by the network's own id: a repeat is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select

from domain.talk.messages import Address, Incoming
from storage.database import tables
from storage.database.database import Session, insert_new
from storage.database.once import once

INBOX, LET_GO = tables.INBOX, tables.LET_GO
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CameIn:
    """A message that came in, as it was then; `tapped`: a button, without words."""

    text: str
    tapped: bool
    let_go: bool = False  # its words were kept no longer


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
    newest = (INBOX.c.at.desc(), func.length(INBOX.c.event_id).desc(), INBOX.c.event_id.desc())
    statement = select(INBOX.c.text).where(_unedited(incoming)).order_by(*newest).limit(1)
    text: str | None = session.execute(statement).scalar_one_or_none()
    return text


def came_at(session: Session, incoming: Incoming) -> datetime | None:
    """When a message that was edited just now had come first; None where it had never come."""
    statement = select(INBOX.c.at).where(_unedited(incoming)).order_by(INBOX.c.at).limit(1)
    at: datetime | None = session.execute(statement).scalar_one_or_none()
    return at


def _unedited(incoming: Incoming) -> Any:
    return and_(
        INBOX.c.channel == incoming.address.channel,
        INBOX.c.chat == incoming.address.chat,
        INBOX.c.message_id == incoming.message_id,
        INBOX.c.event_id != incoming.event_id,
        INBOX.c.choice == "",  # a tap carries the id of the message under which it stands
    )


def said_in(session: Session, source: str, at: datetime) -> CameIn | None:
    """What the message of that reference said at a moment; None where none is known. The reference
    is that of `handlers.turn.source_of`."""
    address, _, id_ = source.rpartition(":")
    channel, _, chat = address.partition(":")
    here = and_(INBOX.c.channel == channel, INBOX.c.chat == chat)
    named = or_(INBOX.c.message_id == id_, INBOX.c.event_id == id_)
    columns = (INBOX.c.text, INBOX.c.choice, INBOX.c.at)
    rows = session.execute(select(*columns).where(here, named).order_by(INBOX.c.at)).all()
    if not rows:
        return None
    row = next((row for row in reversed(rows) if row.at <= at), rows[0])
    silent = not row.text and not row.choice
    gone = silent and row.at < let_go_before(session, Address(channel, chat))
    return CameIn(row.text, tapped=bool(row.choice), let_go=gone)


def let_go_before(session: Session, address: Address) -> datetime:
    """Up to when the texts of an address were let go."""
    here = and_(LET_GO.c.channel == address.channel, LET_GO.c.chat == address.chat)
    every = and_(LET_GO.c.channel == "", LET_GO.c.chat == "")
    found = session.execute(select(LET_GO.c.before).where(or_(here, every))).scalars()
    return max(found, default=NEVER)


def count_heard(session: Session, addresses: Iterable[Address], since: datetime) -> int:
    """How many messages came from these addresses since a moment."""
    return sum(count_from(session, address, since) for address in addresses)


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
