"""Who did what, when: kept for ever, and the database refuses to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from storage.database import tables
from storage.database.database import Session

AUDIT = tables.AUDIT


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. `official_id` is None for what the program did by itself."""

    at: datetime
    official_id: str | None
    action: str  # "obligation.state", "address.linked"
    subject: str  # "obligation:12", "official:lan"
    detail: Mapping[str, Any]


def note(
    session: Session,
    at: datetime,
    official_id: str | None,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> None:
    """Write down a deed; `detail` is JSON-ready and says old and new where something changed."""
    row = {"at": at, "official_id": official_id, "action": action, "subject": subject}
    session.execute(_NOTE, {**row, "detail": dict(detail)})


_NOTE = insert(AUDIT)


def trail(session: Session, subject: str) -> tuple[AuditEntry, ...]:
    """Everything that was done to a subject, oldest first."""
    return tuple(AuditEntry(*row) for row in session.execute(_TRAIL, {"of": subject}))


def deeds(
    session: Session, action: str | tuple[str, ...], subjects: Iterable[str]
) -> tuple[AuditEntry, ...]:
    """Every deed of one sort, or of several, that was done to any of these subjects, oldest
    first."""
    actions = (action,) if isinstance(action, str) else action
    asked = {"subjects": list(subjects), "actions": actions}
    return tuple(AuditEntry(*row) for row in session.execute(_DEEDS, asked))


_ENTRY = select(AUDIT.c.at, AUDIT.c.official_id, AUDIT.c.action, AUDIT.c.subject, AUDIT.c.detail)
_TRAIL = _ENTRY.where(AUDIT.c.subject == bindparam("of")).order_by(AUDIT.c.id)
_DEEDS = (
    _ENTRY.where(AUDIT.c.subject.in_(bindparam("subjects", expanding=True)))
    .where(AUDIT.c.action.in_(bindparam("actions", expanding=True)))
    .order_by(AUDIT.c.id)
)
