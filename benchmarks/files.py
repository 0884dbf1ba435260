"""The report as .docx and its annex as .xlsx, beside the bare library writing as many rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from benchmarks.sides import Ratio, compare
from benchmarks.stage import COMMUNE, NOW, reminded_sample
from handlers.documents.files import report_document
from handlers.report.sheet import open_sheet
from handlers.work import Work
from reports.document import Origin, ReportDocument
from reports.drawing import STYLE
from reports.style import Style, load_style
from reports.word.docx import report_docx
from reports.workbook import xlsx
from storage.catalogue.folders import CATALOGUE
from storage.reports.rounds import obligations_of

Rows = Sequence[tuple[str, ...]]


def main(quick: bool) -> Iterator[Ratio]:
    """The same rows on both sides; ours adds the letter, the legal form and live formulas."""
    document, style = sample_document(), load_style(CATALOGUE / "styles" / f"{STYLE}.toml")
    assert document.annex is not None
    cells = [(r.printed, r.label, r.unit, r.cell_words, r.note) for r in document.annex.rows]
    paragraphs = [piece.text for piece in document.body]
    rounds = 1 if quick else 11
    yield compare(
        f"the report .docx, {len(cells)} rows",
        lambda: report_docx(document, style),
        "python-docx, rows fetched once",
        lambda: _bare_docx(paragraphs, cells),
        rounds,
    )
    yield compare(
        f"the annex .xlsx, {len(cells)} rows",
        lambda: _annex(document, style),
        "xlsxwriter, write_row",
        lambda: _bare_xlsx(cells),
        rounds,
    )
    yield compare(
        f"the same, the first of its form, {len(cells)} rows",
        lambda: _annex(document, style),
        "xlsxwriter, write_row",
        lambda: _bare_xlsx(cells),
        rounds,
        before=xlsx.annex_mould.cache_clear,
    )


def sample_document() -> ReportDocument:
    """The report of the bundled commune as it is before anybody has answered."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        database, catalogue = reminded_sample(Path(folder) / "files.db")
        with database.read() as session:
            work = Work(session, catalogue, NOW)
            newest = max(obligations_of(session, COMMUNE), key=lambda one: one.due)
            document = report_document(work, open_sheet(work, newest))
        database.close()
    return document


def _annex(document: ReportDocument, style: Style) -> bytes:
    assert document.annex is not None
    origin = Origin("par-quarter", "2024", COMMUNE, "xã Bắc Sơn", "par/2024-Q3", "quý III", NOW)
    return xlsx.annex_xlsx(document.annex, document.letterhead, origin, style)


def _bare_docx(paragraphs: list[str], cells: Rows) -> bytes:
    import docx

    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    table = word.add_table(len(cells), len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    content = BytesIO()
    word.save(content)
    return content.getvalue()


def _bare_xlsx(cells: Rows) -> bytes:
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, texts in enumerate(cells):
        sheet.write_row(number, 0, texts)
    book.close()
    return content.getvalue()
