"""The layout of a chart: words and boxes in pixels, top down, before anything is drawn.

A phone shows the 1080 pixels of a chart on 360: the size of letters here divided by three is
what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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

TITLE, HEADING, LABEL, NOTE = 46, 38, 36, 30
LINE = 1.26  # line height; Vietnamese capitals carry two marks above (Ễ)
ASCENT = 0.96

INK, GREY, TRACK = "#111111", "#555555", "#e4e4e4"
BLUE, ORANGE, RED, MUTED = "#0072b2", "#e69f00", "#d55e00", "#8f9aa3"  # Okabe-Ito, and a grey


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

    def words(self, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """A paragraph over the whole width, wrapped; nothing for an empty text."""
        size *= self.scale
        for line in wrap(text, size, bold, WIDTH - 2 * MARGIN):
            self.marks.append(Words(MARGIN, self.y + ASCENT * size, line, size, bold, colour))
            self.y += LINE * size

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
