"""What waits for somebody, taken away as if it had been sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from domain.talk.messages import Address
from storage.database.database import Database
from storage.database.states import UNSETTLED, MessageState, in_states
from storage.messages.outbox import OUTBOX, Message, settle_sent, waiting

_ANYTHING = (
    select(OUTBOX.c.id)
    .where(
        in_states(OUTBOX, *UNSETTLED),  # by this the index is found
        OUTBOX.c.state == MessageState.WAITING,
        OUTBOX.c.channel == bindparam("channel"),
        OUTBOX.c.chat == bindparam("chat"),
    )
    .limit(1)
)
"""Tests look into a mailbox before and after each of thousands of messages, and half of the time
nothing is in it: this question costs a tenth of reading it."""


def taken(database: Database, address: Address, now: datetime) -> list[Message]:
    """All that may go to an address now, oldest first; the same is never taken twice."""
    with database.read() as session:
        here = {"channel": address.channel, "chat": address.chat}
        if session.execute(_ANYTHING, here).first() is None:
            return []
    with database.work() as session:
        found = waiting(session, address, now, 100)
        for message in found:
            settle_sent(session, message.id, f"sent-{message.id}", now)
    return list(found)
