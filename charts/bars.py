"""Bars and what stands beside them: one scale for a chart, values that keep their size."""

from __future__ import annotations

from collections.abc import Iterable

from charts.marks import (
    ASCENT,
    BLUE,
    GREY,
    INK,
    LINE,
    MARGIN,
    NOTE,
    SLACK,
    SMALLEST,
    WIDTH,
    Box,
    Column,
    Words,
    length,
    wrap,
)

VALUE_ROOM = 184  # right of the longest bar, at least
BESIDE = 16  # between a bar and its value
LINES_BESIDE = 2  # a name of more would make its row a block
ZERO = 6  # a value of 0 still shows where its bar would begin; what is missing shows no bar
LEAST_RULER = 120
THICKEST = 84


def ruler_beside(values: Iterable[str], size: float, left: float = MARGIN) -> tuple[float, float]:
    """How long the longest bar may be, and how big the letters of the values are: long numbers
    take from the bars, never from their own digits."""
    said = list(values)
    longest = max((length(text, size, True) / SLACK for text in said), default=0)
    if longest > VALUE_ROOM:
        size = max(SMALLEST, size * VALUE_ROOM / longest)
        longest = max(length(text, size, True) / SLACK for text in said)
    room = max(longest, VALUE_ROOM) + BESIDE
    return max(WIDTH - MARGIN - left - room, LEAST_RULER), size


def add_bar(
    column: Column,
    left: float,
    width: float,
    height: float,
    about: str,
    colour: str = BLUE,
    hatch: str = "",
    thickest: float = THICKEST,
) -> None:
    """A bar in the middle of a row of that height: beside a name of many lines it is no block."""
    thick = min(height, thickest) * column.scale
    y = column.y + (height * column.scale - thick) / 2
    column.marks.append(Box(left, y, width, thick, colour, hatch, about))


def add_value(column: Column, end: float, height: float, text: str, size: float, of: str) -> None:
    """The value at the end of its bar, in the middle of its height."""
    baseline = column.y + height * column.scale / 2 + 0.36 * size
    add_line(column, end + BESIDE, baseline, text, size, about=f"value:{of}", bold=True)


def add_nothing(column: Column, height: float, words: str, of: str, left: float = MARGIN) -> None:
    """Words in the place of a bar, over as many lines as they need."""
    size = column.letters(NOTE)
    lines = wrap(words, size, False, SLACK * (WIDTH - MARGIN - left))
    needed, room = LINE * size * len(lines), height * column.scale
    top = column.y + max(0.0, room - needed) / 2
    for number, line in enumerate(lines):
        baseline = top + number * LINE * size + ASCENT * size
        add_line(column, left, baseline, line, size, GREY, f"value:{of}")
    column.y += max(0.0, needed - room)


def add_line(
    column: Column,
    x: float,
    baseline: float,
    text: str,
    size: float,
    colour: str = INK,
    about: str = "",
    *,
    bold: bool = False,
) -> None:
    """One line that is never wrapped; only what is longer than the whole picture is smaller."""
    size *= min(1, SLACK * (WIDTH - MARGIN - x) / max(length(text, size, bold), 1))
    column.marks.append(Words(x, baseline, text, size, bold, colour, about))


def lines_beside(column: Column, text: str, size: float, room: float, about: str) -> list[str]:
    """The lines of a name for which there is room beside its bar; none of a longer name, which is
    printed over the whole width above."""
    lines = wrap(text, size, False, SLACK * room)
    if len(lines) <= LINES_BESIDE:
        return lines
    column.words(text, size / column.scale, about=about)
    return []


def add_label(column: Column, lines: list[str], size: float, height: float, about: str) -> None:
    """The lines of a name in the middle of a row of that height (pixels)."""
    top = column.y + (height - LINE * size * len(lines)) / 2
    for number, line in enumerate(lines):
        baseline = top + number * LINE * size + ASCENT * size
        column.marks.append(Words(MARGIN, baseline, line, size, False, INK, about))
