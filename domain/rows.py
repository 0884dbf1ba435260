"""One line of figures by position: "14 14 0 0", "14, 14, 0, 0", "Có 120 phát phiếu".

Every way to cut the line into as many figures as are asked is weighed. One that fits is taken;
where two fit, the person is asked; where none fits, the missing or surplus figure is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.awaited import Stop
from domain.figures import Figures
from domain.forms import Indicator, Kind
from domain.numbers import Reading, Reason, read_number
from domain.options import option_reading
from domain.readings import doubted
from domain.shortcuts import shortcut
from domain.spoken import below_thousand, signs
from domain.words import matches, words

TOKENS_AT_MOST = 60
_MERGED_AT_MOST = 7  # "2 tỷ 350 triệu 500 nghìn đồng"

_HARD = re.compile(r"\s*[;|\t]\s*")
_COMMA_SPACE = re.compile(r",\s+")
_SIGN_SEPARATED = re.compile(r"[0-9o]+(?:(?P<sign>[-/+])[0-9o]+)(?:(?P=sign)[0-9o]+)+")
_DATE = re.compile(r"[0-9]{1,2}([-/])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})")
_SPACED_SIGN = re.compile(r" [-/+] ")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a line is not a row of the figures that are asked."""

    reason: Stop
    position: int = 0
    given: int = 0
    wanted: int = 0


Readings = tuple[Reading, ...]


def read_row(line: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit:
    """Read a clean line as one figure for each of the form's `lines`."""
    text = line.strip().rstrip(";|").strip()
    if len(lines) == 1:
        return (_one(text, lines[0], previous),)
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    for layout in (_hard, _commas_and_spaces, _commas, _signs, _spaces):
        if (read := layout(text, lines, previous)) is not None:
            return read
    return _count_misfit(0, len(lines))


def _one(text: str, line: Indicator, previous: Figures) -> Reading:
    before = previous.get(line.code)
    return read_number(text, line.kind, line.options, before.value if before else None)


def _each(cells: Sequence[str], lines: Sequence[Indicator], previous: Figures) -> Readings:
    return tuple(_one(cell, line, previous) for cell, line in zip(cells, lines, strict=True))


def aligned(readings: Readings) -> Readings | Misfit:
    """The readings of separate cells; a word beside a number may be a label, and then the
    figures may stand in another order than the form's: "quá hạn 0; đúng hạn 14"."""
    for position, reading in enumerate(readings, start=1):
        if reading.reason is Reason.AMID_WORDS:
            return Misfit(Stop.UNREADABLE, position, len(readings), len(readings))
    return readings


def _doubted(readings: Readings) -> Readings:
    return tuple(doubted(reading, Reason.SEPARATED) for reading in readings)


def _sure(readings: Readings) -> bool:
    return all(reading.sure for reading in readings)


def _count_misfit(given: int, wanted: int) -> Misfit:
    reason = Stop.TOO_FEW if given < wanted else Stop.TOO_MANY
    return Misfit(reason, min(given, wanted) + 1, given, wanted)


def _hard(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit | None:
    """Semicolons, bars or tabs."""
    cells = _HARD.split(text.lstrip("|").strip())
    if len(cells) == 1:
        return None
    if len(cells) == len(lines):
        return aligned(_each(cells, lines, previous))
    return _flattened(" ".join(cells), len(cells), lines, previous)


def _flattened(
    text: str, given: int, lines: Sequence[Indicator], previous: Figures
) -> Readings | Misfit:
    """Separators of two sorts: the figures are taken if they can only be cut in one way."""
    read = _spaces(text, lines, previous)
    if isinstance(read, Misfit):
        return _count_misfit(given, len(lines)) if given != len(lines) else read
    return _doubted(read) if _sure(read) else _count_misfit(given, len(lines))


def _commas_and_spaces(
    text: str, lines: Sequence[Indicator], previous: Figures
) -> Readings | Misfit | None:
    cells = _COMMA_SPACE.split(text.rstrip(","))
    if len(cells) == 1:
        return None
    if len(cells) != len(lines):
        return _flattened(" ".join(cells), len(cells), lines, previous)
    readings = aligned(_each(cells, lines, previous))
    if isinstance(readings, Misfit):
        return readings
    # "98, 3" may also be one figure with a slip; counts have no decimals.
    plain = len(cells) > 2 or all(line.kind in (Kind.COUNT, Kind.ENUM) for line in lines)
    return readings if plain else _doubted(readings)


def _commas(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit | None:
    cells = text.split(",")
    if len(cells) != len(lines) or any(char.isspace() for char in text):
        return None
    if len(cells) == 2 and (
        len(cells[1]) == 3 or any(line.kind not in (Kind.COUNT, Kind.ENUM) for line in lines)
    ):
        return Misfit(Stop.TWO_LAYOUTS, given=1, wanted=2)
    return _doubted(_each(cells, lines, previous))


def _signs(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit | None:
    """ "14/14/0/0", "14 - 14 - 0 - 0"."""
    if _DATE.fullmatch(text):
        return Misfit(Stop.UNREADABLE, 1, 1, len(lines))
    separated = _SIGN_SEPARATED.fullmatch(text)
    cells = text.split(separated["sign"]) if separated else _SPACED_SIGN.split(text)
    if len(cells) != len(lines) or len(cells) < 3:
        return None
    return _doubted(_each(cells, lines, previous))


def _spaces(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit:
    tokens = text.split()
    if len(tokens) > TOKENS_AT_MOST:
        return _count_misfit(len(tokens), len(lines))
    fitting = _fitting(tokens, lines, previous)
    if len(fitting) == 1:
        return fitting[0]
    if fitting or _regrouped(tokens, len(lines)):
        return Misfit(Stop.TWO_LAYOUTS, given=len(tokens), wanted=len(lines))
    return _asked_about(_atoms(tokens, lines), lines, previous)


# A word that is no figure leaves open to which of its neighbours it belongs: "14 thiếu 14 0".
_LOST = {
    Reason.NO_FIGURE,
    Reason.AMID_WORDS,
    Reason.APPROXIMATE,
    Reason.RANGE,
    Reason.SEVERAL,
    Reason.OPTION_UNKNOWN,
    Reason.EXPLAIN,
}


def _asked_about(
    atoms: Sequence[str], lines: Sequence[Indicator], previous: Figures
) -> Readings | Misfit:
    if not any(char.isdigit() for atom in atoms for char in atom) and len(atoms) != len(lines):
        return Misfit(Stop.NO_FIGURES, 1, 0, len(lines))
    for position, atom in enumerate(atoms, start=1):
        line = lines[min(position, len(lines)) - 1]
        if _one(atom, line, previous).reason in _LOST:
            return Misfit(Stop.UNREADABLE, position, len(atoms), len(lines))
    if len(atoms) == len(lines):
        return _each(atoms, lines, previous)
    return _count_misfit(len(atoms), len(lines))


def _fitting(
    tokens: Sequence[str], lines: Sequence[Indicator], previous: Figures
) -> list[Readings]:
    """The ways to cut the tokens into sure readings, two at most (two are one too many)."""
    known: dict[tuple[int, int, int], Reading | None] = {}

    def reading(start: int, end: int, at: int) -> Reading | None:
        place = (start, end, at)
        if place not in known:
            known[place] = _segment(tokens, start, end, lines[at], previous)
        return known[place]

    found: list[Readings] = []
    dead: set[tuple[int, int]] = set()

    def cut(start: int, at: int, so_far: Readings) -> bool:
        if at == len(lines):
            if start == len(tokens) and so_far not in found:
                found.append(so_far)
            return start == len(tokens)
        if (start, at) in dead or len(found) > 1:
            return False
        last = min(len(tokens) - (len(lines) - at - 1), start + _MERGED_AT_MOST)
        fits = False
        for end in range(start + 1, last + 1):
            if (read := reading(start, end, at)) is not None:
                fits |= cut(end, at + 1, (*so_far, read))
        if not fits:
            dead.add((start, at))
        return fits

    cut(0, 0, ())
    return found


def _segment(
    tokens: Sequence[str], start: int, end: int, line: Indicator, previous: Figures
) -> Reading | None:
    """A sure reading of these tokens as one figure, None where there is none."""
    cell = tokens[start:end]
    if len(cell) > 1 and not any(char.isalpha() or char == "%" for char in "".join(cell)):
        return None  # figures side by side are not joined silently
    if end < len(tokens) and _one_spoken_number(tokens[end - 1 : end + 1]):
        return None  # "mười bốn" is not 10 and 4
    if end < len(tokens) and _one_option(tokens[end - 1 : end + 1], line):
        return None  # "hoàn thành" is one option, not two
    read = _one(" ".join(cell), line, previous)
    return read if read.sure else None


def _one_spoken_number(pair: Sequence[str]) -> bool:
    found, _ = signs(words(" ".join(pair)))
    return len(found) > 1 and below_thousand(found) is not None


def _one_option(pair: Sequence[str], line: Indicator) -> bool:
    both = words(" ".join(pair))
    return any(
        all(map(matches, both, spelt[start : start + len(both)]))
        for option in line.options
        if (spelt := words(option.words.lower()))
        for start in range(len(spelt) - len(both) + 1)
    )


def _regrouped(tokens: Sequence[str], wanted: int) -> bool:
    """True where joining groups of three digits gives the number of figures that are asked."""
    if len(tokens) <= wanted or not all(token.isdigit() for token in tokens):
        return False
    joinable = sum(
        len(after) == 3 and not before.startswith("0") and len(before) <= 3
        for before, after in pairwise(tokens)
    )
    return len(tokens) - joinable <= wanted


def _atoms(tokens: Sequence[str], lines: Sequence[Indicator]) -> list[str]:
    """The tokens, with words that belong together joined: what a person counts as figures."""
    atoms, at = [], 0
    while at < len(tokens):
        length = next(
            (n for n in range(min(_MERGED_AT_MOST, len(tokens) - at), 1, -1)
             if _together(tokens[at : at + n], lines)),
            1,
        )  # fmt: skip
        atoms.append(" ".join(tokens[at : at + length]))
        at += length
    return atoms


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
        read.sure or read.reason in _LOOSE
        for read in (read_number(cell, kind) for kind in (Kind.COUNT, Kind.PERCENT, Kind.MONEY))
    )
