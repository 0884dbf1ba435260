"""A formula of a spreadsheet as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.incoming.columns import column_number
from reports.patching.places import CellPlace

LONGEST = 2_000
DEEPEST = 60
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<ref>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}(?![\w(.]))
    |(?P<name>[A-Za-z_][\w.]*)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%(),;:])
    )""",
    re.VERBOSE,
)
_REF = re.compile(r"(?:(.+)!)?\$?([A-Za-z]{1,3})\$?([0-9]+)")
_RANKS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class StrangeFormula(Exception):
    """A formula with something in it that is not known here."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One piece: `what` is "number", "text", "truth", "cell", "area", "call" or a sign.

    `value` is what it holds: a number, words, a place, the first and the last place of an area, the
    name of a function. A sign with one part stands before or behind it ("-", "%").
    """

    what: str
    value: object = None
    parts: tuple[Formula, ...] = ()

    @property
    def ends(self) -> tuple[CellPlace, CellPlace]:
        """The first and the last cell of an area."""
        assert isinstance(self.value, tuple)
        first, last = self.value
        return first, last

    def places(self) -> Iterator[CellPlace]:
        """Every cell that it names, those of areas too."""
        if isinstance(self.value, CellPlace):
            yield self.value
        elif self.what == "area":
            yield from cells_of(self)
        for part in self.parts:
            yield from part.places()


def cells_of(area: Formula) -> Iterator[CellPlace]:
    """The cells of an area, row by row."""
    first, last = area.ends
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            yield CellPlace(first.sheet, row, column)


def read_formula(words: str, sheet: str) -> Formula:
    """The tree of a formula that stands on a sheet. StrangeFormula."""
    if len(words) > LONGEST:
        raise StrangeFormula(words[:40])
    reader = _Reader(list(_tokens(words.removeprefix("="))), sheet)
    found = reader.rank(0)
    if reader.left():
        raise StrangeFormula(words)
    return found


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    at = 0
    words = words.strip()
    while at < len(words):
        found = _TOKEN.match(words, at)
        if found is None or found.lastgroup is None:
            raise StrangeFormula(words)
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Reader:
    """Pieces from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], sheet: str) -> None:
        self._tokens, self._sheet = tokens, sheet
        self._at = self._depth = 0

    def left(self) -> bool:
        return self._at < len(self._tokens)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self.left() else ("", "")

    def _take(self, *signs: str) -> str:
        kind, word = self._peek()
        if kind == "sign" and word in signs:
            self._at += 1
            return word
        return ""

    def rank(self, number: int) -> Formula:
        """What binds at least as strongly as the signs of that rank."""
        self._depth += 1
        if self._depth > DEEPEST * len(_RANKS):
            raise StrangeFormula("too deep")
        found = self._before() if number == len(_RANKS) else self.rank(number + 1)
        while number < len(_RANKS) and (sign := self._take(*_RANKS[number])):
            found = Formula(sign, None, (found, self.rank(number + 1)))
        self._depth -= 1
        return found

    def _before(self) -> Formula:
        if sign := self._take("-", "+"):
            return Formula(sign, None, (self._before(),))
        found = self._single()
        while self._take("%"):
            found = Formula("%", None, (found,))
        return found

    def _single(self) -> Formula:
        if self._take("("):
            found = self.rank(0)
            self._need(")")
            return found
        kind, word = self._peek()
        self._at += 1
        match kind:
            case "number":
                return Formula("number", Decimal(word))
            case "text":
                return Formula("text", word[1:-1].replace('""', '"'))
            case "ref":
                return self._cell_or_area(word)
            case "name" if self._take("("):
                return Formula("call", word.upper().removeprefix("_XLFN."), tuple(self._given()))
            case "name" if word.upper() in ("TRUE", "FALSE"):
                return Formula("truth", word.upper() == "TRUE")
        raise StrangeFormula(word)

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise StrangeFormula(f"no {sign}")

    def _cell_or_area(self, word: str) -> Formula:
        first = self._place(word)
        if not self._take(":"):
            return Formula("cell", first)
        kind, last_word = self._peek()
        if kind != "ref":
            raise StrangeFormula(word)
        self._at += 1
        last = self._place(last_word)._replace(sheet=first.sheet)
        if (last.row - first.row + 1) * (last.column - first.column + 1) > 20_000:
            raise StrangeFormula(word)
        return Formula("area", (first, last))

    def _place(self, word: str) -> CellPlace:
        found = _REF.fullmatch(word)
        if found is None:
            raise StrangeFormula(word)
        sheet = found[1] or self._sheet
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        return CellPlace(sheet, int(found[3]), column_number(found[2].upper()))

    def _given(self) -> Iterator[Formula]:
        if self._take(")"):
            return
        while True:
            if self._peek() in (("sign", ","), ("sign", ";"), ("sign", ")")):
                yield Formula("text", "")  # left out
            else:
                yield self.rank(0)
            if self._take(")"):
                return
            if not self._take(",", ";"):
                raise StrangeFormula("no )")
