"""A report text that comes as a Word file: read, checked with the place of each fault, shown with
sample figures, and made that of a unit and of all below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from domain.people.people import Official
from domain.reading.cells import Opened
from domain.report.forms import Form
from handlers.documents.templates import scoped
from handlers.wording.say import say
from handlers.work import Work
from reports.document import Letterhead, ReportDocument, Signature
from reports.incoming.read_template import ReadTemplate, template_in
from reports.template_faults import faults_by_line, tried_out
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.sources import save_source
from storage.database.audit import note
from storage.database.states import SourceKind

LOADED = "template.loaded"
_NO_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


class FaultyTemplate(Exception):
    """A text that no report can be made with: `lines` tell every fault, each with its place."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def sound_template(
    catalogue: Catalogue, opened: Opened, file: str
) -> tuple[ReadTemplate, Form] | None:
    """The report text in a file and a form that it is for; None where the file holds none. Raises
    FaultyTemplate."""
    read = template_in(opened)
    if read is None:
        return None
    named = [each for each in catalogue.forms if each.template == read.name]
    forms = named or [each for each in catalogue.forms if each.template]
    told = {each.id: faults_by_line(read.text, each) for each in forms}
    fitting = [each for each in forms if not told[each.id]]
    if (named and len(fitting) < len(named)) or not fitting:
        nearest = min(told.values(), key=len) if not named else max(told.values(), key=len)
        lines = (_at(file, read, line, words) for line, words in nearest)
        raise FaultyTemplate(tuple(dict.fromkeys(lines)))
    form = fitting[-1]
    return replace(read, name=form.template), form


def _at(file: str, read: ReadTemplate, line: int | None, words: str) -> str:
    if line is None:
        return say("template.fault", name=file, fault=words)
    number, begins = read.place(line)
    return say("template.fault_at", name=file, number=number, begins=begins, fault=words)


def sample_report(text: str, form: Form) -> ReportDocument:
    """How a report looks with a sound text and sample figures."""
    told = tried_out(text, form)
    head = Letterhead((say("files.committee"), "…"), "…", "…", _NO_MOMENT.year)
    return ReportDocument(
        head, told.subject, (), told.body, (), Signature(("…",)), _NO_MOMENT, draft=True
    )


def load_template(
    work: Work, person: Official | None, template: str, text: str, unit_id: str
) -> bool:
    """Make a text that of a unit and of all below it, or, without a unit, of all; False where it
    stands already. None is the person at the machine."""
    name = scoped(template, unit_id) if unit_id else template
    if not save_source(work.session, SourceKind.TEMPLATE, name, "", text, work.now):
        return False
    official_id = person.id if person else None
    note(work.session, work.now, official_id, LOADED, f"template:{name}", {"unit": unit_id})
    return True
