"""A table as people take it from a page: one sheet with a head that stays, numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from reports.workbook.stable_zip import stable_zip

Cell = str | int | Decimal | None
NARROW, BROAD = 8, 60  # letters of a column
HEAD_ROW = 2
SAID_AT_MOST = 200  # rows by which the breadth of a column is told


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A title, the head and the rows; a cell without anything to say is None."""

    name: str  # of the file, without its ending
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    made_at: datetime


def plain_table_xlsx(table: PlainTable) -> bytes:
    """The table as a workbook. Words stay words whatever they begin with; a number that a
    spreadsheet could not hold digit for digit is written out."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    made_at = table.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": table.title, "created": made_at})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
    words = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    for column, title in enumerate(table.head):
        sheet.set_column(column, column, _width(table, column))
        sheet.write_string(HEAD_ROW, column, title, head)
    for at, row in enumerate(table.rows, HEAD_ROW + 1):
        for column, cell in enumerate(row):
            _write(sheet, at, column, cell, words)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return stable_zip(content.getvalue())


def _width(table: PlainTable, column: int) -> int:
    said: Sequence[Cell] = [row[column] for row in table.rows[:SAID_AT_MOST]]
    longest = max(len(str(cell)) for cell in (table.head[column], *said) if cell is not None)
    return min(BROAD, max(NARROW, longest + 2))


def _write(sheet: Any, at: int, column: int, cell: Cell, look: Any) -> None:
    if cell is None:
        sheet.write_blank(at, column, None, look)
    elif isinstance(cell, str):
        sheet.write_string(at, column, cell, look)
    elif Decimal(repr(float(cell))) == cell:
        sheet.write_number(at, column, float(cell), look)
    else:
        sheet.write_string(at, column, format(cell, "f"), look)
