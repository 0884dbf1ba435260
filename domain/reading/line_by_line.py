"""Figures that are told by words of their lines, one by one: "3 hộ ngập", "không có ai chết", "số
hộ ngập 8, chưa rõ người chết", "à nhầm, 41 người thôi".

Only where every word of the text belongs to a line, to a figure or to nothing at all: one word that
is left over may turn the sense of the others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, zip_longest

from domain.reading.clauses import JOINS_A_LABEL, clauses, without_denied
from domain.reading.numerals import Shape, read_numeral
from domain.reading.tokens import Token
from domain.report.figures import State

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_PLAIN = frozenset([Shape.PLAIN, Shape.THOUSANDS, Shape.MIXED, Shape.COMMA_DECIMAL])
_NONE = "khong"
_NOT_YET = "chua"
_THERE_IS = "co"


@dataclass(frozen=True, slots=True)
class Around:
    """Folded words beside the figures: of no meaning, that a figure comes later, that one was
    given by mistake; behind "chưa" that there is none, "chưa có hộ nào"."""

    beside: Collection[str]
    later: Collection[str]
    slip: Collection[str]
    none: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OfLine:
    """What is told of one line, and the lines that these words may mean: a number, nothing arisen
    or not known yet."""

    lines: tuple[str, ...]
    value: Decimal | State


@dataclass(slots=True)
class _Piece:
    """A stretch of the text with at most one figure."""

    label: set[str] = field(default_factory=set)
    value: Decimal | State | None = None
    later: bool = False


def is_mended(found: Sequence[Token], around: Around) -> bool:
    """Says the text that something was wrong: "à nhầm", "lộn rồi"?"""
    return any(token.base in around.slip for token in found)


Wordings = Mapping[str, Sequence[Sequence[str]]]
"""Code of a line -> the ways to call it, each as its folded words."""


def of_lines(found: Sequence[Token], lines: Wordings, around: Around) -> tuple[OfLine, ...]:
    """What the text tells of these lines, by the words of their labels; nothing where a word is
    strange, a number has no line, or a line is told twice."""
    pairs = frozenset(
        pair for called in lines.values() for each in called for pair in pairwise(each)
    )
    labels = {
        code: frozenset().union(*(_telling(each, pairs, around) for each in wordings))
        for code, wordings in lines.items()
    }
    known = frozenset().union(*labels.values())
    read: list[OfLine] = []
    waiting: set[str] = set()

    def denied_too(token: Token) -> bool:
        return bool(_DIGITS.fullmatch(token.base)) or token.base in around.beside

    for clause in clauses(without_denied(found, denied_too)):
        only_slip = is_mended(clause, around) and not any(_DIGITS.match(t.base) for t in clause)
        for piece in _pieces(clause, pairs, around):
            if piece.label - known and only_slip:
                continue  # "à mục trước chị bấm lộn, ...": of no line
            if piece.label - known:
                return ()
            if piece.value is None:
                waiting = set() if piece.later else waiting | piece.label
                continue
            label, waiting = piece.label or waiting, set()
            fit = tuple(code for code, words in labels.items() if label and label <= words)
            if not fit:
                return ()
            read.append(OfLine(_exact(fit, label, labels), piece.value))
    told = [each.lines for each in read]
    return () if waiting or len(set(told)) < len(told) else tuple(read)


def _telling(
    bases: Sequence[str], pairs: Collection[tuple[str, str]], around: Around
) -> frozenset[str]:
    """Without what means nothing: "đúng" does in "13 mới đúng", not in "đúng hạn"."""
    return frozenset(
        base
        for base, behind in zip_longest(bases, bases[1:], fillvalue="")
        if base not in around.beside or (behind not in around.beside and (base, behind) in pairs)
    )


def _exact(
    lines: tuple[str, ...], label: Collection[str], labels: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    whole = tuple(code for code in lines if labels[code] == label)
    return whole if len(whole) == 1 else lines


def _pieces(
    clause: Sequence[Token], pairs: Collection[tuple[str, str]], around: Around
) -> list[_Piece]:
    """The clause, cut so that each piece has one figure: in front of its words or behind them."""
    found = [t for t in _without_mistaken(clause, around) if t.base not in JOINS_A_LABEL]
    numbers = [at for at, token in enumerate(found) if _DIGITS.fullmatch(token.base)]
    if not numbers:
        return [_without_number(found, pairs, around)]
    words = [token.base in around.beside for token in found]
    in_front = all(words[: numbers[0]])
    cuts = numbers[1:] if in_front else [at + 1 for at in numbers[:-1]]
    edges = [0, *cuts, len(found)]
    return [_with_number(found[start:end], pairs, around) for start, end in pairwise(edges)]


def _without_mistaken(clause: Sequence[Token], around: Around) -> Sequence[Token]:
    """Without the number that a slip takes back: "107 à quên 108", "ghi 5 là nhầm"."""
    slips = [at for at, token in enumerate(clause) if token.base in around.slip]
    if not slips:
        return clause
    return [
        token
        for at, token in enumerate(clause)
        if at not in slips and not (_DIGITS.fullmatch(token.base) and at < slips[-1])
    ]


def _with_number(
    found: Sequence[Token], pairs: Collection[tuple[str, str]], around: Around
) -> _Piece:
    number = next(token.base for token in found if _DIGITS.fullmatch(token.base))
    numeral = read_numeral(number)
    label = _telling([t.base for t in found if t.base != number], pairs, around)
    if numeral.shape not in _PLAIN:
        return _Piece({*label, number})
    return _Piece(set(label), numeral.value)


def _without_number(
    found: Sequence[Token], pairs: Collection[tuple[str, str]], around: Around
) -> _Piece:
    """ "không có ai chết", "chưa rõ người chết", "còn số người lát gửi"."""
    every = [token.base for token in found]
    state_words = (_NONE, _NOT_YET)
    bases = [
        base
        for before, base in zip(["", *every], every, strict=False)
        if not (base == _THERE_IS and before in state_words)  # "không có" is one word
    ]
    piece = _Piece(later=any(base in around.later for base in bases))
    state = {_NONE: State.NONE_ARISEN, _NOT_YET: State.MISSING}
    none = _NOT_YET in every and not around.none.isdisjoint(every[every.index(_NOT_YET) :])
    told = [State.NONE_ARISEN if none else state[base] for base in bases if base in state]
    if told and not piece.later:
        piece.value = told[-1] if len(told) == 1 else State.MISSING
    known = {*state, *around.later, *(around.none if none else ())}
    bases = [base for base in bases if base not in known]
    piece.label = set(_telling(bases, pairs, around))
    if piece.value is not None and not piece.label:
        piece.label = {"?"}  # "không" alone: of which line is not said
    return piece
