"""`nhacviec demo`: the sample, the first reminder, and a chat as the official who answers first."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.rehearsal.chat import converse
from bot.rehearsal.rehearse import run_rehearsal
from bot.rehearsal.samples import SAMPLE, begin, fresh_store, load_script
from bot.rehearsal.transcript import Utterance
from handlers.wording.say import say
from scheduler.tick import tick
from storage.people.officials import official

TRIES = (
    ("13 7 3 1 0 0", "example"),
    ("14 14 1 0", "wrong"),
    ("14 14 0 0", "right"),
    ("/tien_do", "chart"),
    ("/con_thieu", "status"),
)
"""What a newcomer is shown to type, in an order in which each of them works."""


def run_demo(out: Path, *, interactive: bool) -> None:
    """Chat where there is a terminal; otherwise play the whole rehearsal."""
    if not interactive:
        run_rehearsal(SAMPLE, out)
        return
    script = load_script(SAMPLE)
    now = begin(script)
    first = next(step for step in script.steps if isinstance(step, Utterance))
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database, catalogue = fresh_store(SAMPLE, Path(folder) / "demo.db", now)
        tick(database, catalogue, now)
        with database.read() as session:
            who = official(session, first.official_id)
        tries = "\n".join(
            say("demo.try", typed=f"{typed:<12}", what=say(f"demo.tries.{what}"))
            for typed, what in TRIES
        )
        told = say("demo.intro", name=who.name, title=who.title, tries=tries)
        sys.stdout.write(told + "\n\n")
        converse(database, catalogue, who, lambda: now, out / "files", say("demo.bye"))
        database.close()
