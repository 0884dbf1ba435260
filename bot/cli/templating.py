"""`nhacviec template`: the words of a report as a Word file: take, check, look at, load."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.fault import UsageFault, file_fault, too_big
from bot.named import unit_named
from bot.wiring import clock_at, database_if_there, open_store
from domain.report.forms import Form
from handlers.documents.templates import base_of, scope_of, scoped
from handlers.documents.word_template import (
    FaultyTemplate,
    load_template,
    sample_report,
    sound_template,
)
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.drawing import STYLE
from reports.incoming.apart import open_apart
from reports.incoming.open_file import MOST_BYTES
from reports.incoming.read_template import ReadTemplate
from reports.style import Style, load_style, own_style
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.sources import Source, every_text
from storage.database.states import SourceKind


def run_new(
    name: str, out: Path, db: str | None, unit: str | None = None, making: int | None = None
) -> None:
    """Write the text of a report as a Word file; never over a file that stands there. Of a unit the
    one that was loaded for it, the last or an earlier one."""
    from reports.word.template import template_docx

    catalogue = load_catalogue(database_if_there(db))
    form = _form_called(catalogue, name)
    if out.suffix.lower() != ".docx":
        raise UsageFault("template.docx_only", name=out.name)
    if out.exists():
        raise UsageFault("load.template_there", name=out.name)
    text = catalogue.template(form.template)
    if unit is not None or making is not None:
        text = _loaded(form.template, unit, making, db).text
    _write(out, template_docx(text, form.template, _style()))
    sys.stdout.write(say("template.written", name=out.name) + "\n")


def _loaded(template: str, unit: str | None, making: int | None, db: str | None) -> Source:
    """A text that was loaded; UsageFault where there is no such one."""
    database, catalogue = open_store(db)
    with database.read() as session:
        work = Work(session, catalogue, clock_at(None)())
        unit_id = unit_named(work, unit) if unit else ""
        whose = work.units[unit_id].name if unit_id else say("template.list.all")
        name = scoped(template, unit_id) if unit_id else template
        found = [each for each in every_text(session, SourceKind.TEMPLATE) if each.name == name]
    number = len(found) if making is None else making
    if not 1 <= number <= len(found):
        told = {"template": template, "unit": whose, "count": len(found)}
        raise UsageFault("template.list.no_such", **told)
    return found[number - 1]


def run_list(db: str | None) -> None:
    """Every report text that was loaded: whose it is, its makings with their moments."""
    database, catalogue = open_store(db)
    with database.read() as session:
        work = Work(session, catalogue, clock_at(None)())
        loaded = every_text(session, SourceKind.TEMPLATE)
        names = dict.fromkeys(each.name for each in loaded)
        for name in sorted(names):
            makings = [each for each in loaded if each.name == name]
            sys.stdout.write(_listed(work, name, makings) + "\n")
    if not names:
        sys.stdout.write(say("template.list.none") + "\n")


def _listed(work: Work, name: str, makings: list[Source]) -> str:
    """`par-quarter, xã Bắc Sơn và các đơn vị bên dưới: lần 1 lúc …; lần 2 lúc …, đang dùng`."""
    scope = scope_of(name)
    unit = work.units.get(scope)
    whose = say("template.list.unit", unit=unit.name) if unit else say("template.list.all")
    whose = say("template.list.regime", regime=scope) if scope and unit is None else whose
    told = [
        say("template.list.making", number=number, at=show_moment(each.loaded_at))
        for number, each in enumerate(makings, 1)
    ]
    fields = {"template": base_of(name), "whose": whose, "makings": "; ".join(told)}
    return say("template.list.line", **fields)


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
    _write(out, report_docx(sample_report(read.text, form), _style()))
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
        new = load_template(work, None, form.template, read.text, unit_id)
    text_id = "template.loaded" if unit_id else "template.loaded_for_all"
    text_id = text_id if new else "template.same"
    sys.stdout.write(say(text_id, name=file.name, unit=whose) + "\n")


def _sound(file: Path, catalogue: Catalogue) -> tuple[ReadTemplate, Form]:
    """The text in a file and a form that it is for. UsageFault tells every fault with its place."""
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
    try:
        found = sound_template(catalogue, open_apart(file.name, content), file.name)
    except FaultyTemplate as faulty:
        raise UsageFault("fault.faults", faults="\n".join(faulty.lines)) from None
    if found is None:
        raise UsageFault("template.none", name=file.name)
    return found


def _form_called(catalogue: Catalogue, name: str) -> Form:
    """A form by its own name or that of its text; the newest version."""
    found = [each for each in catalogue.forms if name in (each.id, each.template) and each.template]
    if not found:
        known = ", ".join(sorted({each.template for each in catalogue.forms if each.template}))
        raise UsageFault("fault.form", name=name, known=known)
    return found[-1]


def _style() -> Style:
    return load_style(CATALOGUE / "styles" / f"{STYLE}.toml", own_style())


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise file_fault(error) from None
