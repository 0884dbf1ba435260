"""The heat map: a row a unit, a column a part of the report; each cell also says its number."""

from __future__ import annotations

from charts.marks import (
    ASCENT,
    BLUE,
    GREY,
    INK,
    LABEL,
    LINE,
    MARGIN,
    NOTE,
    ORANGE,
    WIDTH,
    Box,
    Column,
    Words,
    length,
    wrap,
)
from charts.series import Given, Heat, HeatRow

LABEL_ROOM = 300
NOTE_ROOM = 250
GAP = 6  # between cells
WHITE = "#ffffff"
SHADES = ("#ececec", "#c6dbef", "#6baed6", BLUE)  # nothing, less than half, half or more, all
INKS = (INK, INK, INK, WHITE)
SLACK = 0.94  # small letters are drawn a little broader than they are measured
HEADING = 27  # of a column: two short words, one above the other


def heat(series: Heat, scale: float) -> Column:
    """Headings above, the unit at the left of its cells, its note at their right."""
    column = Column(scale)
    column.head(series.head)
    _legend(column, series)
    _headings(column, series)
    for row in series.rows:
        _row(column, series, row)
    column.gap(14)
    column.foot(series.head)
    return column


def _cell_width(series: Heat) -> float:
    return (WIDTH - 2 * MARGIN - LABEL_ROOM - NOTE_ROOM) / max(len(series.columns), 1)


def _left(series: Heat, index: int) -> float:
    return MARGIN + LABEL_ROOM + index * _cell_width(series)


def _legend(column: Column, series: Heat) -> None:
    """Shades and their meaning in a row, or in several where the words are long."""
    line = NOTE * column.scale
    x: float = MARGIN
    for shade, words in zip(SHADES, series.legend, strict=True):
        room = WIDTH - 2 * MARGIN - 1.3 * line
        size = line * min(1, SLACK * room / max(length(words, line, bold=False), 1))
        broad = 1.3 * line + length(words, size, bold=False) / SLACK
        if x > MARGIN and x + broad > WIDTH - MARGIN:
            x, column.y = MARGIN, column.y + LINE * line
        column.marks.append(Box(x, column.y + 0.2 * line, line, 0.8 * line, shade))
        column.marks.append(Words(x + 1.3 * line, column.y + ASCENT * line, words, size))
        x += broad + line
    column.y += LINE * line
    column.gap(16)


def _headings(column: Column, series: Heat) -> None:
    """Over the cells, as many lines as the longest heading needs, all ending at the cells."""
    width = _cell_width(series) - GAP
    size = HEADING * column.scale
    wrapped = [wrap(words, size, False, width) for words in series.columns]
    most = max((len(lines) for lines in wrapped), default=0)
    for index, lines in enumerate(wrapped):
        for number, line in enumerate(lines, start=most - len(lines)):
            x = _left(series, index) + (width - length(line, size, bold=False)) / 2
            y = column.y + number * LINE * size + ASCENT * size
            column.marks.append(Words(x, y, line, size, False, GREY))
    column.y += most * LINE * size
    column.gap(8)


def _row(column: Column, series: Heat, row: HeatRow) -> None:
    height = LINE * LABEL * column.scale
    _fitted(column, row.label, MARGIN, LABEL_ROOM - GAP, height, about=f"label:{row.label}")
    for index, cell in enumerate(row.cells):
        _cell(column, series, row, cell, _left(series, index), height)
    x = WIDTH - MARGIN - NOTE_ROOM + GAP
    if row.alert:
        column.marks.append(Box(x, column.y, 10, height, ORANGE, "", f"alert:{row.label}"))
    _fitted(
        column,
        row.note,
        x + 20,
        NOTE_ROOM - 26,
        height,
        size=NOTE,
        bold=row.alert,
        about=f"note:{row.label}",
    )
    column.y += height
    column.gap(GAP)


def _cell(
    column: Column, series: Heat, row: HeatRow, cell: Given, left: float, height: float
) -> None:
    about = f"{row.label}:{cell.label}"
    width = _cell_width(series) - GAP
    if not cell.asked:
        return
    shade = _shade(cell)
    column.marks.append(Box(left, column.y, width, height, SHADES[shade], "", f"cell:{about}"))
    words, size = series.words(cell), NOTE * column.scale
    size *= min(1, SLACK * (width - 8) / length(words, size, bold=False))
    x = left + (width - length(words, size, bold=False)) / 2
    baseline = column.y + height / 2 + 0.36 * size
    column.marks.append(Words(x, baseline, words, size, False, INKS[shade], f"value:{about}"))


def _shade(cell: Given) -> int:
    if not cell.given:
        return 0
    if cell.given >= cell.asked:
        return 3
    return 1 if 2 * cell.given < cell.asked else 2


def _fitted(
    column: Column,
    text: str,
    x: float,
    room: float,
    height: float,
    *,
    size: float = LABEL,
    bold: bool = False,
    about: str = "",
) -> None:
    """One line in the middle of a row, smaller where there is not room enough."""
    if not text:
        return
    size *= column.scale
    size *= min(1, SLACK * room / length(text, size, bold))
    baseline = column.y + height / 2 + 0.36 * size
    column.marks.append(Words(x, baseline, text, size, bold, INK, about))
