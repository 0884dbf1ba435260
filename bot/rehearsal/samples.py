"""The bundled samples: their people, their script, and a fresh store with them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.fault import UsageFault
from bot.rehearsal.transcript import Move, Script, read_script
from handlers.load.load import load_people
from handlers.wording.show_moments import use_period_names
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database, open_database
from storage.database.schema import migrate

SAMPLES = CATALOGUE / "samples"
SCRIPT = "script.txt"
SAMPLE = "bac-son"  # where nothing else is said


def path_of(name: str) -> Path:
    """The file of that name, or the people of the bundled sample of that name."""
    path = Path(name)
    sample = SAMPLES / name / "people.toml"
    if path.is_file():
        return path
    if "/" not in name and sample.is_file():
        return sample
    if path.is_dir():
        raise UsageFault("fault.folder", name=name)
    known = ", ".join(sorted(folder.name for folder in SAMPLES.iterdir()))
    raise UsageFault("fault.no_file", name=name, known=known)


def is_sample(name: str) -> bool:
    """A bundled sample with a script."""
    return "/" not in name and (SAMPLES / name / SCRIPT).is_file()


def load_script(sample: str) -> Script:
    """The script of a bundled sample."""
    script = SAMPLES / sample / SCRIPT
    if not is_sample(sample):
        known = ", ".join(sorted(folder.name for folder in SAMPLES.iterdir()))
        raise UsageFault("fault.no_sample", name=sample, known=known)
    return read_script(script.read_text("utf-8"))


def titles() -> dict[str, str]:
    """What each bundled sample with a script shows, by its name; the usual one first."""
    known = sorted(folder.parent.name for folder in SAMPLES.glob(f"*/{SCRIPT}"))
    return {name: load_script(name).title for name in sorted(known, key=lambda n: n != SAMPLE)}


def begin(script: Script) -> datetime:
    """The moment at which a script begins."""
    first = script.steps[0]
    assert isinstance(first, Move)  # a script begins with `at`
    return first.at


def fresh_store(sample: str, file: Path, now: datetime) -> tuple[Database, Catalogue]:
    """A new SQLite file with the sample's people."""
    database = open_database(f"sqlite:///{file}")
    migrate(database)
    catalogue = load_catalogue()
    use_period_names(catalogue.period_names)
    people, faults = read_people(path_of(sample))
    if faults:
        raise UsageFault("fault.faults", faults="\n".join(map(str, faults)))
    with database.work() as session:
        load_people(Work(session, catalogue, now), people)
    return database, catalogue
