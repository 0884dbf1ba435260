"""The end of the document: to whom copies go, and room for the signature."""

from __future__ import annotations

from typing import Any

from reports.document import ReportDocument
from reports.style import Style
from reports.word.letterhead import closed
from reports.word.table import add_table
from reports.word.text import Look, write


def add_ending(word: Any, document: ReportDocument, style: Style) -> None:
    """A table without lines that stays on the page of the last line of the text."""
    widths = (style.column["distribution"], style.column["signature"])
    ((copies, signature),) = add_table(word, 1, widths, lined=False)
    _add_copies(copies, document, style)
    _add_signature(signature, document, style)


def _add_copies(cell: Any, document: ReportDocument, style: Style) -> None:
    head = Look(style.size["distribution_head"], bold=True, italic=True)
    write(cell.paragraphs[0], style.words["distribution"], head, style.font)
    above = (style.words["same_as_above"],) if document.addressees else ()
    for entry in closed((*above, *document.distribution)):
        write(cell.add_paragraph(), entry, Look(style.size["distribution"]), style.font)


def _add_signature(cell: Any, document: ReportDocument, style: Style) -> None:
    size = style.size["signature"]
    line = Look(size, bold=True, align="center")
    first, *others = document.signature.authority
    write(cell.paragraphs[0], first, line, style.font)
    for words in others:
        write(cell.add_paragraph(), words, line, style.font)
    space = style.paragraph["signature_space"]
    name = Look(size, bold=True, align="center", before=space)
    write(cell.add_paragraph(), document.signature.name, name, style.font)
