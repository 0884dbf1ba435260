"""One line of figures by position: "14 14 0 0", "14, 14, 0, 0", "Có 120 phát phiếu".

Every way to cut the line into as many figures as are asked is weighed. One that fits is taken;
where two fit, the person is asked; where none fits, the missing or surplus figure is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.reading.amounts import find_amounts
from domain.reading.awaited import Stop
from domain.reading.cuts import Readings, atoms, cuts, read_cell, regrouped
from domain.reading.numbers import JOINS, about_at_end, without_courtesies
from domain.reading.numerals import read_numeral
from domain.reading.readings import Reading, Reason, ask, doubted
from domain.reading.shortcuts import shortcut
from domain.reading.spoken import signs
from domain.report.figures import Figures, plainly
from domain.report.forms import Indicator, Kind
from domain.report.rates import agrees
from domain.words import fold, words

TOKENS_AT_MOST = 60

_HARD = re.compile(r"\s*[;|\t]\s*")
_COMMA_SPACE = re.compile(r",\s+")
_IN_FRONT = re.compile(r"[^\W\d][^\d]*(?=\d)")
_SIGN_SEPARATED = re.compile(r"[0-9o]+(?:(?P<sign>[-/+])[0-9o]+)(?:(?P=sign)[0-9o]+)+")
_DATE = re.compile(r"[0-9]{1,2}([-/])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})")
_SPACED_SIGN = re.compile(r" [-/+] ")
_PERCENT_BESIDE = re.compile(r"(?P<part>[0-9][0-9.]*)\s*\((?P<percent>[0-9]+(?:[.,][0-9]+)?)\s?%\)")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a line is not a row of the figures that are asked."""

    reason: Stop
    position: int = 0
    given: int = 0
    wanted: int = 0


def read_row(line: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit:
    """Read a clean line as one figure for each of the form's `lines`."""
    if (plain := _plain(line, lines, previous)) is not None:
        return _shares_asked(plain, lines)
    text = line.strip().rstrip(";|").strip()
    if len(lines) == 1:
        return (read_cell(text, lines[0], previous),)
    if not _HARD.search(text):
        text = without_courtesies(text)
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    if _is_a_guess(text):
        return Misfit(Stop.ABOUT, 1, 1, len(lines))
    if (repeated := _with_percents(text, lines, previous)) is not None:
        return repeated
    for layout in (_hard, _joined, _commas_and_spaces, _commas, _signs, _spaces):
        if (read := layout(text, lines, previous)) is not None:
            return read if isinstance(read, Misfit) else _shares_asked(read, lines)
    return _count_misfit(0, len(lines))


def _is_a_guess(text: str) -> bool:
    """ "gần 3,5 tỷ": one amount, and words in front that make it a guess."""
    front = _IN_FRONT.match(text)
    if front is None or about_at_end(front[0]) != front[0].strip():
        return False
    found = find_amounts(text)
    return len(found) == 1 and not found[0].trail


def _plain(line: str, lines: Sequence[Indicator], previous: Figures) -> Readings | None:
    """As many whole numbers as are asked, each sure in its place: nothing else is weighed."""
    cells = line.split(" ")
    if len(cells) != len(lines) or len(lines) == 1:
        return None
    if not all(cell.isascii() and cell.isdecimal() for cell in cells):
        return None
    readings = _each(cells, lines, previous)
    return readings if _sure(readings) else None


def _with_percents(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | None:
    """ "14 14 (100%) 0 0": a percent behind a part of two of the figures is none of its own; None
    where it is another one, or where the row asks for percentages."""
    beside = list(_PERCENT_BESIDE.finditer(text))
    if not beside or any(line.kind is Kind.PERCENT for line in lines):
        return None
    read = read_row(_PERCENT_BESIDE.sub(r"\g<part>", text), lines, previous)
    if isinstance(read, Misfit) or not _sure(read):
        return None
    wholes = [reading.value for reading in read if reading.value]
    for found in beside:
        part, percent = (read_numeral(found[name]).value for name in ("part", "percent"))
        if not any(agrees(percent, part, whole) for whole in wholes):
            return None
    return _doubted(read)


def _shares_asked(readings: Readings, lines: Sequence[Indicator]) -> Readings:
    """A bare 1 or 0,15 of a rate beside counts may be the whole, or a share as spreadsheets show
    it: 1 % or 100 %?"""
    if all(line.kind is Kind.PERCENT for line in lines):
        return readings
    return tuple(
        _share_asked(reading) if line.kind is Kind.PERCENT else reading
        for reading, line in zip(readings, lines, strict=True)
    )


def _share_asked(reading: Reading) -> Reading:
    if reading.value is None or not 0 < reading.value <= 1 or reading.parts or "%" in reading.said:
        return reading
    asked = ask(Reason.SHARE_OR_PERCENT, reading.value, plainly(reading.value * 100))
    return replace(asked, said=reading.said)


def _each(cells: Sequence[str], lines: Sequence[Indicator], previous: Figures) -> Readings:
    return tuple(read_cell(cell, line, previous) for cell, line in zip(cells, lines, strict=True))


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


def _numbers_alone(text: str) -> int:
    """How many numbers stand in front of words or behind them: "hỏi rồi, 125" has one; none where
    each word may be a figure as well."""
    cells = text.split()
    digits = [cell[:1].isdigit() for cell in cells]
    edge = digits == sorted(digits) or digits == sorted(digits, reverse=True)
    figure = any(shortcut(words(cell)) or signs(words(cell))[0] for cell in cells)
    return sum(digits) if edge and not figure else 0


def _flattened(
    text: str, given: int, lines: Sequence[Indicator], previous: Figures
) -> Readings | Misfit:
    """Separators of two sorts: the figures are taken if they can only be cut in one way."""
    read = _spaces(text, lines, previous) if given < len(lines) else None
    if read is None or isinstance(read, Misfit):
        numbers = _numbers_alone(text)
        return _count_misfit(min(given, numbers) if numbers else given, len(lines))
    return _doubted(read) if _sure(read) else _count_misfit(given, len(lines))


def _joined(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | None:
    """ "17.465 tr và 3 tỷ 598": a word between two figures; what is only about so much is asked."""
    typed = text.split()
    signs = ["," if fold(token) in JOINS else token for token in typed]
    cells = _COMMA_SPACE.split(" ".join(signs).replace(" ,", ","))
    if signs == typed or len(cells) != len(lines):
        return None
    readings = _each([cell.strip() for cell in cells], lines, previous)
    clear = all(each.sure or each.reason is Reason.APPROXIMATE for each in readings)
    return _doubted(readings) if clear else None


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
    """Slashes or dashes: "14/14/0/0", "14 - 14 - 0 - 0"."""
    if _DATE.fullmatch(text):
        return Misfit(Stop.UNREADABLE, 1, 1, len(lines))
    separated = _SIGN_SEPARATED.fullmatch(text)
    cells = text.split(separated["sign"]) if separated else _SPACED_SIGN.split(text)
    if len(cells) != len(lines) or len(cells) < 3:
        return None
    return _doubted(_each(cells, lines, previous))


def _is_one_amount(text: str, lines: Sequence[Indicator]) -> bool:
    """ "17 tỷ 465": money that is said in two steps is one figure, however many are asked."""
    return any(line.kind.dong is not None for line in lines) and is_amount(text, several=True)


def is_amount(text: str, *, several: bool = False) -> bool:
    """The text is one amount and nothing besides; `several`: of two steps.

    >>> is_amount("2 tỷ 530"), is_amount("2 tỷ 530 3 tỷ"), is_amount("14", several=True)
    (True, False, False)
    """
    found = find_amounts(text)
    if len(found) != 1 or found[0].lead or found[0].trail or not found[0].readings:
        return False
    return len(found[0].terms) == 2 or not several


def _spaces(text: str, lines: Sequence[Indicator], previous: Figures) -> Readings | Misfit:
    tokens = text.split()
    if len(tokens) > TOKENS_AT_MOST:
        return _count_misfit(len(tokens), len(lines))
    if _is_one_amount(text, lines):
        return _count_misfit(1, len(lines))
    fitting = cuts(tokens, lines, previous)
    if len(fitting) == 1:
        # A cut that is not sure at one place is sure at none: the figures may be displaced.
        displaced = any(reading.reason is Reason.SEPARATED for reading in fitting[0])
        return _doubted(fitting[0]) if displaced else fitting[0]
    if fitting or regrouped(tokens, len(lines)):
        return Misfit(Stop.TWO_LAYOUTS, given=len(tokens), wanted=len(lines))
    return _asked_about(atoms(tokens, lines), lines, previous)


# Questions about a figure that surely stands in its own place. Any other word may belong to
# either neighbour ("14 thiếu 14 0"), and then nothing of the row is taken.
_IN_ITS_PLACE = {
    Reason.BARE_NO,
    Reason.DASH,
    Reason.COMMA_THREE,
    Reason.NOT_WHOLE,
    Reason.MALFORMED,
    Reason.NOT_AN_OPTION,
    Reason.OPTION_UNCLEAR,
    Reason.NEGATIVE,
    Reason.HUGE_MONEY,
    Reason.TOO_BIG,
    Reason.TOO_PRECISE,
    Reason.FAR_ABOVE_HUNDRED,
    Reason.PERCENT_SIGN,
    Reason.SCALE_IN_COUNT,
    Reason.FRACTION_IN_COUNT,
    Reason.DATE_OR_FRACTION,
    Reason.YEAR_MISSING,
    Reason.NO_SUCH_DAY,
}


def _asked_about(
    cells: Sequence[str], lines: Sequence[Indicator], previous: Figures
) -> Readings | Misfit:
    if not any(read_cell(cell, line, previous).sure for cell in cells for line in lines):
        digits = any(char.isdigit() for cell in cells for char in cell)
        if not digits and len(cells) != len(lines):
            return Misfit(Stop.NO_FIGURES, 1, 0, len(lines))
    if len(cells) != len(lines):
        return _lost(cells, lines, previous) or _count_misfit(len(cells), len(lines))
    readings = _each(cells, lines, previous)
    lost = _lost(cells, lines, previous)
    if lost is None and all(" " not in cell or shortcut(words(cell)) for cell in cells):
        return readings
    unsure = next((at for at, reading in enumerate(readings, start=1) if not reading.sure), 1)
    return lost or Misfit(Stop.UNREADABLE, unsure, len(cells), len(lines))


def _lost(cells: Sequence[str], lines: Sequence[Indicator], previous: Figures) -> Misfit | None:
    for position, cell in enumerate(cells, start=1):
        reading = read_cell(cell, lines[min(position, len(lines)) - 1], previous)
        if not reading.sure and reading.reason not in _IN_ITS_PLACE:
            return Misfit(Stop.UNREADABLE, position, len(cells), len(lines))
    return None
