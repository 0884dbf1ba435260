"""Which regimes an installation uses, and since when: nothing that was due before is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from storage.database import tables
from storage.database.database import Session, insert_many_new, upsert
from storage.database.once import forget, once
from storage.database.snapshots import REPORTS as REPORTS_WATCHED
from storage.database.snapshots import touched

USES = tables.REGIME_USES
_KNOWN = "regime_uses"  # what is read once in a unit of work


@dataclass(frozen=True, slots=True)
class RegimeUse:
    """One regime here. `stated`: by a file; otherwise as the bot has found it."""

    regime_id: str
    since: date
    until: date | None = None
    used: bool = True
    stated: bool = True

    def asks(self, due_on: date) -> bool:
        """True where a report that is due on that day is asked for."""
        return self.used and self.since <= due_on and (self.until is None or due_on <= self.until)


def regime_uses(session: Session) -> Mapping[str, RegimeUse]:
    """By regime; one that was never planned with is absent. Read once in a unit of work."""
    return once(session, _KNOWN, None, lambda: _read(session))


def _read(session: Session) -> Mapping[str, RegimeUse]:
    return {row.regime_id: RegimeUse(*row) for row in session.execute(_USES)}


_USES = select(USES.c.regime_id, USES.c.since, USES.c.until, USES.c.used, USES.c.stated)


def note_seen(session: Session, regime_ids: Iterable[str], day: date) -> None:
    """These regimes are planned with: in use since that day, where no earlier one is known and no
    file says otherwise."""
    known = regime_uses(session)
    new = [_row(RegimeUse(id_, day, stated=False)) for id_ in regime_ids if id_ not in known]
    later = [use.regime_id for use in known.values() if not use.stated and use.since > day]
    if new:
        insert_many_new(session, USES, new)
    if later:
        mine = (USES.c.regime_id.in_(later), USES.c.stated.is_(False))
        session.execute(update(USES).where(*mine).values(since=day))
    if new or later:
        forget(session, _KNOWN)


def state_use(session: Session, use: RegimeUse) -> None:
    """As a file says; reports and reminders are planned anew."""
    upsert(session, USES, [_row(use)], ["regime_id"])
    forget(session, _KNOWN)
    touched(session, REPORTS_WATCHED)


def _row(use: RegimeUse) -> dict[str, Any]:
    return {
        "regime_id": use.regime_id,
        "since": use.since,
        "until": use.until,
        "used": use.used,
        "stated": use.stated,
    }
