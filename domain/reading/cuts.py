"""The ways to cut a line at its spaces into as many figures as are asked.

Words belong to figures in several ways ("2 tỷ 350 triệu", "không có", "phát phiếu"), so every cut
is tried: only one that alone makes each piece a sure figure may be taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from domain.reading.amounts import SCALES, find_amounts
from domain.reading.numbers import read_number
from domain.reading.options import option_reading
from domain.reading.readings import Reading, Reason, doubted
from domain.reading.shortcuts import shortcut
from domain.reading.spoken import below_thousand, sign, signs
from domain.report.figures import Figures
from domain.report.forms import Indicator, Kind
from domain.words import matches, undo_raw, words

Readings = tuple[Reading, ...]

_MERGED_AT_MOST = 10  # "chín mươi chín nghìn chín trăm chín mươi chín"


def read_cell(text: str, line: Indicator, previous: Figures) -> Reading:
    """One figure of a line of the form."""
    before = previous.get(line.code)
    return read_number(text, line.kind, line.options, before.value if before else None)


def cuts(
    tokens: Sequence[str], lines: Sequence[Indicator], previous: Figures
) -> Sequence[Readings]:
    """The ways to cut the tokens into sure readings of the lines: none, one, or two (two are one
    too many, further ones are not looked for)."""
    pieces = _pieces(tokens, lines, previous)
    ways: dict[int, list[Readings]] = {len(tokens): [()]}  # from a start to the end of the line
    for ends_of in reversed(pieces):
        ways = {
            start: [(read, *rest) for end, read in ends for rest in ways.get(end, ())][:2]
            for start, ends in ends_of.items()
        }
    return ways.get(0, [])


_Ends = dict[int, list[tuple[int, Reading]]]  # start of a piece -> its possible ends, read


def _pieces(
    tokens: Sequence[str], lines: Sequence[Indicator], previous: Figures
) -> Sequence[_Ends]:
    """For each line the pieces that can be its figure, begun where the line before may end."""
    spoken = _spoken_runs(tokens)
    options = frozenset(option.words for line in lines for option in line.options)
    uncut = {
        end for end in range(1, len(tokens)) if _one_option(tokens[end - 1 : end + 1], options)
    }
    found: list[_Ends] = []
    starts = {0}
    for left, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        ends_of: _Ends = {}
        for start in starts:
            last = min(len(tokens) - left, start + _MERGED_AT_MOST)
            ends_of[start] = [
                (end, read)
                for end in range(start + 1, last + 1)
                if end not in uncut  # "hoàn thành" is one option, not two
                and (read := _piece(tokens, start, end, line, previous, spoken)) is not None
            ]
        found.append(ends_of)
        starts = {end for ends in ends_of.values() for end, _ in ends}
    return found


@dataclass(frozen=True, slots=True)
class _SpokenRuns:
    """Places between two number words: inside one number, where no cut may be, or open, where a
    cut is thinkable but must be confirmed."""

    inside: frozenset[int]
    open: frozenset[int]


def _spoken_runs(tokens: Sequence[str]) -> _SpokenRuns:
    inside: set[int] = set()
    open_: set[int] = set()
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and _is_number_word(tokens[end]):
            end += 1
        between = range(start + 1, end)
        amounts = find_amounts(" ".join(tokens[start:end])) if between else ()
        one_number = len(amounts) == 1 and not amounts[0].trail
        inside.update(between if one_number else _inside_each(tokens, start, end))
        open_.update(set(between) - inside)
        start = max(end, start + 1)
    return _SpokenRuns(frozenset(inside), frozenset(open_))


def _inside_each(tokens: Sequence[str], start: int, end: int) -> list[int]:
    """Places inside the surely spoken numbers of a run: "mười bốn mười bốn" has two of them; none
    where the run cannot be read so from its beginning to its end."""
    inside: list[int] = []
    while start < end:
        size, sure = _first_number(tokens[start:end])
        if not size:
            return []
        inside += range(start + 1, start + size) if sure else ()
        start += size
    return inside


def _first_number(said: Sequence[str]) -> tuple[int, bool]:
    """How many of the words are the longest number that they begin with, and whether surely."""
    for size in range(min(len(said), _MERGED_AT_MOST), 0, -1):
        number = below_thousand(signs(words(" ".join(said[:size])))[0])
        if number is not None or said[:size] == ["không"]:
            return size, number is not None and number.sure
    return 0, False


def _is_number_word(token: str) -> bool:
    said = words(token)
    return bool(said) and bool(
        sign(said[0]) or sign(undo_raw(said[0])) or said[0].base in ("nghin", "ngan")
    )


def _piece(
    tokens: Sequence[str],
    start: int,
    end: int,
    line: Indicator,
    previous: Figures,
    spoken: _SpokenRuns,
) -> Reading | None:
    """A sure reading of these tokens as one figure, None where there is none."""
    cell = tokens[start:end]
    if len(cell) > 1 and not any(char.isalpha() or char == "%" for char in "".join(cell)):
        return None  # figures side by side are not joined silently
    if start and cell[0].startswith(("(", "[")):
        return None  # "14 (mười bốn)" is one figure
    if end in spoken.inside and not line.options:
        return None  # "mười bốn" is not 10 and 4
    read = read_cell(" ".join(cell), line, previous)
    if not read.sure or _with_a_word_before(cell):
        return None
    if read.reason is Reason.SPACED:
        return None  # "14 105 nv" may be 14 and 105
    thinkable = (
        (end in spoken.open and not line.options)
        or _goes_on(tokens, end)
        or (bool(line.options) and _number_and_words(cell))
    )
    return doubted(read, Reason.SEPARATED) if thinkable else read


def _number_and_words(cell: Sequence[str]) -> bool:
    """One option or two: "không 0"; "Không (0)" is one."""
    return len(cell) > 1 and any(token.isdigit() for token in cell)


def _goes_on(tokens: Sequence[str], end: int) -> bool:
    """Two amounts or one (3.598 triệu): "3 tỷ | 598". "3 tỷ | 1 tỷ" are two."""
    if end == len(tokens) or not tokens[end][0].isdigit():
        return False
    scale = _scale(tokens[end - 1])
    following = _scale(tokens[end]) or (_scale(tokens[end + 1]) if end + 1 < len(tokens) else None)
    return scale is not None and (following is None or following < scale)


def _scale(token: str) -> Decimal | None:
    found = SCALES.find(words(token.lstrip("0123456789.,")))
    return found.meaning if found else None


def _with_a_word_before(cell: Sequence[str]) -> bool:
    """A word that may be the figure before: "có 120"."""
    first = cell[0].strip("(")
    return not first[:1].isdigit() and cell[-1][0].isdigit() and not signs(words(first))[0]


def _one_option(pair: Sequence[str], options: frozenset[str]) -> bool:
    both = (*words(pair[0])[-1:], *words(pair[1])[:1])
    return len(both) == 2 and any(
        all(map(matches, both, spelt[start : start + len(both)]))
        for option in options
        if (spelt := words(option.lower()))
        for start in range(len(spelt) - len(both) + 1)
    )


def regrouped(tokens: Sequence[str], wanted: int) -> bool:
    """True where joining groups of three digits gives the number of figures that are asked."""
    if len(tokens) <= wanted or not all(token.isdigit() for token in tokens):
        return False
    joinable = sum(
        len(after) == 3 and not before.startswith("0") and len(before) <= 3
        for before, after in pairwise(tokens)
    )
    return len(tokens) - joinable <= wanted


def atoms(tokens: Sequence[str], lines: Sequence[Indicator]) -> list[str]:
    """The tokens, with words that belong together joined: what a person counts as figures."""
    found, at = [], 0
    while at < len(tokens):
        length = next(
            (n for n in range(min(_MERGED_AT_MOST, len(tokens) - at), 1, -1)
             if _together(tokens[at : at + n], lines)),
            1,
        )  # fmt: skip
        found.append(" ".join(tokens[at : at + length]))
        at += length
    return found


_LOOSE = (Reason.APPROXIMATE, Reason.RANGE)


def _together(tokens: Sequence[str], lines: Sequence[Indicator]) -> bool:
    cell = " ".join(tokens)
    if not any(char.isalpha() or char == "%" for char in cell):
        return False
    if shortcut(words(cell)) or below_thousand(signs(words(cell))[0]):
        return True
    if any(option_reading(cell, line.options).value is not None for line in lines if line.options):
        return True
    if not any(char.isdigit() for char in cell) or sum(t[0].isdigit() for t in tokens) > 1:
        return False
    return any(
        (read.sure and not _with_a_word_before(tokens)) or read.reason in _LOOSE
        for read in (read_number(cell, kind) for kind in (Kind.COUNT, Kind.PERCENT, Kind.MONEY))
    )
