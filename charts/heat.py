"""The heat map: a row a unit, a column a part of the report or a period; each cell also says its
number. Columns for which there is no room stand in a band of their own below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from charts.bars import add_label, lines_beside
from charts.marks import (
    ASCENT,
    BLUE,
    GREY,
    HATCH_LACKING,
    HATCH_NONE,
    INK,
    LABEL,
    LACKING,
    LINE,
    MARGIN,
    NOTE,
    ORANGE,
    SLACK,
    WIDTH,
    Box,
    Column,
    Words,
    length,
    wrap,
)
from charts.series import Heat, HeatCell, HeatRow, Shade

LABEL_ROOM = 284
NOTE_ROOM = 232
GAP = 6  # between cells
NARROWEST = 96  # cells
INSIDE = 10  # between the words of a cell and its edges
STRIP = 0.22  # height of the strip of "chưa có số liệu", of a cell
MANY = 12  # rows from which on the letters of names are the smallest
WHITE = "#ffffff"
LOOKS: Mapping[Shade, tuple[str, str, str]] = {
    Shade.NOTHING: ("#ececec", "", INK),
    Shade.LITTLE: ("#c6dbef", "", INK),
    Shade.MUCH: ("#6baed6", "", INK),
    Shade.ALL: (BLUE, "", WHITE),
    Shade.NONE_ARISEN: ("#deebf7", HATCH_NONE, INK),
    Shade.MISSING: ("#fbe3b5", HATCH_LACKING, INK),
    Shade.ALERT: (ORANGE, "", INK),
}
"""Colour, hatch, and the colour of the words."""


@dataclass(frozen=True, slots=True)
class _Band:
    """Columns that stand beside each other."""

    first: int
    columns: tuple[str, ...]
    width: float  # of a column, the gap behind it included
    notes: bool

    def left(self, index: int) -> float:
        return MARGIN + LABEL_ROOM + index * self.width


def heat(series: Heat, scale: float) -> Column:
    """Headings above, the unit at the left of its cells, its note at their right."""
    column = Column(scale)
    column.head(series.head)
    column.legend(_legend(series))
    for band in _bands(series):
        _headings(column, band)
        for row in series.rows:
            _row(column, row, band, small=len(series.rows) > MANY)
        column.gap(14)
    for note in series.notes:
        column.words(note, NOTE)
    column.foot(series.head)
    return column


def _legend(series: Heat) -> list[tuple[str, str, str]]:
    return [(*LOOKS[each.shade][:2], each.words) for each in series.legend]


def _bands(series: Heat) -> list[_Band]:
    """As many columns beside each other as their words need room; notes stand in the first band
    alone, the others have its room too."""
    noted = any(row.note and _has_cells(row) for row in series.rows) or not series.rows
    words = [cell.words for row in series.rows for cell in row.cells]
    longest = max((length(each, NOTE, False) / SLACK for each in words), default=0)
    least = max(NARROWEST, longest + 2 * INSIDE + GAP)
    room = WIDTH - 2 * MARGIN - LABEL_ROOM
    beside_notes = room - NOTE_ROOM if noted else room
    whole, first = max(1, int(room // least)), max(1, int(beside_notes // least))
    columns = series.columns
    if len(columns) <= first or not noted:
        first = _evenly(len(columns), whole if not noted else first)
    bands = [_Band(0, columns[:first], beside_notes / max(first, 1), noted)]
    rest = columns[first:]
    each = _evenly(len(rest), whole)
    return bands + [
        _Band(first + at, rest[at : at + each], room / each, False)
        for at in range(0, len(rest), each)
    ]


def _evenly(count: int, fitting: int) -> int:
    """How many stand in each of the fewest bands."""
    return ceil(count / ceil(count / fitting)) if count else 1


def _headings(column: Column, band: _Band) -> None:
    """Over the cells, as many lines as the longest heading needs, all ending at the cells."""
    width, size = band.width - GAP, column.letters(NOTE)
    wrapped = [wrap(words, size, False, SLACK * width) for words in band.columns]
    most = max((len(lines) for lines in wrapped), default=0)
    for index, lines in enumerate(wrapped):
        for number, line in enumerate(lines, start=most - len(lines)):
            x = band.left(index) + (width - length(line, size, bold=False)) / 2
            y = column.y + number * LINE * size + ASCENT * size
            column.marks.append(Words(x, y, line, size, False, GREY))
    column.y += most * LINE * size
    column.gap(8)


def _row(column: Column, row: HeatRow, band: _Band, *, small: bool) -> None:
    size = column.letters(NOTE if small else LABEL)
    about = f"label:{row.label}"
    name = lines_beside(column, row.label, size, LABEL_ROOM - 2 * GAP, about)
    small_size = column.letters(NOTE)
    left, room = _place_of_note(row, band)
    note = wrap(row.note, small_size, row.alert, SLACK * (room - 26)) if room else []
    height = max(LINE * size * len(name), LINE * small_size * max(len(note), 1))
    add_label(column, name, size, height, about)
    cells = row.cells[band.first : band.first + len(band.columns)]
    for index, cell in enumerate(cells):
        _cell(column, row, cell, band.left(index), band.width - GAP, height)
    if note:
        _note(column, row, note, left, small_size, height)
    column.y += height
    column.gap(GAP)


def _place_of_note(row: HeatRow, band: _Band) -> tuple[float, float]:
    """Where the note of a row begins, and its room: behind the cells, or in the place of cells
    that are not there; no room where it has been said above."""
    if band.first:
        return 0, 0
    if not _has_cells(row):
        return band.left(0), WIDTH - MARGIN - band.left(0)
    return WIDTH - MARGIN - NOTE_ROOM + GAP, NOTE_ROOM if band.notes else 0


def _has_cells(row: HeatRow) -> bool:
    return any(cell.shade is not Shade.EMPTY for cell in row.cells)


def _note(
    column: Column, row: HeatRow, lines: list[str], x: float, size: float, height: float
) -> None:
    if row.alert:
        column.marks.append(Box(x, column.y, 10, height, ORANGE, "", f"alert:{row.label}"))
    top = column.y + (height - LINE * size * len(lines)) / 2
    for number, line in enumerate(lines):
        y = top + number * LINE * size + ASCENT * size
        about = f"note:{row.label}"
        column.marks.append(Words(x + 20, y, line, size, row.alert, INK, about))


def _cell(
    column: Column, row: HeatRow, cell: HeatCell, left: float, width: float, height: float
) -> None:
    if cell.shade is Shade.EMPTY:
        return
    about = f"{row.label}:{cell.label}"
    colour, hatch, ink = LOOKS[cell.shade]
    column.marks.append(Box(left, column.y, width, height, colour, hatch, f"cell:{about}"))
    size = column.letters(NOTE)
    size *= min(1, SLACK * (width - GAP) / max(length(cell.words, size, bold=False), 1))
    if cell.lacking:
        strip, broad = STRIP * height, max(width * float(cell.lacking), 8)
        y = column.y + height - strip
        column.marks.append(Box(left, y, broad, strip, LACKING, "", f"lacking:{about}"))
    x = left + (width - length(cell.words, size, bold=False)) / 2
    baseline = column.y + height / 2 + 0.36 * size
    column.marks.append(Words(x, baseline, cell.words, size, False, ink, f"value:{about}"))
