"""What users have loaded into the catalogue, as the text they gave. No text is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from storage.database import tables
from storage.database.database import Session
from storage.database.snapshots import SOURCES as SOURCES_KEPT
from storage.database.snapshots import changed
from storage.database.states import SourceKind

SOURCES = tables.CATALOGUE_SOURCES
ROUNDS = tables.ROUNDS
OF = "@"
"""Between a report text and whose it is: `par-quarter@an-thi`."""
_KEY = (SOURCES.c.kind, SOURCES.c.name, SOURCES.c.version)


@dataclass(frozen=True, slots=True)
class Source:
    """One version of a form, a regime, or the text of a report; only forms have versions."""

    kind: SourceKind
    name: str
    version: str
    text: str
    loaded_at: datetime


def save_source(
    session: Session, kind: SourceKind, name: str, version: str, text: str, at: datetime
) -> bool:
    """Keep a text; False where it is the one that stands already. Every process uses it from its
    next message on."""
    mine = (SOURCES.c.kind == kind, SOURCES.c.name == name, SOURCES.c.version == version)
    standing = select(SOURCES.c.text).where(*mine).order_by(SOURCES.c.id.desc()).limit(1)
    if session.execute(standing).scalar_one_or_none() == text:
        return False
    if kind is not SourceKind.TEMPLATE or OF not in name:  # that of a unit is read when it is used
        changed(session, SOURCES_KEPT)
    row = {"kind": kind, "name": name, "version": version, "text": text, "loaded_at": at}
    session.execute(insert(SOURCES).values(row))
    return True


def standing_text(session: Session, kind: SourceKind, names: Sequence[str]) -> str:
    """The text that was loaded last under the first of these names that has one; an empty one was
    taken back. "" where there is none."""
    statement = select(SOURCES.c.name, SOURCES.c.text).order_by(SOURCES.c.id)
    mine = statement.where(SOURCES.c.kind == kind, SOURCES.c.name.in_(names))
    standing = {row.name: row.text for row in session.execute(mine)}
    return next((standing[name] for name in names if standing.get(name)), "")


def every_text(session: Session, kind: SourceKind) -> tuple[Source, ...]:
    """All that were loaded of a kind, those that do not stand any more too, the oldest first."""
    statement = select(*_KEY, SOURCES.c.text, SOURCES.c.loaded_at).where(SOURCES.c.kind == kind)
    return tuple(Source(*row) for row in session.execute(statement.order_by(SOURCES.c.id)))


def form_in_use(session: Session, form_id: str, version: str) -> bool:
    """True where a round has been opened with that version of a form."""
    rounds = select(ROUNDS.c.id).where(
        ROUNDS.c.form_id == form_id, ROUNDS.c.form_version == version
    )
    return session.execute(rounds.limit(1)).first() is not None


def standing_sources(session: Session) -> tuple[Source, ...]:
    """The text that stands for each name and version: the one loaded last."""
    newest = select(func.max(SOURCES.c.id)).group_by(*_KEY)
    statement = select(*_KEY, SOURCES.c.text, SOURCES.c.loaded_at).where(SOURCES.c.id.in_(newest))
    return tuple(Source(*row) for row in session.execute(statement.order_by(*_KEY)))
