"""`nhacviec demo`: the sample, the first reminder, and a chat as the official who answers first.

Something is said before anything heavy is loaded: nobody looks at an empty window.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from handlers.wording.say import say

TRIES = (
    ("13 7 3 1 0 0", "example"),
    ("14 14 1 0", "wrong"),
    ("14 14 0 0", "right"),
    ("/tien_do", "chart"),
    ("/con_thieu", "status"),
)
"""What a newcomer is shown to type, in an order in which each of them works."""

GUIDE = {
    "bac-son": (
        *(("left", typed, what) for typed, what in TRIES[:3]),
        ("right", "/status xa-bac-son", "superior"),
        ("clock", "next", "clock"),
    )
}
"""The first minute on the page of two phones, by sample: on which phone, what is typed, and what
the words for it are called; at the end the clock is moved."""


def run_demo(out: Path, *, interactive: bool) -> None:
    """Chat where there is a terminal; otherwise play the whole rehearsal."""
    if interactive:
        sys.stdout.write(say("demo.opening") + "\n")
        sys.stdout.flush()
        _chat(out)
        return
    from bot.rehearsal.rehearse import run_rehearsal
    from bot.rehearsal.samples import SAMPLE

    run_rehearsal(SAMPLE, out)


def _chat(out: Path) -> None:
    from bot.rehearsal.chat import converse
    from bot.rehearsal.samples import SAMPLE, begin, fresh_store, load_script
    from bot.rehearsal.transcript import Utterance
    from scheduler.tick import tick
    from storage.people.officials import official

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
