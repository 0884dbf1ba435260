"""Figures named by words of their labels: "tổng 14, đúng hạn 13, hoàn thành quá hạn 1".

Only where every word group belongs to one line of the asked block and to no other; even then the
figures are to be confirmed, because the words are the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.reading.awaited import Awaited
from domain.reading.codes import labels
from domain.reading.cuts import read_cell
from domain.reading.entries import Read, entries_of
from domain.reading.readings import Reason, doubted
from domain.report.forms import Block, Form
from domain.words import fold

_VALUE = re.compile(r"\d[\d.,]*(?:\s?%)?")
_NO_NAME = frozenset("-–+/~<>≈;")  # right before a number these are its sign, or no words at all
_NEXT = re.compile(r"[;,](?!\d)\s*")
_FILLERS = frozenset(
    ["so", "la", "co", "thi", "duoc", "da", "van", "con", "va", "voi", "tat", "ca", "trong", "do",
     "gom", "nhe", "a"]
)  # fmt: skip
_SIGNS = re.compile(r"[^\w%]+")


def labelled(line: str, block: Block, awaited: Awaited) -> Read | None:
    """The figures of a line in which each is named by a part of its label; None for others."""
    pairs = [pair for piece in _NEXT.split(line) for pair in _pairs(piece.strip(), block, awaited)]
    told = "".join(name + value for name, value in pairs)
    if len(pairs) < 2 or not line[:1].isalpha() or _digits(told) != _digits(line):
        return None
    codes = [_meant(name, block, awaited) for name, _ in pairs]
    if None in codes or len(set(codes)) < len(codes):
        return None
    known = [code for code in codes if code]
    readings = tuple(
        doubted(read_cell(value, awaited.form.indicators[code], awaited.previous), Reason.SEPARATED)
        for code, (_, value) in zip(known, pairs, strict=True)
    )
    if not all(reading.sure for reading in readings):
        return None
    return entries_of(known, readings, awaited)


def _pairs(piece: str, block: Block, awaited: Awaited) -> list[tuple[str, str]]:
    """Words and the number behind them, in turn; none where more words follow than a unit."""
    found, end = [], 0
    for value in _VALUE.finditer(piece):  # by the numbers: looking for words first is quadratic
        name = piece[end : value.start()]
        if not name or name[-1] in _NO_NAME:
            return []
        found.append((name, value[0].rstrip(".,")))
        end = value.end()
    behind = bare(piece[end:]) if found else "?"
    return [] if behind and behind not in _units(block, awaited) else found


def _units(block: Block, awaited: Awaited) -> set[str]:
    return {bare(line.unit) for line in awaited.indicators(block)}


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _meant(name: str, block: Block, awaited: Awaited) -> str | None:
    """The one line of the block whose label has these words in this order."""
    said = bare(name)
    for unit in _units(block, awaited):  # of the figure before: "tổng 14 nhiệm vụ đúng hạn 13"
        if unit and said.startswith(f"{unit} ") and not _named(said, block, awaited):
            said = said.removeprefix(f"{unit} ")
    found = _named(said, block, awaited) if said else []
    return found[0] if len(found) == 1 else None


def _named(said: str, block: Block, awaited: Awaited) -> list[str]:
    return lines_named(said, block.codes, awaited.form)


def lines_named(said: str, codes: Sequence[str], form: Form) -> list[str]:
    """Of these lines those that are called so, with or without their unit ("tiếp nhận" of "hồ sơ
    tiếp nhận"), otherwise those whose labels have these words."""
    spelt = {code: [bare(label) for label in labels(form, code)] for code in codes}
    units = {code: f"{bare(form.indicators[code].unit)} " for code in codes}
    exact = [code for code, wordings in spelt.items() if said in wordings] or [
        code
        for code, wordings in spelt.items()
        if said in [wording.removeprefix(units[code]) for wording in wordings]
    ]
    return exact or [
        code for code, wordings in spelt.items() if any(f" {said} " in f" {w} " for w in wordings)
    ]


def bare(words: str) -> str:
    """The words without accents, signs and small words: "Tổng số được giao" -> "tong giao"."""
    folded = fold(_SIGNS.sub(" ", words)).split()
    return " ".join(word for word in folded if word not in _FILLERS)
