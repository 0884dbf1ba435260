"""`nhacviec rehearse --on-copy`: what the bot would say in the days to come, if nobody answered.

It works on a copy of what is in use, which is gone afterwards; nothing is sent.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.wiring import clock_at, open_store
from domain.dates.moments import at_local, local
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_moment
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.backups import save
from storage.database.database import Database, open_database
from storage.messages.outbox import Message, messages_after, newest_id

HOURS = (time(7, 30), time(9, 30), time(12, 0), time(13, 30), time(16, 0), time(19, 0))
"""When it looks at each day: every quiet hour ends at one of them."""


def run_on_copy(out: Path, days: int, db: str | None, at: str | None) -> None:
    """Print a line for each message, and write all of them in full."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    out.mkdir(parents=True, exist_ok=True)
    file = out / "sap-toi.txt"
    told: list[Message] = []
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        save(database, Path(folder) / "copy.db")
        database.close()
        with closing(open_database(f"sqlite:///{folder}/copy.db")) as copy:
            for message in _said(copy, catalogue, now, days):
                told.append(message)
                sys.stdout.write(_line(message, message.reply.text.partition("\n")[0]) + "\n")
    whole = "\n\n".join(_line(each, f"\n{each.reply.text}") for each in told)
    file.write_text(whole + "\n", "utf-8")
    until = local(now + timedelta(days=days)).date()
    people = len({each.official_id for each in told})
    fields = {"messages": len(told), "people": people, "file": file}
    sys.stdout.write(say("on_copy.done", until=show_date(until), **fields) + "\n")


def _said(database: Database, catalogue: Catalogue, now: datetime, days: int) -> Iterator[Message]:
    for moment in _moments(now, days):
        with database.read() as session:
            last = newest_id(session)
        tick(database, catalogue, moment)
        with database.read() as session:
            yield from messages_after(session, last)


def _moments(now: datetime, days: int) -> Iterator[datetime]:
    first = local(now).date()
    for number in range(days + 1):
        for hour in HOURS:
            moment = at_local(first + timedelta(days=number), hour)
            if moment >= now:
                yield moment


def _line(message: Message, words: str) -> str:
    at = show_moment(message.queued_at)
    return say("on_copy.line", at=at, address=message.address, line=words)
