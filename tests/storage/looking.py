"""What stands in tables that the bot only writes: for tests alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.database.database import Session
from storage.reports.overrides import OVERRIDES


def reasons_kept(session: Session, obligation_id: int) -> list[tuple[str, str, datetime | None]]:
    """Rule, reason and end of every override of a report, those that have ended included."""
    columns = (OVERRIDES.c.rule, OVERRIDES.c.reason, OVERRIDES.c.ended_at)
    mine = OVERRIDES.c.obligation_id == obligation_id
    rows = session.execute(select(*columns).where(mine).order_by(OVERRIDES.c.id))
    return [tuple(row) for row in rows]
