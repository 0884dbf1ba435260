"""`nhacviec demo`: the sample, the first reminder, and a chat as the official who got it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.chat import converse
from bot.rehearse import begin, fresh_store, load_script, run_rehearsal
from handlers.say import say
from scheduler.tick import tick
from storage.officials import official_at

SAMPLE = "bac-son"


def run_demo(out: Path, *, interactive: bool) -> None:
    """Chat where there is a terminal; otherwise play the whole rehearsal."""
    if not interactive:
        run_rehearsal(SAMPLE, out)
        return
    now = begin(load_script(SAMPLE))
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database, catalogue = fresh_store(SAMPLE, Path(folder) / "demo.db", now)
        first = tick(database, catalogue, now).reminded[0]
        with database.read() as session:
            official = official_at(session, first.address, now.date())
        assert official is not None  # a reminder goes to known people only
        sys.stdout.write(say("demo.intro", name=official.name, title=official.title) + "\n\n")
        converse(database, catalogue, official, lambda: now, out / "files")
