"""The cells of a workbook of another make: Excel of before 2007 (.xls), OpenDocument (.ods).

Only what a form is made from is told: words, numbers, what is merged. How a number is shown, what
is struck out or hidden, and formulas are not, so that no figure is ever taken from such a file.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from domain.reading.cells import Cell, CellRow, CellSheet
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_SHEETS = 60


def sheets_of_old(content: bytes) -> tuple[CellSheet, ...]:
    """All sheets. UnreadableFile."""
    from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(BytesIO(content))
        told = book.sheets_metadata[:MOST_SHEETS]
        return tuple(
            _sheet(book.get_sheet_by_name(each.name), each.visible == SheetVisibleEnum.Visible)
            for each in told
        )
    except PasswordError as error:
        raise UnreadableFile(Unreadable.ENCRYPTED) from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(Unreadable.ENCRYPTED) from error


def _sheet(sheet: Any, visible: bool) -> CellSheet:
    if sheet.total_height > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_MUCH)
    rows = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = {c: cell for c, value in enumerate(values[:MOST_COLUMNS]) if (cell := _cell(value))}
        if cells:
            rows.append(CellRow(number, cells))
    merged = tuple(
        (first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in sheet.merged_cell_ranges or ()
    )
    return CellSheet(sheet.name, tuple(rows), visible=visible, merged=merged)


def _cell(value: object) -> Cell | None:
    if isinstance(value, bool | datetime | date):
        return Cell(value)
    if isinstance(value, int | float):
        return Cell(Decimal(format(value, ".15g")))
    words = str(value)
    return Cell(words) if words.strip() else None
