"""How a workbook shows the numbers of its cells: as days, percentages, in thousands, not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from domain.reading.cells import Cell, Flaw
from reports.incoming.parts import XmlPart, is_on, value_of
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_STYLES = 20_000
_BUILT_IN = {9: "0%", 10: "0.00%", 49: "@"}
_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_SERIALS = (Decimal(0), Decimal(2_958_466))  # the days that a workbook knows
_DIGITS = 15  # what a spreadsheet keeps; the rest is noise of its binary fractions


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a cell does with its number."""

    day: bool = False
    percent: bool = False
    decimals: int = 0  # of a percentage
    flaw: Flaw | None = None


PLAIN = CellStyle()


class NumberStyles(XmlPart):
    """The part of styles: `cells` are the formats of cells by their number."""

    def __init__(self) -> None:
        self.cells: list[CellStyle] = []
        self._formats = dict(_BUILT_IN)
        self._fonts: list[Flaw | None] = []
        self._inside = ""

    def begin(self, name: str, attrs: Any) -> None:
        if name in ("fonts", "cellXfs", "dxfs", "cellStyleXfs"):
            self._inside = name
        elif name == "numFmt" and self._inside != "dxfs":
            self._formats[_id(attrs, "numFmtId")] = value_of(attrs, "formatCode")
        elif self._inside == "fonts":
            self._font(name, attrs)
        elif name == "xf" and self._inside == "cellXfs":
            self._cell(attrs)
        if max(len(self._fonts), len(self.cells), len(self._formats)) > MOST_STYLES:
            raise UnreadableFile(Unreadable.TOO_MUCH)

    def finish(self, name: str) -> None:
        if name == self._inside:
            self._inside = ""

    def _font(self, name: str, attrs: Any) -> None:
        if name == "font":
            self._fonts.append(None)
        elif self._fonts and (flaw := font_flaw(name, attrs)):
            self._fonts[-1] = flaw

    def _cell(self, attrs: Any) -> None:
        number, font = _id(attrs, "numFmtId"), _id(attrs, "fontId")
        flaw = self._fonts[font] if font < len(self._fonts) else None
        self.cells.append(_style(number, self._formats.get(number, ""), flaw))


def font_flaw(name: str, attrs: Any) -> Flaw | None:
    """What a property of letters makes of them."""
    if name == "strike" and is_on(attrs):
        return Flaw.STRUCK
    if name == "vertAlign" and value_of(attrs, "val") in ("superscript", "subscript"):
        return Flaw.RAISED
    return None


def _id(attrs: Any, name: str) -> int:
    told = value_of(attrs, name)
    return int(told[:9]) if told.isascii() and told.isdigit() else 0


def _style(number: int, code: str, flaw: Flaw | None) -> CellStyle:
    if number in _DAYS:
        return CellStyle(day=True, flaw=flaw)
    bare = _LITERAL.sub("", code.split(";")[0])
    if code and not bare.strip() and not code.split(";")[0].strip():
        return CellStyle(flaw=flaw or Flaw.HIDDEN)  # ";;;" shows nothing
    if "%" in bare:
        shown = bare.partition("%")[0].rpartition(".")
        decimals = sum(sign in "0#?" for sign in shown[2]) if shown[1] else 0
        return CellStyle(percent=True, decimals=decimals, flaw=flaw)
    if re.search(r"[dyhs]|m", bare, re.IGNORECASE) and "general" not in bare.casefold():
        return CellStyle(day=True, flaw=flaw)
    if re.search(r"[0#?],+(?![0#?,])", bare):
        return CellStyle(flaw=flaw or Flaw.SCALED)
    return CellStyle(flaw=flaw)


def number_cell(words: str, style: CellStyle, *, since_1904: bool) -> Cell:
    """The cell of a number as the file holds it."""
    try:
        number = Decimal(format(float(words[:64]), f".{_DIGITS}g"))
    except ValueError:
        return Cell(words, style.flaw)
    if not number.is_finite():
        return Cell(words, style.flaw)
    if style.day and _SERIALS[0] <= number < _SERIALS[1]:
        return _day(number, style, since_1904)
    if style.percent:
        shown = number * 100
        if shown.adjusted() < _DIGITS:
            step = Decimal(1).scaleb(-style.decimals)
            shown = shown.quantize(step, rounding=ROUND_HALF_UP)
        return Cell(shown, style.flaw)
    return Cell(number, style.flaw)


def _day(serial: Decimal, style: CellStyle, since_1904: bool) -> Cell:
    if serial < 1:
        minutes = round(serial * 24 * 60)
        return Cell(f"{minutes // 60:02}:{minutes % 60:02}", style.flaw)
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    moment = first + timedelta(days=int(serial), seconds=round(float(serial % 1) * 86_400))
    whole = moment.hour == moment.minute == moment.second == 0
    return Cell(moment.date() if whole else moment, style.flaw)
