"""One figure over periods or over units: a bar each, lines for mean and target."""

from __future__ import annotations

from decimal import Decimal

from charts.bars import (
    BESIDE,
    ZERO,
    add_bar,
    add_label,
    add_nothing,
    add_value,
    lines_beside,
    ruler_beside,
)
from charts.marks import BLUE, INK, LABEL, LINE, MARGIN, MUTED, NOTE, RED, SLACK, Column, length
from charts.series import Measured, Point, PointState

MANY = 12  # points from which on their labels stand beside their bars
LABEL_ROOM = 360  # for such a label
HEIGHT_BELOW, HEIGHT_BESIDE = 48.0, 40.0
AFTER_BELOW, AFTER_BESIDE = 18, 8
REFERENCES = (INK, RED)
THICK = 5


def measured(series: Measured, scale: float) -> Column:
    """A bar for each point; those that stand out are darker. Where there is no number, words stand
    in its place, and never a bar."""
    column = Column(scale)
    column.head(series.head)
    column.legend([(colour, "", words) for colour, words, _ in _references(series)])
    rows = _Rows(series, column)
    for point in series.points:
        rows.add(point)
    column.gap(8)
    for note in series.notes:
        column.words(note, NOTE)
    column.foot(series.head)
    return column


def _references(series: Measured) -> list[tuple[str, str, Decimal]]:
    """Colour, words and value of each line to measure by."""
    return [
        (colour, series.line(reference), reference.value)
        for colour, reference in zip(REFERENCES, series.references, strict=False)
    ]


class _Rows:
    """The points one under the other on one scale: few under their labels, many beside them."""

    def __init__(self, series: Measured, column: Column) -> None:
        self.series, self.column = series, column
        self.beside = len(series.points) > MANY
        self.left = MARGIN + LABEL_ROOM if self.beside else MARGIN
        numbers = [series.words(p) for p in series.points if p.known is PointState.VALUE]
        letters = column.letters(NOTE if self.beside else LABEL)
        self.ruler, self.size = ruler_beside(numbers, letters, self.left)
        self.some_stand_out = any(point.stands_out for point in series.points)
        self.whole = series.most

    def add(self, point: Point) -> None:
        height = self._label(point)
        if point.known is PointState.VALUE and point.value is not None:
            self._bar(point, point.value, height)
        else:
            words = self.series.words(point)
            add_nothing(self.column, height, words, point.label, self.left)
        self.column.gap(height + (AFTER_BESIDE if self.beside else AFTER_BELOW))

    def _label(self, point: Point) -> float:
        """Print the label; the height of the row (before its scale)."""
        column, about = self.column, f"label:{point.label}"
        if not self.beside:
            column.words(point.label, LABEL, about=about)
            return HEIGHT_BELOW
        letters = column.letters(NOTE)
        lines = lines_beside(column, point.label, letters, LABEL_ROOM - 12, about)
        height = max(HEIGHT_BESIDE * column.scale, LINE * letters * len(lines))
        add_label(column, lines, letters, height, about)
        return height / column.scale

    def _bar(self, point: Point, value: Decimal, height: float) -> None:
        drawn = max(self._length(value), ZERO)
        colour = BLUE if point.stands_out or not self.some_stand_out else MUTED
        thick = HEIGHT_BESIDE if self.beside else HEIGHT_BELOW
        about = f"bar:{point.label}"
        add_bar(self.column, self.left, drawn, height, about, colour, thickest=thick)
        words = self.series.words(point)
        end = drawn
        for line_colour, _, reference in sorted(_references(self.series), key=lambda r: r[2]):
            x = self._length(reference)
            add_bar(self.column, self.left + x, THICK, height, f"line:{point.label}", line_colour)
            if end <= x <= end + BESIDE + length(words, self.size, True) / SLACK:
                end = x + THICK
        add_value(self.column, self.left + end, height, words, self.size, point.label)

    def _length(self, value: Decimal) -> float:
        return self.ruler * float(value / self.whole)
