"""The annex back out of a docx: the table with the columns STT and Số liệu, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reports.incoming.read_xlsx import (
    ReadAnnex,
    Unreadable,
    UnreadableWorkbook,
    annex_rows,
    has_head,
    refuse_bomb,
)

_MOST_ROWS = 3_000
_LINES_ABOVE = 8  # paragraphs above the table that may tell unit and period


class _Words(NamedTuple):
    """A cell of a table as the reading of workbooks knows it."""

    value: str
    number_format: str = ""


def read_annex_docx(source: Path | bytes) -> ReadAnnex:
    """The lines of the annex; a table that goes on in another one of as many columns is read on.

    `cell` of a line is its row in the table. Raises UnreadableWorkbook.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    refuse_bomb(content, Unreadable.NOT_DOCX)
    try:
        grid, heading = _grid(content)
    except UnreadableWorkbook:
        raise
    except Exception as error:  # a broken document makes python-docx raise almost anything
        raise UnreadableWorkbook(Unreadable.NOT_DOCX) from error
    rows = tuple(annex_rows(grid, lambda _, row: str(row)))
    if not rows:
        raise UnreadableWorkbook(Unreadable.NO_ANNEX)
    return ReadAnnex(rows, heading)


def _grid(content: bytes) -> tuple[list[list[_Words]], tuple[str, ...]]:
    """All rows of the annex's tables, and the paragraphs above the first of them."""
    from docx import Document
    from docx.oxml.table import CT_Tbl

    grid: list[list[_Words]] = []
    above: list[str] = []
    for part in Document(BytesIO(content)).element.body:
        if not isinstance(part, CT_Tbl):
            if not grid and (words := _text(part)):
                above.append(words)
            continue
        rows = list(_rows(part))
        if has_head(rows) or (grid and rows and len(rows[0]) == len(grid[-1])):
            grid += rows
        if len(grid) > _MOST_ROWS:
            raise UnreadableWorkbook(Unreadable.TOO_BIG)
    return grid, tuple(above[-_LINES_ABOVE:])


def _rows(table: Any) -> Iterator[list[_Words]]:
    """The rows with a place for every column: a cell over several columns stands in the first."""
    for row in table.tr_lst:
        cells: list[_Words] = []
        for cell in row.tc_lst:
            words = "" if cell.vMerge == "continue" else _text(cell)
            cells += [_Words(words), *[_Words("")] * (cell.grid_span - 1)]
        yield cells


def _text(element: Any) -> str:
    """All words of an element, its paragraphs apart."""
    from docx.oxml.ns import qn

    paragraphs = [element] if element.tag == qn("w:p") else element.iter(qn("w:p"))
    told: Sequence[str] = ["".join(p.itertext(qn("w:t"))) for p in paragraphs]
    return " ".join(" ".join(told).split())
