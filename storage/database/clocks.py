"""Moments that a database knows of itself, to hold a machine's clock against."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, text

from storage.database import tables
from storage.database.database import Session, is_postgres

AUDIT, OUTBOX = tables.AUDIT, tables.OUTBOX


def newest_moment(session: Session) -> datetime | None:
    """When the newest message was queued or the newest deed was done, as it was written down."""
    newest = (
        session.execute(
            select(column).order_by(column.table.c.id.desc()).limit(1)
        ).scalar_one_or_none()
        for column in (AUDIT.c.at, OUTBOX.c.queued_at)
    )
    return max((each for each in newest if each is not None), default=None)


def server_moment(session: Session) -> datetime | None:
    """What a server's own clock says; None for a file."""
    if not is_postgres(session):
        return None
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment
