"""A cell of a workbook by its sheet, row and column."""

from __future__ import annotations

import re
from typing import NamedTuple

from domain.reading.cells import Cell, CellSheet
from reports.incoming.columns import column_name, column_number

_WRITTEN = re.compile(r"(?:(.+)!)?([A-Z]{1,3})([1-9][0-9]{0,6})")


class CellPlace(NamedTuple):
    """Rows count from 1, columns from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """ "D12"."""
        return f"{column_name(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


def place_of(written: str) -> CellPlace | None:
    """ "Phụ lục!D12" -> the place; None where it is none."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    return CellPlace(found[1] or "", int(found[3]), column_number(found[2]))


def cell_at(sheet: CellSheet, place: CellPlace) -> Cell:
    """What stands there; a blank cell where the file has none."""
    row = next((row for row in sheet.rows if row.number == place.row), None)
    return row.cells.get(place.column, Cell()) if row else Cell()
