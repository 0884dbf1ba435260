"""Which of several own units a person means; the last choice counts, the earlier ones are kept."""

from __future__ import annotations

from datetime import datetime

from storage.database.audit import deeds, note
from storage.database.database import Session

CHOSEN = "unit.chosen"


def choose_unit(session: Session, official_id: str, unit_id: str, at: datetime) -> None:
    """From now on the person means this unit."""
    note(session, at, official_id, CHOSEN, f"official:{official_id}", {"unit": unit_id})


def chosen_unit(session: Session, official_id: str) -> str | None:
    """The unit that the person chose last; None where there was no choice yet."""
    entries = deeds(session, CHOSEN, [f"official:{official_id}"])
    return str(entries[-1].detail["unit"]) if entries else None
