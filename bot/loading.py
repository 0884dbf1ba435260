"""`nhacviec load`: units, officials and forms from files, or a bundled sample by its name."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.fault import UsageFault
from bot.wiring import clock_at, open_store
from handlers.load import load_people
from handlers.say import say
from handlers.work import Work
from storage.catalogue import load_catalogue
from storage.database import Session
from storage.fault import Fault
from storage.folders import CATALOGUE
from storage.form_sources import save_form_source
from storage.people_files import People, people_of

SAMPLES = CATALOGUE / "samples"
BIGGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What one file brings: people, or the text of a form."""

    name: str
    people: People
    form: str | None = None


def run_load(files: list[str], db: str | None, at: str | None) -> None:
    """Read every file first; only when all are sound is anything written."""
    now = clock_at(at)()
    database, _ = open_store(db)
    read = [read_file(path_of(name)) for name in files]
    forms = {file.name: file.form for file in read if file.form is not None}
    catalogue = load_catalogue(database, loaded=forms)
    _refuse(catalogue.faults)
    with database.work() as session:
        for file in read:
            work = Work(session, catalogue, now)
            if file.form is not None:
                _save_form(session, file.form, work)
            _load(work, file)
    for file in read:
        _say_done(file)


def _load(work: Work, file: LoadedFile) -> None:
    try:
        load_people(work, file.people)
    except (KeyError, ValueError) as error:
        raise UsageFault("fault.load", file=file.name, faults=error) from None


def _save_form(session: Session, text: str, work: Work) -> None:
    entries = tomllib.loads(text)
    save_form_source(session, str(entries["id"]), str(entries["version"]), text, work.now)


def _say_done(file: LoadedFile) -> None:
    people = file.people
    line = say(
        "load.done",
        name=file.name,
        units=len(people.units),
        officials=len(people.officials),
        reports=len(people.reports),
        forms=int(file.form is not None),
    )
    sys.stdout.write(line + "\n")


def read_file(path: Path) -> LoadedFile:
    """People or a form, from TOML or from a workbook; a form is kept as TOML text."""
    if path.stat().st_size > BIGGEST:
        raise UsageFault("fault.too_big", name=path.name)
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path)
    try:
        text = path.read_text("utf-8-sig")
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageFault("fault.not_toml", name=path.name, detail=error) from None
    if "form_id" in tables or "indicators" in tables or "base" in tables:
        return LoadedFile(path.name, People(), text)
    return _sound(path.name, *people_of(tables, path.name))


def _read_workbook(path: Path) -> LoadedFile:
    from reports.read_form import form_tables
    from reports.read_people import people_tables
    from reports.sheets import UnreadableWorkbook

    try:
        if form := form_tables(path):
            import tomlkit

            return LoadedFile(path.name, People(), tomlkit.dumps(form))
        return _sound(path.name, *people_of(people_tables(path), path.name))
    except UnreadableWorkbook as error:
        raise UsageFault("fault.not_xlsx", name=path.name, detail=error) from None


def _sound(name: str, people: People, faults: tuple[Fault, ...]) -> LoadedFile:
    _refuse(faults)
    return LoadedFile(name, people)


def _refuse(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise UsageFault("fault.faults", faults="\n".join(map(str, faults)))


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
