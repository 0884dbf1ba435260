"""What a text leaves to its writers: words in square brackets, "[hình thức, số tin bài]"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.document import Level, Piece

HEADINGS = (Level.PART, Level.HEADING, Level.POINT)
_BRACKET = re.compile(r"(\[[^\[\]]+\])")


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """One bracket, and the number of the heading that it stands under."""

    under: str  # "I.", "II. 2. a)"; "" before the first heading
    words: str  # without the brackets


def split_brackets(text: str) -> Iterator[tuple[str, bool]]:
    """The text in its order, each stretch with whether it is a bracket."""
    for index, stretch in enumerate(_BRACKET.split(text)):
        if stretch:
            yield stretch, index % 2 == 1


def open_places(pieces: Iterable[Piece]) -> tuple[OpenPlace, ...]:
    """Every bracket of a text, in order."""
    found: list[OpenPlace] = []
    under: dict[Level, str] = {}
    for piece in pieces:
        if piece.level in HEADINGS:
            depth = HEADINGS.index(piece.level)
            under = {level: under[level] for level in HEADINGS[:depth] if level in under}
            under[piece.level] = piece.text.partition(" ")[0]
        where = " ".join(under.values())
        words = (stretch for stretch, bracket in split_brackets(piece.text) if bracket)
        found += [OpenPlace(where, each[1:-1]) for each in words]
    return tuple(found)
