"""Annexes as people send them: the product's own workbook filled in, a table, a letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from docx.oxml.ns import qn

from domain.report.forms import Form
from domain.talk.messages import Attachment
from handlers.annex.compare import read_cell
from handlers.annex.file import AnnexFile, annex_of
from reports.incoming.open_file import open_file

HEAD = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
FIELD = Path(__file__).parents[1] / "data" / "field"  # as offices have sent them
Values = Mapping[str, object]


def read_annex(name: str, content: bytes) -> AnnexFile:
    """The annex in a file, read here and not in a process of its own. UnusableFile."""
    return annex_of(open_file(name, content))


def figures_of(annex: AnnexFile, form: Form) -> dict[str, str]:
    """What would be written of it, by code."""
    read = {
        cell.code: read_cell(cell, form.indicators[cell.code])
        for cell in annex.cells
        if cell.code in form.indicators and form.indicators[cell.code].asked
    }
    return {
        code: f"{found.value:f}"
        for code, found in read.items()
        if found and found.value is not None
    }


def told_of(annex: AnnexFile, form: Form) -> object:
    """What would be written, what is named instead, which rows are lost."""
    flaws = {cell.code: cell.flaw for cell in annex.cells if cell.flaw}
    return figures_of(annex, form), flaws, [row.words for row in annex.lost]


def rows_of(sheet: Any) -> dict[str, Any]:
    """The value cells of an annex sheet by code."""
    found, section = {}, ""
    for row in sheet.iter_rows():
        printed = str(row[0].value or "")
        if printed and set(printed) <= set("IVX"):
            section = printed
        elif section and printed[:1].isdigit():
            found[f"{section}.{printed}"] = row[3]
    return found


def filled(content: bytes, values: Values, origin: Mapping[str, str] | None = None) -> bytes:
    """The product's own workbook with these cells filled in, saved by another program."""
    book = openpyxl.load_workbook(BytesIO(content))
    cells = rows_of(book.worksheets[0])
    for code, value in values.items():
        cells[code].value = value
    for row in book.worksheets[1].iter_rows():
        if origin and row[2].value in origin:
            row[1].value = origin[row[2].value]
    return saved(book)


def saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def lines(values: Values) -> list[tuple[object, ...]]:
    """The rows of an annex: a heading for each section, then its lines."""
    rows: list[tuple[object, ...]] = [HEAD]
    section = ""
    for code, value in values.items():
        first, _, printed = code.partition(".")
        if first != section:
            section = first
            rows.append((section, "PHẦN"))
        rows.append((printed, "chỉ tiêu", "số", value, ""))
    return rows


def book_of(values: Values, heading: Sequence[str] = ()) -> Any:
    """A workbook of their own: words above the table, the table."""
    book = openpyxl.Workbook()
    for line in heading:
        book.active.append([line])
    for row in lines(values):
        book.active.append(row)
    return book


def own_xlsx(values: Values, heading: Sequence[str] = (), name: str = "bieu.xlsx") -> Attachment:
    return Attachment(name, "application/x-xlsx", saved(book_of(values, heading)))


def own_docx(values: Values, heading: Sequence[str] = (), name: str = "bieu.docx") -> Attachment:
    document = Document()
    for line in heading:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in lines(values):
        cells = table.add_row().cells
        for cell, value in zip(cells, row, strict=False):
            cell.text = "" if value is None else str(value)
    return Attachment(name, "application/x-docx", saved(document))


def own_csv(values: Values, name: str = "bieu.csv") -> Attachment:
    rows = ["section,code,value"]
    for code, value in values.items():
        section, _, printed = code.partition(".")
        rows.append(f'{section},{printed},"{"" if value is None else value}"')
    return Attachment(name, "text/csv", "\n".join(rows).encode())


# The files of the bot, as somebody has changed them in Word


def edited_docx(content: bytes, code: str, value: str) -> bytes:
    """The value of a line of the annex typed over."""
    section, _, printed = code.partition(".")
    word = Document(BytesIO(content))
    inside = ""
    for row in word.tables[-1].rows:
        first = row.cells[0].text.strip()
        if re.fullmatch("[IVX]+", first):
            inside = first
        elif inside == section and first.strip(".") == printed:
            (run, *others) = row.cells[3].paragraphs[0].runs
            run.text = value
            for other in others:
                other.text = ""
            return saved(word)
    raise AssertionError(code)


def reworded_docx(content: bytes, old: str, new: str) -> bytes:
    """Words of the text replaced."""
    word = Document(BytesIO(content))
    for paragraph in word.paragraphs:
        if old in paragraph.text:
            type_over(paragraph, old, new)
            return saved(word)
    raise AssertionError(old)


def type_over(paragraph: Any, old: str, new: str) -> None:
    """Put other words in the place of some, as whoever types does it: letters that stay are left
    where they are, in their own letters."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    parts = [*paragraph._p.iter(qn("w:t"))]
    start = "".join(each.text or "" for each in parts).index(old) + first
    end = start + len(old) - first - last
    typed, at = new[first : len(new) - last], 0
    for each in parts:
        text = each.text or ""
        stop = at + len(text)
        here = at <= start < stop if end > start else at < start <= stop
        put, typed = (typed, "") if here else ("", typed)
        low, high = (min(max(place, at), stop) - at for place in (start, end))
        each.text = text[:low] + put + text[high:]
        each.set(qn("xml:space"), "preserve")
        at = stop
    assert not typed


def _alike(one: str, other: str) -> int:
    """How many letters are the same from the beginning on."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
