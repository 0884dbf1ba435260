"""Document -> docx in the legal form of a style (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from reports.document import ReportDocument
from reports.style import Style
from reports.workbook.stable_zip import stable_zip


def report_docx(document: ReportDocument, style: Style) -> bytes:
    """The report as a Word file: the same document gives the same bytes."""
    from reports.word.file import word_file

    return stable_zip(word_file(document, style))
