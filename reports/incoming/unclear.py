"""Cells of words that are not plainly what a person sees: struck out, hidden, moved, broken.

Such a cell is told by its place and never taken, glued or left out unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.reading.cells import Cell, CellRow, Flaw

NUMBERS = frozenset({"stt", "tt", "so tt", "so thu tu"})
"""Titles of the column of running numbers: who strikes one out means the row."""

_OF_THE_ROW = frozenset({Flaw.STRUCK, Flaw.HIDDEN, Flaw.TRACKED})
_SHOWN = 60  # characters of a cell that are said


@dataclass(frozen=True, slots=True)
class Unclear:
    """One cell, or a row whose cells all have the same flaw (`column` is "").

    `flaw` is None for a formula that carries no value.
    """

    row: int
    column: str
    said: str
    flaw: Flaw | None


def unclear_in(
    row: CellRow, columns: Mapping[int, str], prose: Collection[str] = (), number: int | None = None
) -> tuple[Unclear, ...]:
    """The unclear cells of the columns that are read; `columns` are their names by their place.

    Words of the columns in `prose` may go over several lines. A running number (its column is
    `number`) that is struck out or changed stands for its row.
    """
    read = {name: row.cells[at] for at, name in columns.items() if at in row.cells}
    flaws = {cell.flaw for cell in read.values()}
    whole = next(iter(flaws)) if len(flaws) == 1 else None
    counted = row.cells.get(number, Cell()) if number is not None else Cell()
    if read and counted.flaw in (Flaw.STRUCK, Flaw.TRACKED):
        whole = counted.flaw
    if whole in _OF_THE_ROW and (len(read) > 1 or counted.flaw):
        return (Unclear(row.number, "", "", whole),)
    return tuple(
        Unclear(row.number, name, _said(cell), cell.flaw)
        for name, cell in read.items()
        if _is_unclear(cell, several=name in prose)
    )


def moved(row: CellRow, broad: int) -> tuple[Unclear, ...]:
    """A row with values beyond the last column: a sign inside a cell has parted it in two."""
    if all(column < broad for column in row.cells):
        return ()
    return (Unclear(row.number, "", "", Flaw.MOVED),)


def rows_of(found: Iterable[Unclear]) -> frozenset[int]:
    """The numbers of the rows in which something is unclear."""
    return frozenset(each.row for each in found)


def _is_unclear(cell: Cell, *, several: bool) -> bool:
    if cell.flaw is Flaw.BROKEN and several:
        return False
    return cell.flaw is not None or (cell.formula and cell.value is None)


def _said(cell: Cell) -> str:
    """What a person sees, a break inside it as such; "" where it is no words."""
    if not isinstance(cell.value, str):
        return str(cell.value) if cell.value is not None else ""
    lines = re.split(r"[\n\r\t\v\f]+", cell.value)
    seen = " / ".join(" ".join(line.split()) for line in lines if line.strip())
    return seen if len(seen) <= _SHOWN else seen[:_SHOWN].rstrip() + "…"
