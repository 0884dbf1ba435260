"""Forms that users have loaded, as the TOML text they gave. No text is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from storage.database import Session
from storage.rows import FormSourceRow, table

SOURCES = table(FormSourceRow)


@dataclass(frozen=True, slots=True)
class FormSource:
    """One version of a form as text."""

    form_id: str
    version: str
    text: str
    loaded_at: datetime


def save_form_source(session: Session, form_id: str, version: str, text: str, at: datetime) -> bool:
    """Keep the text of a form version; False where it is the one that stands already."""
    standing = (
        select(SOURCES.c.text)
        .where(SOURCES.c.form_id == form_id, SOURCES.c.version == version)
        .order_by(SOURCES.c.id.desc())
        .limit(1)
    )
    if session.execute(standing).scalar_one_or_none() == text:
        return False
    row = {"form_id": form_id, "version": version, "text": text, "loaded_at": at}
    session.execute(insert(SOURCES).values(row))
    return True


def form_sources(session: Session) -> tuple[FormSource, ...]:
    """The text that stands for each form version: the one loaded last."""
    newest = select(func.max(SOURCES.c.id)).group_by(SOURCES.c.form_id, SOURCES.c.version)
    columns = (SOURCES.c.form_id, SOURCES.c.version, SOURCES.c.text, SOURCES.c.loaded_at)
    statement = select(*columns).where(SOURCES.c.id.in_(newest))
    ordered = statement.order_by(SOURCES.c.form_id, SOURCES.c.version)
    return tuple(FormSource(*row) for row in session.execute(ordered))
