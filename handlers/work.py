"""What a handler works with: one transaction, the catalogue, the present moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.moments import local
from domain.people import Official
from storage.catalogue import Catalogue
from storage.database import Session


@dataclass(frozen=True, slots=True)
class Work:
    """One unit of work. `now` is aware; only `bot` and `scheduler` read a clock."""

    session: Session
    catalogue: Catalogue
    now: datetime

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return local(self.now).date()


def addressed(official: Official) -> str:
    """How the bot addresses a person: "chị Lan" (Vietnamese given names stand last)."""
    return f"{official.salutation} {official.name.split()[-1]}"
