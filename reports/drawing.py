"""A picture or a document as the data it is made from, and made from them.

Within a unit of work a file is only described; drawing takes a hundred times as long and comes
after the commit. The same data give the same bytes, today and after a crash.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from charts.series import Heat, Measured, Progress, RatePairs, Series, Tasks, text_of
from domain.talk.messages import Attachment, Drawing
from reports.document import AnnexBook, PdfReport, ReportDocument
from reports.patching.filled import FilledWorkbook
from reports.plain import from_plain, to_plain
from reports.style import Style, load_style, own_style
from reports.workbook.rollup_xlsx import RollupBook
from reports.workbook.task_template import TaskTable

VERSION = 4  # one more whenever a dataclass of a drawing changes its fields
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLE = "nd30-2020"
PDF_SECONDS = 30.0  # less than a drawing may take: what it has started ends with it

Drawable = Series | ReportDocument | PdfReport | AnnexBook | FilledWorkbook | RollupBook | TaskTable


@dataclass(frozen=True, slots=True)
class Craft:
    """How one kind of data becomes a file. Libraries are loaded only when they are used."""

    of: type
    media: str
    draw: Callable[[Any, Style], bytes]


class Undrawable(Exception):
    """Data that this program cannot draw: of a kind or a version that it does not know."""


def undrawn(name: str, what: Drawable) -> Attachment:
    """A file by its name and what it is to be made from."""
    kind = next(kind for kind, craft in CRAFTS.items() if craft.of is type(what))
    drawing = {"v": VERSION, "kind": kind, "style": STYLE, "of": to_plain(what)}
    if own := own_style():
        drawing["own"] = own  # drawn the same after a change, and by a process that knows of none
    return Attachment(name, CRAFTS[kind].media, drawing=drawing)


def draw(drawing: Drawing, styles: Path) -> bytes:
    """The bytes of the file; `styles` is the folder of the legal forms."""
    craft = _craft(drawing)
    own = json.dumps(drawing.get("own", {}), sort_keys=True)
    style = _style(styles / f"{drawing['style']}.toml", own)
    return craft.draw(from_plain(craft.of, drawing["of"]), style)


def words_of(drawing: Drawing) -> str:
    """A chart in words, line by line; empty for a document."""
    craft = _craft(drawing)
    return text_of(from_plain(craft.of, drawing["of"])) if craft.media == PNG else ""


def _craft(drawing: Drawing) -> Craft:
    if drawing.get("v") != VERSION or drawing.get("kind") not in CRAFTS:
        raise Undrawable(f"{drawing.get('kind')!r}, version {drawing.get('v')!r}")
    return CRAFTS[drawing["kind"]]


@lru_cache(maxsize=4)
def _style(file: Path, own: str) -> Style:
    return load_style(file, json.loads(own))


def _chart(series: Series, _style: Style) -> bytes:
    from charts.draw import draw as draw_chart

    return draw_chart(series)


def _report(document: ReportDocument, style: Style) -> bytes:
    from reports.word.docx import report_docx

    return report_docx(document, style)


def _pdf(wanted: PdfReport, style: Style) -> bytes:
    from reports.pdf import pdf_of

    return pdf_of(_report(wanted.document, style), PDF_SECONDS)


def _annex(book: AnnexBook, style: Style) -> bytes:
    from reports.workbook.xlsx import annex_xlsx

    return annex_xlsx(book.annex, book.letterhead, book.origin, style)


def _rollup(book: RollupBook, style: Style) -> bytes:
    from reports.workbook.rollup_xlsx import rollup_xlsx

    return rollup_xlsx(book, style)


def _superiors_workbook(filled: FilledWorkbook, _style: Style) -> bytes:
    from reports.patching.fill import filled_workbook

    return filled_workbook(filled)


def _task_table(table: TaskTable, _style: Style) -> bytes:
    from reports.workbook.task_template import task_template

    return task_template(table)


CRAFTS = {
    "progress": Craft(Progress, PNG, _chart),
    "rates": Craft(RatePairs, PNG, _chart),
    "tasks": Craft(Tasks, PNG, _chart),
    "measured": Craft(Measured, PNG, _chart),
    "heat": Craft(Heat, PNG, _chart),
    "report": Craft(ReportDocument, DOCX, _report),
    "pdf": Craft(PdfReport, PDF, _pdf),
    "annex": Craft(AnnexBook, XLSX, _annex),
    "workbook": Craft(FilledWorkbook, XLSX, _superiors_workbook),
    "rollup": Craft(RollupBook, XLSX, _rollup),
    "task_table": Craft(TaskTable, XLSX, _task_table),
}
"""Every kind of file that the bot makes, by the name under which its data are kept."""
