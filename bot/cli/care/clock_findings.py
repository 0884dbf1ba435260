"""Does the clock of this machine agree with what is written, and with the server's?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.cli.care.finding import LookedAt, fine, to_do
from handlers.wording.show_moments import show_moment
from storage.database.clocks import newest_moment, server_moment
from storage.database.database import Database

SLACK = timedelta(minutes=2)


def clock_findings(database: Database, now: datetime) -> Iterator[LookedAt]:
    """What was written after now was written by a clock that ran ahead, or this one is behind."""
    with database.read() as session:
        newest, servers = newest_moment(session), server_moment(session)
    well = True
    if newest is not None and newest > now + SLACK:
        well = False
        yield to_do("clock_behind", now=show_moment(now), newest=show_moment(newest))
    apart = abs(servers - now) if servers is not None else timedelta()
    if apart > SLACK:
        well = False
        yield to_do("clock_server", seconds=round(apart.total_seconds()))
    if well:
        yield fine("clock")
