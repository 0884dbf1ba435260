"""`nhacviec load`: units, officials and forms from files, or a bundled sample by its name."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.fault import UsageFault
from bot.wiring import clock_at, open_store
from handlers.load import load_people
from handlers.say import say
from handlers.work import Work
from storage.folders import CATALOGUE
from storage.people_files import People
from storage.people_files import load_people as read_people

SAMPLES = CATALOGUE / "samples"


def run_load(files: list[str], db: str | None, at: str | None) -> None:
    """Read every file first; only when all are sound is anything written."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    read = [(name, _read(name)) for name in files]
    with database.work() as session:
        for _, people in read:
            load_people(Work(session, catalogue, now), people)
    for name, people in read:
        counts = say(
            "load.done",
            name=name,
            units=len(people.units),
            officials=len(people.officials),
            reports=len(people.reports),
        )
        sys.stdout.write(counts + "\n")


def _read(name: str) -> People:
    path = path_of(name)
    people, faults = read_people(path)
    if faults:
        raise UsageFault("fault.load", file=name, faults="; ".join(map(str, faults)))
    return people


def path_of(name: str) -> Path:
    """The file of that name, or the people of the bundled sample of that name."""
    path = Path(name)
    if path.is_file():
        return path
    sample = SAMPLES / name / "people.toml"
    if "/" not in name and sample.is_file():
        return sample
    known = ", ".join(sorted(folder.name for folder in SAMPLES.iterdir()))
    raise UsageFault("fault.no_file", name=name, known=known)
