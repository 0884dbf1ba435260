"""The words of a message as they are compared: raw typing undone, abbreviations written out.

Each token knows its place in the cleaned text, so that what a message names can be cut out word for
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.words import SplitWord, undo_raw, word

_PIECE = re.compile(
    r"\{\w+\}|https?://\S+|[^\W\d_]+|\d+(?:[.,]\d+)*|%|\n|[:;,.!?()/=–-]|[^\w\s]", re.UNICODE
)
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
SHORTEST_SPLIT = 2
SHORTEST_GLUED = 5


@dataclass(frozen=True, slots=True)
class Token:
    """`base` without marks; `tone` as in `SplitWord`; `start`, `end` in the cleaned text."""

    base: str
    tone: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """True for letters: no number and no sign."""
        return self.base.isalpha()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The bases that the catalogue knows, and what abbreviations stand for (folded words)."""

    known: frozenset[str] = frozenset()
    short: Mapping[str, str] = field(default_factory=dict)


def tokens(cleaned: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of a text that `clean` has been over."""
    lowered = cleaned.lower()
    if len(lowered) != len(cleaned):  # a letter whose small form is two: places would not fit
        lowered = cleaned
    return tuple(
        token
        for found in _pieces(lowered)
        for token in _tokens_of(found[0], found[1], found[2], lexicon)
    )


def _pieces(lowered: str) -> Iterator[tuple[str, int, int]]:
    """Runs of letters, numbers and signs; VNI words keep their digits."""
    at = 0
    while found := _PIECE.search(lowered, at):
        text, start, end = found[0], found.start(), found.end()
        if text.isalpha() and text.isascii():
            vni = re.match(r"[a-z]+[1-9][a-z1-9]*", lowered[start:])
            if vni and vni.end() > len(text):
                undone = undo_raw(word(vni[0]))
                if undone.base != vni[0] and undone.base.isalpha() and _vni(vni[0]):
                    text, end = vni[0], start + vni.end()
        yield text, start, end
        at = end


def _vni(typed: str) -> bool:
    """A digit that is a tone stands behind a vowel; "nv3", "q3" are no such words."""
    return bool(re.search(r"[aeiouy][a-z]*[1-9]|d9", typed)) and len(typed) >= 3


def _tokens_of(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Token]:
    if not (_LETTERS_ONLY.fullmatch(text) or any(map(str.isalpha, text))) or text[0] == "{":
        yield Token(text, "", start, end)
        return
    typed = word(text)
    for short in (text, typed.base):
        if short in lexicon.short:
            for base in lexicon.short[short].split():
                yield Token(base, "", start, end)
            return
    meant = _meant(typed, lexicon)
    if halves := _halves(meant.base, lexicon):
        cut = start + len(halves[0])
        yield Token(halves[0], "", start, cut)
        yield Token(halves[1], "", cut, end)
        return
    yield Token(meant.base, meant.tone, start, end)


def _meant(typed: SplitWord, lexicon: Lexicon) -> SplitWord:
    """The word behind raw Telex or VNI, where only that one is known."""
    if typed.base in lexicon.known and typed.base.isalpha():
        return typed
    undone = undo_raw(typed)
    if undone.base in lexicon.known:
        return undone
    collapsed = SplitWord(re.sub(r"(.)\1+", r"\1", undone.base), undone.tone)
    return collapsed if collapsed.base in lexicon.known else typed


def _halves(glued: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """ "chuaco" -> "chua", "co"."""
    if glued in lexicon.known or len(glued) < SHORTEST_GLUED:
        return None
    for cut in range(len(glued) - SHORTEST_SPLIT, SHORTEST_SPLIT - 1, -1):
        if glued[:cut] in lexicon.known and glued[cut:] in lexicon.known:
            return glued[:cut], glued[cut:]
    return None
