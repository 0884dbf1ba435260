"""`nhacviec form from`: a form out of a superior's workbook, as files to look through and load."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from bot.fault import UsageFault, file_fault, too_big
from bot.wiring import clock_at, database_if_there
from domain.dates.moments import local
from domain.reading.cells import Opened
from handlers.forms.mapped import export_toml
from handlers.forms.proposed import NoTable, Proposed, proposed_form
from handlers.wording.say import say
from reports.incoming.apart import open_apart
from reports.incoming.open_file import FORM_KINDS, MOST_BYTES, kind_of
from storage.catalogue.catalogue import load_catalogue


def run_form_from(file: Path, out: Path, db: str | None, at: str | None) -> None:
    """Write the files of the form into a folder, never over others; say what they hold and what
    nobody could tell from the workbook."""
    if kind_of(file.name) not in {"xlsx", *FORM_KINDS}:
        raise UsageFault("form_from.not_workbook", name=file.name)
    made = _proposed(file, db, local(clock_at(at)()).year)
    paths = [out / name for name, _ in made.files]
    for path in paths:
        if path.exists():
            raise UsageFault("form_from.there", name=path)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, (_, text) in zip(paths, made.files, strict=True):
            path.write_text(text, "utf-8")
    except OSError as error:
        raise file_fault(error) from None
    files = " ".join(shlex.quote(str(path)) for path in paths)
    written = [say("form_from.written", file=path) for path in paths]
    lines = [*made.lines, *written, say("form_from.next", files=files)]
    sys.stdout.write("\n".join(lines) + "\n")


def run_form_map(file: Path, form_id: str, out: Path, db: str | None) -> None:
    """Write the file in which an administrator maps an export to a form; never over another."""
    if kind_of(file.name) not in {"xlsx", "csv"}:
        raise UsageFault("form_from.not_workbook", name=file.name)
    catalogue = load_catalogue(database_if_there(db))
    if form_id not in {form.id for form in catalogue.forms}:
        known = ", ".join(sorted({form.id for form in catalogue.forms}))
        raise UsageFault("fault.form", name=form_id, known=known)
    if out.exists():
        raise UsageFault("form_from.there", name=out)
    opened, _ = _opened(file)
    made = export_toml(opened, catalogue.newest_form(form_id), out.stem)
    if made is None:
        raise UsageFault("form_from.no_table", name=file.name)
    text, count = made
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        raise file_fault(error) from None
    sys.stdout.write(say("form_map.written", file=out, count=count) + "\n")


def _opened(file: Path) -> tuple[Opened, bytes]:
    """The cells and the bytes, read in a process of its own: whoever made the file may have meant
    harm."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise too_big(file.name, MOST_BYTES)
        content = file.read_bytes()
    except OSError as error:
        raise file_fault(error, file.name) from None
    opened = open_apart(file.name, content)
    if opened.refused:
        detail = say(f"rule.file.{opened.refused}")
        raise UsageFault("fault.file", name=file.name, detail=detail)
    return opened, content


def _proposed(file: Path, db: str | None, year: int) -> Proposed:
    opened, content = _opened(file)
    try:
        return proposed_form(
            load_catalogue(database_if_there(db)), opened, file.name, content, year
        )
    except NoTable:
        raise UsageFault("form_from.no_table", name=file.name) from None
