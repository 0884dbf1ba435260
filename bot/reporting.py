"""`nhacviec report` and `nhacviec status`: what the chat gives, for the person at the machine."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.fault import UsageFault
from bot.wiring import clock_at, open_store
from domain.messages import Attachment
from domain.periods import split_code
from handlers.desk_board import boards
from handlers.desk_find import naming_day
from handlers.desk_overview import board_text
from handlers.desk_rollup_files import rollup_with_pictures
from handlers.desk_scope import communes_below
from handlers.files import report_with_pictures
from handlers.plan_rounds import COMMUNE_KINDS
from handlers.sheet import open_sheet
from handlers.status import status
from handlers.unit_names import find_unit
from handlers.work import Work
from reports.pdf import NoPdf, pdf_of
from storage.rounds import Obligation, obligations_of
from storage.toml_table import nearest

MOST_NAMED = 12  # units that one line can name


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
    with database.read() as session:
        work = Work(session, catalogue, now)
        files = _files(work, unit_named(work, unit, period), period, form)
    if pdf:
        files += tuple(_as_pdf(file) for file in files if file.name.endswith(".docx"))
    for path in write_files(files, out):
        sys.stdout.write(f"{path}\n")


def _as_pdf(report: Attachment) -> Attachment:
    try:
        content = pdf_of(report.content)
    except NoPdf as error:
        raise UsageFault(f"fault.pdf.{error.reason}") from error
    return Attachment(report.name.removesuffix("docx") + "pdf", "application/pdf", content)


def _files(work: Work, unit_id: str, period: str, form: str | None) -> tuple[Attachment, ...]:
    if work.unit(unit_id).kind in COMMUNE_KINDS:
        obligation = _obligation(work, unit_id, period, form)
        return report_with_pictures(work, open_sheet(work, obligation))
    if files := rollup_with_pictures(work, unit_id, period):
        return files
    raise UsageFault("fault.no_report", period=period, known="–")


def write_files(files: tuple[Attachment, ...], out: Path) -> list[Path]:
    """Put files into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files:
        path = out / file.name
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def run_status(unit: str, db: str | None, at: str | None) -> None:
    """Print the unit's status."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    with database.read() as session:
        work = Work(session, catalogue, now)
        sys.stdout.write(_status_text(work, unit_named(work, unit)) + "\n")


def _status_text(work: Work, unit_id: str) -> str:
    unit = work.unit(unit_id)
    if unit.kind in COMMUNE_KINDS:
        return status(work, unit_id).text
    below = communes_below(work, unit_id, work.today)
    return "\n\n".join(board_text(work, board, unit.name) for board in boards(work, below))


def unit_named(work: Work, name: str, period: str | None = None) -> str:
    """The unit of that name; a code names one only together with the period's date."""
    units = work.units
    found = find_unit(name, units, naming_day(work, period))
    if found.unit_id is not None:
        return found.unit_id
    if found.candidates:
        names = ", ".join(f"{units[u].id} ({units[u].name})" for u in found.candidates)
        raise UsageFault("fault.which_unit", name=name, known=names)
    words = {word: unit for unit in units.values() for word in (unit.slug, unit.name)}
    if near := nearest(name, words):
        raise UsageFault("fault.no_unit_near", name=name, near=words[near].slug)
    known = ", ".join(unit.slug for unit in list(units.values())[:MOST_NAMED])
    raise UsageFault("fault.no_unit" if known else "fault.no_units", name=name, known=known)


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
