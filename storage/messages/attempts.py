"""How often a message was begun: counted and committed before it begins.

Whoever handles a message takes its count away in the transaction that answers it. So a count that
is found is of a process that died, or of one that is still at it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, delete, exists, func, literal, select, update

from domain.talk.messages import Incoming
from storage.database import tables
from storage.database.database import Session, insert_new, insert_where, is_postgres
from storage.database.types import UtcDateTime
from storage.messages.inbox import INBOX

ATTEMPTS = tables.ATTEMPTS


def starts_of(session: Session, incoming: Incoming) -> int:
    """How often this message was begun and not done."""
    found = session.execute(select(ATTEMPTS.c.starts).where(_of(incoming))).scalar_one_or_none()
    return found or 0


def first_start(session: Session, incoming: Incoming, at: datetime) -> bool:
    """Note the first start of a message that has never come; False for any other, which is not
    noted."""
    address = incoming.address
    event = {"of_channel": address.channel, "of_event": incoming.event_id, "at": at}
    statement = insert_where(is_postgres(session), ATTEMPTS, _NEVER_CAME, "starts")
    return session.execute(statement, event).first() is not None


_CHANNEL, _EVENT = bindparam("of_channel", type_=String), bindparam("of_event", type_=String)
_NEVER_CAME = select(
    _CHANNEL.label("channel"),
    _EVENT.label("event_id"),
    literal(1).label("starts"),
    bindparam("at", type_=UtcDateTime).label("begun_at"),
).where(~exists().where(INBOX.c.channel == _CHANNEL, INBOX.c.event_id == _EVENT))


def count_start(session: Session, incoming: Incoming, at: datetime) -> int | None:
    """Note that a message is about to be begun; how often that makes it, this time included. None,
    and nothing is noted, where another process has taken its count away meanwhile."""
    address = incoming.address
    row = {"channel": address.channel, "event_id": incoming.event_id, "starts": 1, "begun_at": at}
    if insert_new(session, ATTEMPTS, row, "starts") is not None:
        return 1
    more = (
        update(ATTEMPTS)
        .where(_of(incoming))
        .values(starts=ATTEMPTS.c.starts + 1, begun_at=at)
        .returning(ATTEMPTS.c.starts)
    )
    return session.execute(more).scalar_one_or_none()


def take_back(session: Session, incoming: Incoming) -> None:
    """The last start was none: nothing could be kept, and not for the message's sake."""
    one_less = update(ATTEMPTS).where(_of(incoming)).values(starts=ATTEMPTS.c.starts - 1)
    session.execute(one_less)
    session.execute(delete(ATTEMPTS).where(_of(incoming), ATTEMPTS.c.starts < 1))


def done(session: Session, incoming: Incoming) -> None:
    """The message is dealt with, whatever came of it."""
    event = {"of_channel": incoming.address.channel, "of_event": incoming.event_id}
    session.execute(_DONE, event)


_DONE = delete(ATTEMPTS).where(ATTEMPTS.c.channel == _CHANNEL, ATTEMPTS.c.event_id == _EVENT)


def count_begun(session: Session, before: datetime) -> int:
    """How many messages were begun before that and are not done."""
    long_ago = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.begun_at < before)
    return int(session.execute(long_ago).scalar_one())


def try_write(session: Session, at: datetime) -> None:
    """Write a row and take it away again: raises where the database cannot be written."""
    nobody = {"channel": "", "event_id": ""}
    insert_new(session, ATTEMPTS, {**nobody, "starts": 0, "begun_at": at}, "starts")
    session.execute(delete(ATTEMPTS).where(ATTEMPTS.c.channel == "", ATTEMPTS.c.event_id == ""))


def _of(incoming: Incoming) -> Any:
    here = ATTEMPTS.c.channel == incoming.address.channel
    return and_(here, ATTEMPTS.c.event_id == incoming.event_id)
