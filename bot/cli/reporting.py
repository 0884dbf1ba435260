"""`nhacviec report` and `nhacviec status`: what the chat gives, for the person at the machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bot.as_json import board_data, report_data, status_data, unit_data, write_json
from bot.drawn import drawn
from bot.fault import UsageFault
from bot.named import unit_named
from bot.rehearsal.files import write_files
from bot.wiring import clock_at, open_store
from domain.dates.periods import split_code
from domain.talk.messages import Attachment
from handlers.desk.board import boards
from handlers.desk.overview import board_text
from handlers.desk.rollup_files import rollup_with_pictures
from handlers.desk.scope import communes_below
from handlers.desk.status import current_obligations, older_open, status
from handlers.documents.files import report_with_pictures
from handlers.report.sheet import open_sheet
from handlers.report.who_owes import reports_alone
from handlers.work import Work
from reports.pdf import NoPdf, pdf_of
from storage.reports.rounds import Obligation, obligations_of


def run_report(
    unit: str,
    period: str,
    out: Path,
    form: str | None,
    db: str | None,
    at: str | None,
    *,
    pdf: bool = False,
) -> None:
    """Write the report (also as pdf, if asked), the annex and the charts, or the roll-up of a
    district or a province; print a path a line."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    with database.work() as session:  # a making is kept: by its seal the files are known again
        work = Work(session, catalogue, now)
        files = _files(work, unit_named(work, unit, period), period, form)
    if pdf:
        files += tuple(_as_pdf(file) for file in files if file.name.endswith(".docx"))
    for path in write_files(files, out):
        sys.stdout.write(f"{path}\n")


def _as_pdf(report: Attachment) -> Attachment:
    try:
        content = pdf_of(drawn(report).content)
    except NoPdf as error:
        raise UsageFault(f"fault.pdf.{error.reason}") from error
    return Attachment(report.name.removesuffix("docx") + "pdf", "application/pdf", content)


def _files(work: Work, unit_id: str, period: str, form: str | None) -> tuple[Attachment, ...]:
    if reports_alone(work, work.unit(unit_id)):
        obligation = _obligation(work, unit_id, period, form)
        return report_with_pictures(work, open_sheet(work, obligation))
    if files := rollup_with_pictures(work, unit_id, period):
        return files
    raise UsageFault("fault.no_report", period=period, known="–")


def run_report_data(
    unit: str, period: str, form: str | None, db: str | None, at: str | None
) -> None:
    """Print the report of a commune with all its figures, or the roll-up of a body, as JSON."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    with database.read() as session:
        work = Work(session, catalogue, now)
        unit_id = unit_named(work, unit, period)
        if reports_alone(work, work.unit(unit_id)):
            write_json(
                report_data(work, open_sheet(work, _obligation(work, unit_id, period, form)))
            )
            return
        write_json(_below(work, unit_id, period))


def run_status(unit: str, db: str | None, at: str | None, *, as_json: bool = False) -> None:
    """Print the unit's status."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    with database.read() as session:
        work = Work(session, catalogue, now)
        unit_id = unit_named(work, unit)
        if as_json:
            write_json(_status_data(work, unit_id))
            return
        sys.stdout.write(_status_text(work, unit_id) + "\n")


def _status_data(work: Work, unit_id: str) -> dict[str, Any]:
    unit = work.unit(unit_id)
    if not reports_alone(work, unit):
        return _below(work, unit_id)
    reports = (*current_obligations(work, unit_id), *older_open(work, unit_id))
    sheets = (open_sheet(work, report) for report in reports)
    return {"unit": unit_data(unit), "reports": [status_data(work, sheet) for sheet in sheets]}


def _below(work: Work, unit_id: str, period: str | None = None) -> dict[str, Any]:
    """Every round over the communes of a body, or those of one period."""
    below = communes_below(work, unit_id, work.today)
    found = [board for board in boards(work, below) if period in (None, board.period_code)]
    if period and not found:
        raise UsageFault("fault.no_report", period=period, known="–")
    return {"unit": unit_data(work.unit(unit_id)), "rounds": [board_data(each) for each in found]}


def _status_text(work: Work, unit_id: str) -> str:
    unit = work.unit(unit_id)
    if reports_alone(work, unit):
        return status(work, unit_id).text
    below = communes_below(work, unit_id, work.today)
    return "\n\n".join(board_text(work, board, unit.name) for board in boards(work, below))


def _obligation(work: Work, unit_id: str, period: str, form: str | None) -> Obligation:
    try:
        split_code(period)
    except ValueError:
        raise UsageFault("fault.period", text=period) from None
    every = obligations_of(work.session, unit_id)
    found = [o for o in every if o.period_code == period and form in (None, o.form_id)]
    if len(found) > 1:
        known = ", ".join(o.form_id for o in found)
        raise UsageFault("fault.which_report", period=period, known=known)
    if found:
        return found[0]
    known = ", ".join(o.period_code for o in every) or "–"
    raise UsageFault("fault.no_report", period=period, known=known)
