"""A workbook of another make as an .xlsx: its words, its numbers and what is merged.

Its look is not to be had from such a file; it gets a plain one, that prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from domain.reading.cells import Area, Cell, CellSheet
from reports.incoming.read_annex import words_of
from reports.workbook.stable_zip import stable_zip

NARROWEST, WIDEST = 6, 48  # of a column, in letters


def as_xlsx(sheets: Sequence[CellSheet]) -> bytes:
    """The same sheets; the same cells give the same bytes."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": date(2000, 1, 1)})
    plain = {
        "font_name": "Times New Roman",
        "font_size": 12,
        "text_wrap": True,
        "valign": "vcenter",
    }
    looks = {
        "words": book.add_format(plain),
        "cell": book.add_format({**plain, "border": 1}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet.title[:31]), sheet, looks)
    book.close()
    return stable_zip(content.getvalue())


def _write(page: Any, sheet: CellSheet, looks: Mapping[str, Any]) -> None:
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    cells = {(row.number, column): c for row in sheet.rows for column, c in row.cells.items()}
    broad = max((column for _, column in cells), default=0) + 1
    for column, width in enumerate(_widths(sheet, broad)):
        page.set_column(column, column, width)
    merged: dict[tuple[int, int], Area] = {area[:2]: area for area in sheet.merged}
    covered = {
        (row, column)
        for area in sheet.merged
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }
    for row in sheet.rows:
        in_table = len(row.cells) > 1
        for column in range(broad):
            place = (row.number, column)
            look = looks["cell" if in_table else "words"]
            if area := merged.get(place):
                page.merge_range(area[0] - 1, area[1], area[2] - 1, area[3], "", look)
            elif place in covered:
                continue
            _put(page, place, cells.get(place, Cell()), look, blank=in_table)


def _widths(sheet: CellSheet, broad: int) -> list[int]:
    """As the longest words of each column ask for, but for titles that go over several."""
    found = [NARROWEST] * broad
    for row in sheet.rows:
        for column, cell in row.cells.items():
            if len(row.cells) > 1:
                found[column] = max(found[column], min(len(words_of(cell)) + 2, WIDEST))
    return found


def _put(page: Any, place: tuple[int, int], cell: Cell, look: Any, *, blank: bool) -> None:
    row, column = place[0] - 1, place[1]
    value = cell.value
    if isinstance(value, Decimal):
        page.write_number(row, column, float(value), look)
    elif value is not None:
        page.write_string(row, column, words_of(cell), look)
    elif blank:
        page.write_blank(row, column, None, look)
