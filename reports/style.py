"""The legal form of a document as data: `catalogue/styles/*.toml`, and what an office changes of it
within what the decree leaves to it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

HORN = "\u031b"  # the mark that makes ơ of o and ư of u, and the letter wider


BASE = "style"
"""The key by which an office names the style that it changes."""
Own = Mapping[str, Any]
"""What an office has changed, table by table: `{"paragraph": {"line": 1.3}}`."""

_MOST_MEASURED = 5000  # words whose width is kept: labels come again in every report


class BoldWidths(dict[str, int]):
    """How broad words are in bold letters, in thousandths of the size; each is measured once."""

    def __init__(self, letters: Mapping[str, int]) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, words: str) -> int:
        if len(self) >= _MOST_MEASURED:
            self.clear()
        self[words] = width = sum(self._letters.get(_plain(letter), 600) for letter in words)
        return width


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """Sizes in points, lengths of paper in millimetres, words as they are printed."""

    id: str
    font: str
    page: Mapping[str, float]
    column: Mapping[str, float]
    size: Mapping[str, float]
    paragraph: Mapping[str, float]
    rule: Mapping[str, float]
    words: Mapping[str, str]
    workbook: Mapping[str, str]
    bold_widths: BoldWidths

    @property
    def text_width(self) -> float:
        """Millimetres between the margins."""
        return self.page["width"] - self.page["left"] - self.page["right"]

    def bold_width(self, text: str, size: float) -> float:
        """Points that a bold line takes: rules under it are measured against it."""
        return self.bold_widths[text] * size / 1000

    def lines(self, text: str, size: float, room: float) -> int:
        """How many lines a text takes in a column of `room` points; on the safe side, as bold."""
        words = text.split()
        if len(words) < 2:
            return 1
        count, used = 1, 0  # with the space behind the last word
        widths = self.bold_widths
        space, most = widths[" "], room * 1000 / size
        for word in words:
            width = widths[word]
            if used and used + width > most:
                count, used = count + 1, width + space
            else:
                used += width + space
        return count


_in_use: dict[str, Own] = {"own": {}}


def use_own_style(own: Own) -> None:
    """Make every document from now on with what an office has changed."""
    _in_use["own"] = own


def own_style() -> Own:
    """What is changed of the looks, in this process."""
    return _in_use["own"]


def allowed(file: Path) -> dict[str, tuple[Decimal, Decimal]]:
    """What a style leaves to the office, with the least and the most of each."""
    table = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    return {key: (Decimal(low), Decimal(high)) for key, (low, high) in table["allowed"].items()}


def load_style(file: Path, own: Own | None = None) -> Style:
    """Read one style, with what an office has changed of it; KeyError names a table that is not
    there."""
    table = tomllib.loads(file.read_text("utf-8"))
    if own:
        table = _changed(table, own)
    widths = {letter: int(n) for n, letters in table["bold_widths"].items() for letter in letters}
    numbers = ("page", "column", "size", "paragraph", "rule")
    return Style(
        id=table["id"],
        font=table["font"],
        words=table["words"],
        workbook=table["workbook"],
        bold_widths=BoldWidths(widths),
        **{name: table[name] for name in numbers},
    )


def _changed(table: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """With what the office has changed; columns fill the room between its margins."""
    page = {**table["page"], **own.get("page", {})}
    room, before = (each["width"] - each["left"] - each["right"] for each in (page, table["page"]))
    column = {name: width * room / before for name, width in table["column"].items()}
    sizes = {name: {**table[name], **own.get(name, {})} for name in ("size", "paragraph")}
    return {**table, **sizes, "page": page, "column": column}


@lru_cache(maxsize=1024)
def _plain(letter: str) -> str:
    """The letter without its tone and hat: ậ -> a, ự -> ư."""
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", parts[0] + HORN) if HORN in parts else parts[0]
