"""`nhacviec tick`: what is due now, one line per message."""

from __future__ import annotations

import sys

from bot.wiring import clock_at, open_store
from handlers.say import say
from handlers.show_moments import show_moment
from scheduler.tick import tick


def run_tick(at: str | None, db: str | None) -> None:
    """Print one line per message with address and first line, then the counts."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    done = tick(database, catalogue, now)
    for reminded in done.reminded:
        sys.stdout.write(f"{reminded.address}  {reminded.first_line}\n")
    sys.stdout.write(
        say(
            "tick.counts",
            at=show_moment(now),
            opened=done.opened,
            messages=len(done.reminded),
        )
        + "\n"
    )
