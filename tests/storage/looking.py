"""What stands in tables that the bot only writes: for tests alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.database.database import Session
from storage.messages.inbox import INBOX
from storage.reports.overrides import OVERRIDES


def reasons_kept(session: Session, obligation_id: int) -> list[tuple[str, str, datetime | None]]:
    """Rule, reason and end of every override of a report, those that have ended included."""
    columns = (OVERRIDES.c.rule, OVERRIDES.c.reason, OVERRIDES.c.ended_at)
    mine = OVERRIDES.c.obligation_id == obligation_id
    rows = session.execute(select(*columns).where(mine).order_by(OVERRIDES.c.id))
    return [tuple(row) for row in rows]


def answers_to(session: Session, channel: str, event_id: str) -> tuple[int, ...]:
    """The messages of the outbox that answered an event."""
    event = (INBOX.c.channel == channel, INBOX.c.event_id == event_id)
    return tuple(session.execute(select(INBOX.c.answers).where(*event)).scalar_one_or_none() or ())
