"""Everything that is due at a moment, once: rounds opened, reminders queued."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.reminders.plan_rounds import is_quiet, plan_rounds
from handlers.reminders.send import Reminded, send_reminders
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages.pages import Page


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
    page_link: Callable[[Page], str] | None = None,
) -> Ticked:
    """Each transaction is whole: a crash between two of them loses nothing. `serves`: the channels
    of the running process, where there is one; `page_link`: where it serves pages."""
    with database.read() as session:
        if is_quiet(Work(session, catalogue, now)):
            return Ticked(0, ())
    with database.work() as session:
        opened = plan_rounds(Work(session, catalogue, now))
    reminded: list[Reminded] = []
    looked_at = 1
    while looked_at:
        with database.work() as session:
            work = Work(session, catalogue, now, serves=serves, page_link=page_link)
            some, looked_at = send_reminders(work)
        reminded += some
    return Ticked(opened, tuple(reminded))
