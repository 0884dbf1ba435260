"""Tables of a docx: fixed columns, with lines or without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_table(document: Any, rows: int, widths: Sequence[float], *, lined: bool) -> list[list[Any]]:
    """The cells of a new table by row; `widths` of its columns in millimetres.

    The cells are read once: asking a table for cell after cell is quadratic.
    """
    table = document.add_table(rows, len(widths))
    table.autofit = False
    _set_borders(table, lined)
    _set_padding(table, 1.2 if lined else 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    grid = []
    for row in table.rows:
        cells = list(row.cells)
        mark(cells, "w:cantSplit")
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        grid.append(cells)
    return grid


def mark(cells: Sequence[Any], name: str) -> None:
    """Set a property of the row of these cells: `w:cantSplit`, `w:tblHeader`."""
    cells[0]._tc.getparent().get_or_add_trPr().append(OxmlElement(name))


def _set_borders(table: Any, lined: bool) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in SIDES:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if lined else "nil")
        if lined:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "000000")
        borders.append(line)
    _insert(table, borders)


def _set_padding(table: Any, millimetres: float) -> None:
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(millimetres).twips))
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    _insert(table, padding)


def _insert(table: Any, element: Any) -> None:
    """The schema wants tblBorders, tblLayout, tblCellMar, tblLook in this order."""
    order = ["w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"]
    name = "w:" + element.tag.partition("}")[2]
    table._tbl.tblPr.insert_element_before(element, *order[order.index(name) + 1 :])
