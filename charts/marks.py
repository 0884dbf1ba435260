"""The layout of a chart: words and boxes in pixels, top down, before anything is drawn.

A phone shows the 1080 pixels of a chart on 360: the size of letters here divided by three is
what a reader sees, and none is smaller than `SMALLEST`. A chart with much to say is taller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from charts.series import Head

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1080
HEIGHT = 1350  # aimed at; a chart that needs more at the smallest scale is taller, never cut
MARGIN = 44
SCALES = (1.0, 0.92, 0.84, 0.76, 0.68)

SMALLEST = 33  # letters: 11 pixels on a phone that is 360 broad
TITLE, HEADING, LABEL, NOTE = 46, 40, 36, SMALLEST
SLACK = 0.94  # small letters are drawn a little broader than they are measured
LINE = 1.26  # line height; Vietnamese capitals carry two marks above (Ễ)
ASCENT = 0.96

INK, GREY, TRACK = "#111111", "#555555", "#e4e4e4"
BLUE, ORANGE, RED, MUTED = "#0072b2", "#e69f00", "#d55e00", "#8f9aa3"  # Okabe-Ito, and a grey
GIVEN, NONE, LACKING = BLUE, "#9ecae1", ORANGE  # a number, không phát sinh, chưa có số liệu
HATCH_NONE, HATCH_LACKING = "..", "//"  # the states of a figure are told without colour too


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its baseline, `about` what it tells ("value:now:I")."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = INK
    about: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hatch: str = ""
    about: str = ""


class Column:
    """Marks written from top to bottom; every size is multiplied by `scale`."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.y: float = MARGIN
        self.marks: list[Words | Box] = []

    @property
    def height(self) -> int:
        return round(self.y + MARGIN)

    def gap(self, pixels: float) -> None:
        self.y += pixels * self.scale

    def letters(self, size: float) -> float:
        """The size of letters at this scale: never smaller than a phone can show."""
        return max(SMALLEST, size * self.scale)

    def words(
        self, text: str, size: float, *, bold: bool = False, colour: str = INK, about: str = ""
    ) -> None:
        """A paragraph over the whole width, wrapped; nothing for an empty text."""
        size = self.letters(size)
        for line in wrap(text, size, bold, SLACK * (WIDTH - 2 * MARGIN)):
            self.marks.append(
                Words(MARGIN, self.y + ASCENT * size, line, size, bold, colour, about)
            )
            self.y += LINE * size

    def legend(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """Colour, hatch and meaning in a row, or in several where the words are long."""
        size = self.letters(NOTE)
        x: float = MARGIN
        for colour, hatch, words in entries:
            lines = wrap(words, size, False, SLACK * (WIDTH - 2 * MARGIN - 1.4 * size))
            broad = 1.4 * size + max((length(line, size, False) for line in lines), default=0)
            if x > MARGIN and (x + broad / SLACK > WIDTH - MARGIN or len(lines) > 1):
                x, self.y = MARGIN, self.y + LINE * size
            self.marks.append(Box(x, self.y + 0.2 * size, size, 0.8 * size, colour, hatch))
            for number, line in enumerate(lines):
                self.y += LINE * size if number else 0
                self.marks.append(Words(x + 1.4 * size, self.y + ASCENT * size, line, size))
            x += broad / SLACK + size
        self.y += LINE * size if entries else 0
        self.gap(16)

    def head(self, head: Head) -> None:
        self.words(head.title, TITLE, bold=True)
        self.words(head.subtitle, NOTE, colour=GREY)
        self.gap(20)

    def foot(self, head: Head) -> None:
        self.gap(6)
        self.words(head.foot, NOTE, colour=GREY)


def fit(layout: Callable[[float], Column]) -> Column:
    """The layout at the largest scale that keeps to the height."""
    for scale in SCALES:
        column = layout(scale)
        if column.height <= HEIGHT:
            break
    return column


def wrap(text: str, size: float, bold: bool, width: float) -> list[str]:
    """Lines of at most `width` pixels, broken between words; a longer word is broken too."""
    lines: list[str] = []
    line = ""
    for word in filter(None, re.split(r"[ \t\n]+", text)):
        longer = f"{line} {word}" if line else word
        if length(longer, size, bold) <= width:
            line = longer
            continue
        lines += [line] if line else []
        *pieces, line = _pieces(word, size, bold, width)
        lines += pieces
    return [*lines, line] if line else lines


def _pieces(word: str, size: float, bold: bool, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and length(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def length(text: str, size: float, bold: bool) -> float:
    """Width of a line in pixels."""
    return _font(bold).getlength(text) * size / 100


@cache
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font_file(bold), 100)


@cache
def font_file(bold: bool) -> str:
    """DejaVu Sans as it comes with matplotlib: it has all 134 Vietnamese letters."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return f"{matplotlib.get_data_path()}/fonts/ttf/{name}"
