"""`nhacviec template`: the words of a report as a Word file: take, check, look at, load."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.fault import UsageFault, file_fault, too_big
from bot.named import unit_named
from bot.wiring import clock_at, database_if_there, open_store
from domain.report.forms import Form
from handlers.documents.templates import scoped
from handlers.wording.say import say
from handlers.work import Work
from reports.document import Letterhead, ReportDocument, Signature
from reports.drawing import STYLE
from reports.incoming.apart import open_apart
from reports.incoming.open_file import MOST_BYTES
from reports.incoming.read_template import ReadTemplate, template_in
from reports.style import Style, load_style
from reports.template_faults import faults_by_line, tried_out
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.sources import save_source
from storage.database.states import SourceKind

_NO_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def run_new(name: str, out: Path, db: str | None) -> None:
    """Write the text of a report as a Word file; never over a file that stands there."""
    from reports.word.template import template_docx

    catalogue = load_catalogue(database_if_there(db))
    form = _form_called(catalogue, name)
    if out.suffix.lower() != ".docx":
        raise UsageFault("template.docx_only", name=out.name)
    if out.exists():
        raise UsageFault("load.template_there", name=out.name)
    text = catalogue.template(form.template)
    _write(out, template_docx(text, form.template, _style()))
    sys.stdout.write(say("template.written", name=out.name) + "\n")


def run_check(file: Path, db: str | None) -> None:
    """Tell every fault with its paragraph; exit code 1 where there is one."""
    catalogue = load_catalogue(database_if_there(db))
    read, _ = _sound(file, catalogue)
    sys.stdout.write(say("template.sound", name=file.name, template=read.name) + "\n")


def run_preview(file: Path, out: Path, db: str | None) -> None:
    """Write how the report looks with sample figures."""
    from reports.word.docx import report_docx

    catalogue = load_catalogue(database_if_there(db))
    read, form = _sound(file, catalogue)
    told = tried_out(read.text, form)
    head = Letterhead((say("files.committee"), "…"), "…", "…", _NO_MOMENT.year)
    document = ReportDocument(
        head, told.subject, (), told.body, (), Signature(("…",)), _NO_MOMENT, draft=True
    )
    _write(out, report_docx(document, _style()))
    sys.stdout.write(say("template.previewed", name=out.name) + "\n")


def run_template_load(file: Path, unit: str | None, db: str | None, at: str | None) -> None:
    """Make the file the text of a unit and of all below it, or of every unit."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    read, form = _sound(file, catalogue)
    with database.work() as session:
        work = Work(session, catalogue, now)
        unit_id = unit_named(work, unit) if unit else ""
        whose = work.units[unit_id].name if unit_id else ""
        name = scoped(form.template, unit_id) if unit_id else form.template
        new = save_source(session, SourceKind.TEMPLATE, name, "", read.text, now)
    text_id = "template.loaded" if unit_id else "template.loaded_for_all"
    text_id = text_id if new else "template.same"
    sys.stdout.write(say(text_id, name=file.name, unit=whose) + "\n")


def _sound(file: Path, catalogue: Catalogue) -> tuple[ReadTemplate, Form]:
    """The text in a file and a form that it is for. UsageFault tells every fault with its place."""
    read = _read(file)
    named = [each for each in catalogue.forms if each.template == read.name]
    forms = named or [each for each in catalogue.forms if each.template]
    told = {each.id: faults_by_line(read.text, each) for each in forms}
    fitting = [each for each in forms if not told[each.id]]
    if (named and len(fitting) < len(named)) or not fitting:
        nearest = min(told.values(), key=len) if not named else max(told.values(), key=len)
        lines = [_at(file, read, line, words) for line, words in nearest]
        raise UsageFault("fault.faults", faults="\n".join(dict.fromkeys(lines)))
    form = fitting[-1]
    return replace(read, name=form.template), form


def _at(file: Path, read: ReadTemplate, line: int | None, words: str) -> str:
    if line is None:
        return say("template.fault", name=file.name, fault=words)
    number, begins = read.place(line)
    return say("template.fault_at", name=file.name, number=number, begins=begins, fault=words)


def _read(file: Path) -> ReadTemplate:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise too_big(file.name, MOST_BYTES)
        content = file.read_bytes()
    except FileNotFoundError:
        detail = say("rule.file.not_there", file=file.name)
        raise UsageFault("fault.file", name=file.name, detail=detail) from None
    except OSError as error:
        raise UsageFault("fault.unreadable", name=file.name, detail=error.strerror) from None
    if file.suffix.lower() != ".docx":
        raise UsageFault("template.docx_only", name=file.name)
    read = template_in(open_apart(file.name, content))
    if read is None:
        raise UsageFault("template.none", name=file.name)
    return read


def _form_called(catalogue: Catalogue, name: str) -> Form:
    """A form by its own name or that of its text; the newest version."""
    found = [each for each in catalogue.forms if name in (each.id, each.template) and each.template]
    if not found:
        known = ", ".join(sorted({each.template for each in catalogue.forms if each.template}))
        raise UsageFault("fault.form", name=name, known=known)
    return found[-1]


def _style() -> Style:
    return load_style(CATALOGUE / "styles" / f"{STYLE}.toml")


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise file_fault(error) from None
