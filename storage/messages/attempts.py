"""How often a message was begun: counted and committed before it begins.

Whoever handles a message takes its count away in the transaction that answers it. So a count that
is found is of a process that died, or of one that is still at it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select, update

from domain.talk.messages import Incoming
from storage.database.database import Session, insert_new
from storage.database.rows import AttemptRow, table

ATTEMPTS = table(AttemptRow)


def starts_of(session: Session, incoming: Incoming) -> int:
    """How often this message was begun and not done."""
    found = session.execute(select(ATTEMPTS.c.starts).where(_of(incoming))).scalar_one_or_none()
    return found or 0


def count_start(session: Session, incoming: Incoming, at: datetime) -> int:
    """Note that a message is about to be begun; how often that makes it, this time included."""
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
    return int(session.execute(more).scalar_one())


def take_back(session: Session, incoming: Incoming) -> None:
    """The last start was none: nothing could be kept, and not for the message's sake."""
    one_less = update(ATTEMPTS).where(_of(incoming)).values(starts=ATTEMPTS.c.starts - 1)
    session.execute(one_less)
    session.execute(delete(ATTEMPTS).where(_of(incoming), ATTEMPTS.c.starts < 1))


def done(session: Session, incoming: Incoming) -> None:
    """The message is dealt with, whatever came of it."""
    session.execute(delete(ATTEMPTS).where(_of(incoming)))


def try_write(session: Session, at: datetime) -> None:
    """Write a row and take it away again: raises where the database cannot be written."""
    nobody = {"channel": "", "event_id": ""}
    insert_new(session, ATTEMPTS, {**nobody, "starts": 0, "begun_at": at}, "starts")
    session.execute(delete(ATTEMPTS).where(ATTEMPTS.c.channel == "", ATTEMPTS.c.event_id == ""))


def _of(incoming: Incoming) -> Any:
    here = ATTEMPTS.c.channel == incoming.address.channel
    return and_(here, ATTEMPTS.c.event_id == incoming.event_id)
