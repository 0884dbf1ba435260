"""Everything that is due at a moment, once: rounds opened, reminders queued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.reminders.plan_rounds import plan_rounds
from handlers.reminders.send import Reminded, send_reminders
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    opened: int  # obligations opened
    reminded: tuple[Reminded, ...]


def tick(
    database: Database,
    catalogue: Catalogue,
    now: datetime,
    serves: Collection[str] | None = None,
) -> Ticked:
    """Each transaction is whole: a crash between two of them loses nothing. `serves`: the channels
    of the running process, where there is one."""
    with database.work() as session:
        opened = plan_rounds(Work(session, catalogue, now))
    reminded: list[Reminded] = []
    looked_at = 1
    while looked_at:
        with database.work() as session:
            some, looked_at = send_reminders(Work(session, catalogue, now, serves=serves))
        reminded += some
    return Ticked(opened, tuple(reminded))
