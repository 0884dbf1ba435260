"""Where the numbers of figures stand in a text.

While a text is made or read, signs around a number tell of which figure it is; in the text that
comes of it places do, and no sign is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

OPEN, MIDDLE, CLOSE = "\ue003", "\ue004", "\ue005"  # no letters: nobody can type them
TAG = "nhacviec:"
"""In a document, before the code, in the name of the letters in which a number is set."""
SIGNS = dict.fromkeys(map(ord, (OPEN, MIDDLE, CLOSE)))
"""For `str.translate`: what comes from outside never brings a sign along."""

MARKED = re.compile(f"{OPEN}([^{OPEN}{MIDDLE}{CLOSE}]*){MIDDLE}([^{OPEN}{MIDDLE}{CLOSE}]*){CLOSE}")

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Printed:
    """The number of a figure in a text, from a letter up to another one."""

    code: str
    start: int
    end: int


def marked(code: str, number: str) -> str:
    """The number between signs that tell the figure."""
    return f"{OPEN}{code}{MIDDLE}{number}{CLOSE}"


def bare(text: str) -> str:
    """The text without signs."""
    return MARKED.sub(r"\2", text).translate(SIGNS)


def tight(text: str) -> str:
    """The signs around numbers alone: what was typed behind one is no part of it."""
    return MARKED.sub(_number_alone, text)


def _number_alone(found: re.Match[str]) -> str:
    number = _NUMBER.search(found[2])
    if number is None:
        return found[2]
    before, behind = found[2][: number.start()], found[2][number.end() :]
    return before + marked(found[1], number[0]) + behind


def unmarked(text: str) -> tuple[str, tuple[Printed, ...]]:
    """The text without signs, and where the numbers stand in it."""
    if OPEN not in text:
        return text.translate(SIGNS), ()
    out, found, at = "", [], 0
    for each in MARKED.finditer(text):
        out += text[at : each.start()].translate(SIGNS)
        found.append(Printed(each[1], len(out), len(out) + len(each[2])))
        out += each[2]
        at = each.end()
    return out + text[at:].translate(SIGNS), tuple(found)


def marked_again(text: str, printed: Sequence[Printed]) -> str:
    """The text with its signs."""
    for each in reversed(printed):
        number = marked(each.code, text[each.start : each.end])
        text = text[: each.start] + number + text[each.end :]
    return text
