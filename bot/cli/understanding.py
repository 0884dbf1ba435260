"""`nhacviec understand`: what the bot takes a sentence for, and what it would offer."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.fault import UsageFault
from bot.rehearsal.samples import fresh_store
from bot.wiring import clock_at
from domain.people.people import Official
from domain.reading.awaited import Awaited
from domain.talk.said import Situation
from handlers.talk.learnt import ROLES
from handlers.talk.said import read_said
from handlers.talk.understand import understand
from handlers.wording.say import say
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database


def run_understand(
    text: str, role: str, situation: str, sample: str, at: str | None, block: str, *, as_json: bool
) -> None:
    """One sentence, or one JSON object a line from standard input where the text is `-`."""
    now = clock_at(at)()
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database, catalogue = fresh_store(sample, Path(folder) / "understand.db", now)
        try:
            _answer(database, catalogue, now, text, role, situation, block, as_json)
        finally:
            database.close()


def _answer(
    database: Database,
    catalogue: Catalogue,
    now: datetime,
    text: str,
    role: str,
    situation: str,
    block: str,
    as_json: bool,
) -> None:
    with database.read() as session:
        work = Work(session, catalogue, now)
        if text != "-":
            _print(_understood(work, text, role, situation, block), as_json)
            return
        for line in sys.stdin:
            if line.strip():
                asked = _asked(line)
                told = _understood(
                    work,
                    asked["sentence"],
                    asked.get("role", role),
                    asked.get("situation", situation),
                    block,
                )
                _print(told, as_json=True)


def _asked(line: str) -> dict[str, str]:
    try:
        asked = json.loads(line)
    except json.JSONDecodeError:
        raise UsageFault("fault.sentence", line=line.strip()[:60]) from None
    if not isinstance(asked, dict) or not isinstance(asked.get("sentence"), str):
        raise UsageFault("fault.sentence", line=line.strip()[:60])
    return asked


def _understood(work: Work, text: str, role: str, situation: str, block: str) -> dict[str, Any]:
    person = _first(work, role)
    form = next(f for f in work.catalogue.forms if block in f.blocks_by_id)
    asked = form.blocks_by_id.get(block)
    read = read_said(work, person, text, awaited=Awaited(form, asked))
    found = understand(read, ROLES[role], _situation(situation))
    slots = dict(found.slots)
    if "unit" in slots:
        units = slots["unit"] if isinstance(slots["unit"], list) else [slots["unit"]]
        slugs = [work.units[unit].slug for unit in units]
        slots["unit"] = slugs[0] if len(slugs) == 1 else slugs
    return {
        "intent": found.intent,
        "slots": slots,
        "sure": found.sure,
        "offers": list(found.offers),
    }


def _first(work: Work, role: str) -> Official:
    """The first person of the sample who has the role."""
    if role not in ROLES:
        raise UsageFault("fault.role", role=role, known=", ".join(ROLES))
    return next(
        person
        for person in work.people.values()
        if any(post.role is ROLES[role] for post in person.posts_on(work.today))
    )


def _situation(named: str) -> Situation:
    try:
        return Situation(named)
    except ValueError:
        known = ", ".join(Situation)
        raise UsageFault("fault.situation", situation=named, known=known) from None


def _print(told: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    slots = "; ".join(f"{name} = {value}" for name, value in told["slots"].items()) or "–"
    sure = say("understand.sure" if told["sure"] else "understand.unsure")
    lines = (
        say("understand.intent", intent=told["intent"], sure=sure),
        say("understand.slots", slots=slots),
        say("understand.offers", offers=", ".join(told["offers"]) or "–"),
    )
    sys.stdout.write("\n".join(lines) + "\n")
