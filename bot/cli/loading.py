"""`nhacviec load`: units, officials and whatever the catalogue holds from files, or a sample."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.cli.loading_files import Brings, LoadedFile, read_file
from bot.fault import UsageFault, file_fault
from bot.rehearsal.samples import path_of
from bot.wiring import clock_at, open_store
from domain.people.people import Official
from handlers.load.days_let_go import days_let_go
from handlers.load.faults import Known, load_faults, owner_keys
from handlers.load.load import load_people
from handlers.load.merged import ended_lines
from handlers.load.odd_rounds import odd_rounds
from handlers.load.people import differs_lines, struck_from
from handlers.load.people_template import people_template
from handlers.load.source_faults import Looked, dropped_codes, source_faults
from handlers.wording.say import say
from handlers.work import Work
from reports.style import BASE
from storage.catalogue.catalogue import Catalogue, Texts, load_catalogue
from storage.catalogue.fault import Fault
from storage.catalogue.sources import save_source
from storage.catalogue.texts import flat_texts
from storage.database.database import Database
from storage.database.overtaken import decided_anew
from storage.database.snapshots import SOURCES, version
from storage.database.states import SourceKind

KINDS = {
    Brings.FORM: SourceKind.FORM,
    Brings.REGIME: SourceKind.REGIME,
    Brings.TEMPLATE: SourceKind.TEMPLATE,
    Brings.HOLIDAYS: SourceKind.HOLIDAYS,
    Brings.TEXTS: SourceKind.TEXTS,
    Brings.WORDS: SourceKind.WORDS,
    Brings.WORKBOOK: SourceKind.WORKBOOK,
    Brings.EXPORT: SourceKind.EXPORT,
    Brings.STYLE: SourceKind.STYLE,
}


def run_load(files: Sequence[str], db: str | None, at: str | None) -> None:
    """Read every file first; only when all are sound is anything written, all of it or nothing."""
    if not files:
        raise UsageFault("load.what")
    now = clock_at(at)()
    paths = [path_of(name) for name in files]
    read, catalogue, lines = load_paths(paths, *open_store(db), now)
    _say_done(read, catalogue)
    for line in lines:
        sys.stdout.write(line + "\n")


def run_template(file: Path) -> None:
    """Write the empty workbook of people; never over a file that stands there."""
    if file.suffix.lower() != ".xlsx":
        raise UsageFault("load.template_ending", name=file.name)
    if file.exists():
        raise UsageFault("load.template_there", name=file.name)
    try:
        file.write_bytes(people_template())
    except OSError as error:
        raise file_fault(error) from None
    sys.stdout.write(say("load.template_written", name=file.name) + "\n")


def load_paths(
    paths: Sequence[Path], database: Database, standing: Catalogue, now: datetime
) -> tuple[list[LoadedFile], Catalogue, list[str]]:
    """Load files of any kind; UsageFault tells all that is wrong with them. Gives what was read,
    the catalogue with it, and what stands otherwise than they say."""
    read = [read_file(path) for path in paths]
    _refuse_namesakes(read)
    catalogue = load_catalogue(database, given=_texts(read))
    with database.read() as session:
        work = Work(session, catalogue, now)
        _refuse(read, _faults(read, work, standing))
    lines, word = decided_anew(
        database, lambda session: _write(Work(session, catalogue, now), read)
    )
    lines += days_let_go(standing.calendar, catalogue.calendar)
    return read, replace(catalogue, read_as=word), lines


def _write(work: Work, files: Sequence[LoadedFile]) -> tuple[list[str], str]:
    """Write what every file brings; what stands otherwise than they say, with the way to end it,
    and the version of the catalogue with it."""
    kept = list[Official]()
    people = [
        owner_keys(file.people, work.catalogue) for file in files if file.brings is Brings.PEOPLE
    ]
    for brought in people:
        kept += load_people(work, brought)
    for file in files:
        if file.brings is not Brings.PEOPLE:
            kind = KINDS[file.brings]
            save_source(work.session, kind, file.id, file.version, file.text, work.now)
    word = version(work.session, SOURCES)
    if not people:
        return [], word
    after = work.anew()
    differs = replace(struck_from(after, people), kept=tuple(kept))
    return [*ended_lines(after, people), *differs_lines(after, differs)], word


def _refuse_namesakes(files: Sequence[LoadedFile]) -> None:
    """Faults are told by file name: two files of one name can only be plain lists of people."""
    names = Counter(file.name for file in files)
    for file in files:
        plain = file.brings is Brings.PEOPLE and file.workbook is None
        if names[file.name] > 1 and not plain:
            raise UsageFault("load.namesakes", name=file.name)


def _texts(files: Iterable[LoadedFile]) -> Texts:
    def of(kind: Brings) -> dict[str, str]:
        found = [file for file in files if file.brings is kind]
        return {file.id if kind is Brings.TEMPLATE else file.name: file.text for file in found}

    return Texts(
        of(Brings.FORM),
        of(Brings.REGIME),
        of(Brings.TEMPLATE),
        of(Brings.HOLIDAYS),
        workbooks=of(Brings.WORKBOOK),
        exports=of(Brings.EXPORT),
        styles=of(Brings.STYLE),
    )


def _faults(files: Sequence[LoadedFile], work: Work, standing: Catalogue) -> list[Fault]:
    """Every fault: of each file by itself, of what it names, and of what it would take away."""
    people = [(file.name, file.people) for file in files if file.brings is Brings.PEOPLE]
    known = Known(work.units, work.people, work.catalogue).with_files(p for _, p in people)
    looked = _looked(files, known)
    told = [
        *(fault for file in files for fault in file.faults),
        *work.catalogue.faults,
        *load_faults(people, known),
        *source_faults(work.catalogue, looked, work.today),
        *dropped_codes(work, standing, looked),
    ]
    return list(dict.fromkeys(told))


def _looked(files: Sequence[LoadedFile], known: Known) -> Looked:
    forms = [file for file in files if file.brings is Brings.FORM]
    sound = {form.id for form in known.catalogue.forms}
    return Looked(
        {(file.id, file.version): file.name for file in forms},
        {file.id: file.name for file in files if file.brings is Brings.REGIME},
        {file.id: file.name for file in files if file.brings is Brings.TEMPLATE},
        unsound={file.id for file in forms} - sound,
        known=known,
    )


def _refuse(files: Sequence[LoadedFile], faults: Iterable[Fault]) -> None:
    """All faults at once, those of a workbook by sheet, row and column."""
    by_name = {file.name: file for file in files}
    told = [by_name[f.file].placed(f) if f.file in by_name else f for f in faults]
    if told:
        raise UsageFault("fault.faults", faults="\n".join(map(str, told)))


def _say_done(files: Sequence[LoadedFile], catalogue: Catalogue) -> None:
    for file in files:
        sys.stdout.write(_done(file, catalogue) + "\n")
    if any(file.brings is not Brings.PEOPLE for file in files):
        sys.stdout.write(say("load.at_once") + "\n")


def _done(file: LoadedFile, catalogue: Catalogue) -> str:
    """What the file brought, and what is still missing for it to be of use."""
    match file.brings:
        case Brings.PEOPLE:
            people = file.people
            return say(
                "load.people",
                name=file.name,
                units=len(people.units),
                officials=len(people.officials),
                reports=len(people.reports),
            ) + (say("load.uses", count=len(people.regimes)) if people.regimes else "")
        case Brings.FORM:
            counts = {"indicators": len(file.entries.get("indicators", ()))}
            asked = any(regime.form_id == file.id for regime in catalogue.regimes)
            text_id = "load.form" if asked else "load.form_unasked"
            return say(text_id, name=file.name, form=file.id, version=file.version, **counts)
        case Brings.REGIME:
            regime = catalogue.regime(file.id)
            lines = [say("load.regime", name=file.name, regime=file.id), *odd_rounds(regime)]
            return "\n".join(lines)
        case Brings.HOLIDAYS:
            return say("load.holidays", name=file.name, count=len(file.entries["days"]))
        case Brings.TEXTS:
            return say("load.texts", name=file.name, count=len(flat_texts(file.entries)))
        case Brings.STYLE:
            return say("load.style", name=file.name, style=file.entries[BASE])
        case Brings.WORKBOOK:
            fields = {"form": file.id, "version": file.version, "cells": len(file.entries["cells"])}
            return say("load.workbook", name=file.name, **fields)
        case Brings.EXPORT:
            return say("load.export", name=file.name, count=len(file.entries["takes"]))
        case Brings.WORDS:
            return say("load.words", name=file.name, count=_phrases(file))
        case Brings.TEMPLATE:
            used = any(form.template == file.id for form in catalogue.forms)
            text_id = "load.template" if used else "load.template_unused"
            return say(text_id, name=file.name, template=file.id)


def _phrases(file: LoadedFile) -> int:
    return sum(len(listed) for table in file.entries.values() for listed in table.values())
