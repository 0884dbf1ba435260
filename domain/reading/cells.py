"""The cells of a file that somebody has sent, as plain data, whatever program made it.

What a person sees in a cell and what stands in it are not always one number: a figure may be struck
out, raised like the mark of a note, hidden, or broken over two lines. `Flaw` tells such a cell from
a plain one, so that nobody glues or guesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.report.printed import Printed

PLAIN_VERSION = 1


class Flaw(StrEnum):
    """Why the words of a cell are not plainly one value."""

    STRUCK = "struck"  # struck out, all of it or a part
    RAISED = "raised"  # superscript or subscript
    HIDDEN = "hidden"
    MOVED = "moved"  # out of its place: a frame, another direction, more values than columns
    BROKEN = "broken"  # over several lines, or with a tab inside
    NOTE = "note"  # with the mark of a footnote
    TRACKED = "tracked"  # a change that nobody has accepted yet
    NESTED = "nested"  # a table inside the cell
    MERGED = "merged"  # one cell over several rows
    OBJECT = "object"  # a picture, an equation, the prompt of a control
    SCALED = "scaled"  # shown in thousands of what it holds


Value = str | Decimal | date | datetime | bool | None

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column: rows from 1, columns from 0."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A percentage is the number that is shown: 71.43 for what shows 71,43%."""

    value: Value = None
    flaw: Flaw | None = None
    formula: bool = False  # a formula that carries no value: the program that saved it has none


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row: its number (the first is 1) and its cells by column (from 0), blank ones left out.

    `width` is how many columns it has, blank ones too, where the file tells.
    """

    number: int
    cells: Mapping[int, Cell]
    width: int = 0


@dataclass(frozen=True, slots=True)
class CellSheet:
    """One sheet of a workbook, one table of a document; `above` are the words above a table.

    `formulas` by row and column, and what is `merged`, are told of workbooks.
    """

    title: str
    rows: tuple[CellRow, ...]
    above: tuple[str, ...] = ()
    visible: bool = True
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands in a file; `refused` is the code of the reason where it could not be read."""

    kind: str  # "xlsx", "docx", "csv", "xls", "ods"
    sheets: tuple[CellSheet, ...] = field(default=())
    refused: str = ""
    text: tuple[str, ...] = ()  # of a document: its paragraphs outside of tables, line by line
    keywords: str = ""  # that the file tells of itself
    printed: Mapping[int, tuple[Printed, ...]] = field(default_factory=dict)
    """By paragraph of the text: numbers in letters that tell of which figure they are."""


def to_plain(opened: Opened) -> dict[str, Any]:
    """Data that JSON can carry."""
    return {
        "version": PLAIN_VERSION,
        "kind": opened.kind,
        "refused": opened.refused,
        "text": list(opened.text),
        "keywords": opened.keywords,
        "printed": [
            [at, each.code, each.start, each.end]
            for at, found in opened.printed.items()
            for each in found
        ],
        "sheets": [
            [
                sheet.title,
                sheet.visible,
                list(sheet.above),
                [
                    [row.number, row.width, [_cell_out(c, cell) for c, cell in row.cells.items()]]
                    for row in sheet.rows
                ],
                [[row, column, words] for (row, column), words in sheet.formulas.items()],
                [list(area) for area in sheet.merged],
            ]
            for sheet in opened.sheets
        ],
    }


def from_plain(data: Mapping[str, Any]) -> Opened:
    """The file back; ValueError where the data is of another version."""
    if data.get("version") != PLAIN_VERSION:
        raise ValueError("cells of another version")
    sheets = tuple(
        CellSheet(
            title,
            tuple(CellRow(n, dict(map(_cell_in, cells)), width) for n, width, cells in rows),
            tuple(above),
            visible,
            {(row, column): words for row, column, words in formulas},
            tuple(map(tuple, merged)),
        )
        for title, visible, above, rows, formulas, merged in map(_with_layout, data["sheets"])
    )
    text = tuple(data.get("text", ()))  # kept by an earlier version without them
    printed: dict[int, tuple[Printed, ...]] = {}
    for at, *told in data.get("printed", ()):
        printed[at] = (*printed.get(at, ()), Printed(*told))
    return Opened(data["kind"], sheets, data["refused"], text, data.get("keywords", ""), printed)


def _with_layout(sheet: Sequence[Any]) -> Sequence[Any]:
    """A sheet that was kept before formulas were told has none."""
    return sheet if len(sheet) > 4 else (*sheet, (), ())


def _cell_out(column: int, cell: Cell) -> list[Any]:
    value, tag = cell.value, "s"
    if isinstance(value, bool):
        tag, value = "b", value
    elif isinstance(value, Decimal):
        tag, value = "n", str(value)
    elif isinstance(value, datetime):
        tag, value = "t", value.isoformat()
    elif isinstance(value, date):
        tag, value = "d", value.isoformat()
    return [column, tag, value, cell.flaw or "", cell.formula]


def _cell_in(told: Sequence[Any]) -> tuple[int, Cell]:
    column, tag, value, flaw, formula = told
    if tag == "n":
        value = Decimal(value)
    elif tag == "t":
        value = datetime.fromisoformat(value)
    elif tag == "d":
        value = date.fromisoformat(value)
    return column, Cell(value, Flaw(flaw) if flaw else None, formula)
