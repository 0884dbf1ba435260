"""Document -> docx in the legal form of a style (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from reports.document import Document
from reports.stable_zip import stable_zip
from reports.style import Style


def report_docx(document: Document, style: Style) -> bytes:
    """The report as a Word file: the same document gives the same bytes."""
    from reports.word_file import word_file

    return stable_zip(word_file(document, style))
