"""`nhacviec tick`: what is due now, one line per message."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.wiring import clock_at, open_store
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.reminders.plan_rounds import LOOK_BACK
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.database.states import ReminderState
from storage.reports.reminders import reminders_between


def run_tick(at: str | None, db: str | None) -> None:
    """Print one line per message with address and first line, then who could not be told, then
    the counts."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    done = tick(database, catalogue, now)
    for reminded in done.reminded:
        sys.stdout.write(f"{reminded.address}  {reminded.first_line}\n")
    for line in _untold(database, catalogue, now):
        sys.stdout.write(line + "\n")
    counts = {"opened": done.opened, "messages": len(done.reminded)}
    sys.stdout.write(say("tick.counts", at=show_moment(now), **counts) + "\n")


def _untold(database: Database, catalogue: Catalogue, now: datetime) -> Iterator[str]:
    """Who was to be reminded lately and has no address that works."""
    with database.read() as session:
        work = Work(session, catalogue, now)
        lately = reminders_between(session, now - LOOK_BACK, now + timedelta(microseconds=1))
        untold = {r.official_id for r in lately if r.state is ReminderState.NO_ADDRESS}
        found = [
            each
            for each in (unreachable(work, work.units.values()) if untold else ())
            if each.person.id in untold
        ]
        if found:
            yield say(
                "tick.untold",
                count=len({each.person.id for each in found}),
                who=unreachable_words(found, with_unit=True),
                name=found[0].person.id,
            )
