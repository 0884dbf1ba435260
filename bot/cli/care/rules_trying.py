"""`nhacviec rules try`: what the rules of a new form would have said of the reports there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.cli.care.lines import counted, tell
from bot.cli.loading_files import Brings, LoadedFile, read_file
from bot.fault import UsageFault
from bot.wiring import clock_at, open_store
from domain.report.findings import Finding
from domain.report.forms import Form
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.findings import phrase_finding
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue, Texts, load_catalogue
from storage.database.database import Database
from storage.reports.rounds import obligations_with


def run_try_rules(file: Path, db: str | None, at: str | None) -> None:
    """A line for each rule that speaks now and did not, or did and does not."""
    now = clock_at(at)()
    read = read_file(file)
    if read.brings is not Brings.FORM:
        raise UsageFault("rules_try.no_form", file=file.name)
    database, standing = open_store(db)
    form = _form(read, database)
    reports = new = gone = 0
    with database.read() as session:
        work = Work(session, standing, now)
        for sheet in _sheets(work, form):
            reports += 1
            before, after = _by_rule(sheet), _by_rule(replace(sheet, form=form))
            about = {"unit": sheet.unit.name, "period": period_words(sheet.obligation.period_code)}
            for rule in after.keys() - before.keys():
                message = phrase_finding(after[rule], form, sheet.words)
                tell("rules_try.new", **about, rule=rule, message=message)
            for rule in before.keys() - after.keys():
                tell("rules_try.gone", **about, rule=rule)
            new += len(after.keys() - before.keys())
            gone += len(before.keys() - after.keys())
    counts = {"reports": counted(reports), "new": counted(new), "gone": counted(gone)}
    tell("rules_try.done", form=form.id, version=form.version, file=file, **counts)


def _form(read: LoadedFile, database: Database) -> Form:
    """The form of the file; UsageFault names what is wrong with it."""
    wrong = [*map(read.placed, read.faults)]
    given: Catalogue = load_catalogue(database, given=Texts(forms={read.name: read.text}))
    wrong += [read.placed(fault) for fault in given.faults if fault.file == read.name]
    fitting = [f for f in given.forms if f.id == read.id and f.version == read.version]
    if wrong or not fitting:
        raise UsageFault("fault.faults", faults="\n".join(map(str, wrong)) or str(read.name))
    return fitting[-1]


def _sheets(work: Work, form: Form) -> Iterator[Sheet]:
    """Every report by this form that has figures; of each, what the new form asks too."""
    for obligation in obligations_with(work.session, form.id):
        sheet = open_sheet(work, obligation)
        known = {code: each for code, each in sheet.figures.items() if code in form.indicators}
        if known:
            yield replace(sheet, figures=known)


def _by_rule(sheet: Sheet) -> dict[str, Finding]:
    return {finding.rule: finding for finding in sheet.findings}
