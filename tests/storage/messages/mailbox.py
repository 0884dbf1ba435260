"""What waits for somebody, taken away as if it had been sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from domain.talk.messages import Address
from storage.database.database import Database, Session
from storage.database.states import MessageState
from storage.messages.delivery import settle_all_sent
from storage.messages.outbox import OUTBOX, Message, waiting


def taken(database: Database, address: Address, now: datetime) -> list[Message]:
    """All that may go to an address now, oldest first; the same is never taken twice."""
    with database.read() as session:
        found = waiting(session, address, now, 100)
    if found:
        with database.work() as session:
            settle_all_sent(session, [(each.id, f"sent-{each.id}") for each in found], now)
    return list(found)


def counts(session: Session) -> dict[tuple[str, MessageState], int]:
    """How many messages each channel has in each state."""
    columns = (OUTBOX.c.channel, OUTBOX.c.state)
    found = session.execute(select(*columns, func.count()).group_by(*columns))
    return {(channel, state): count for channel, state, count in found}
