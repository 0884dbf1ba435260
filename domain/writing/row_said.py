"""A row of a register in a sentence: a new one, another cell, or a row that is taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.dates.day_reading import DayFlaw, read_day
from domain.words import Vocabulary, clean, words

_NUMBER = re.compile(
    r"\d{1,5}(?:/\d{4})?/(?:[^\W\d_]{1,10}(?:-[^\W\d_&]{1,12}){0,3})", re.IGNORECASE
)
_ROW = re.compile(r"\d{1,3}")
_RIM = ".,;:()“”\"'"
_LONGEST_DAY = 6  # "ngày 12 tháng 11 năm 2022"


class RowAct(StrEnum):
    """What is to be done with a row."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


class RowWord(StrEnum):
    """What the words around a row mean; the words themselves stand in the catalogue."""

    ADD = "add"
    REMOVE = "remove"
    ROW = "row"  # in front of its place: "dòng 2"
    LAST = "last"  # "dòng cuối"
    WRONG = "wrong"  # it is another one than stands there
    DAY = "day"
    NUMBER = "number"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class RowSaid:
    """`row`: its place from 1, 0 where none is told; cells as they were typed, empty where nothing
    is said of them."""

    act: RowAct
    row: int = 0
    number: str = ""
    day: str = ""
    about: str = ""


def read_row_said(text: str, known: Vocabulary[str]) -> RowSaid | None:
    """What a sentence wants done with a row; None where one word of it is left unexplained.

    >>> from domain.words import Vocabulary
    >>> known = Vocabulary({"add": ["thêm"], "day": ["ngày"], "about": ["về"]})
    >>> read_row_said("thêm 78/UBND-VP ngày 12/11 về rà soát", known)
    RowSaid(act=<RowAct.ADD: 'add'>, row=0, number='78/UBND-VP', day='12/11', about='rà soát')
    """
    typed = clean(text).split()
    said: set[str] = set()
    row, number, day, at = 0, "", "", 0
    while at < len(typed):
        if (length := _day_at(typed, at)) and not day:
            day = _bare(" ".join(typed[at : at + length]))
        elif _NUMBER.fullmatch(_bare(typed[at])) and not number:
            number, length = _bare(typed[at]), 1
        elif RowWord.ROW in said and not row and _ROW.fullmatch(_bare(typed[at])):
            row, length = int(_bare(typed[at])), 1
        elif found := _word_at(typed, at, known):
            meaning, length = found
            if meaning == RowWord.ABOUT:
                about = " ".join(typed[at + length :]).strip(" .,;:")
                return _meant(said, RowSaid(RowAct.ADD, row, number, day, about))
            said.add(meaning)
        elif number and day and not said & {RowWord.ROW, RowWord.LAST, RowWord.WRONG}:
            about = " ".join(typed[at:]).strip(" .;:")
            return _meant(said, RowSaid(RowAct.ADD, row, number, day, about))
        else:
            return None
        at += length
    return _meant(said, RowSaid(RowAct.ADD, row, number, day))


def _meant(said: set[str], read: RowSaid) -> RowSaid | None:
    """The act, where all that it needs is told."""
    row, number, day, about = read.row, read.number, read.day, read.about
    placed = bool(row) or RowWord.LAST in said
    cells = [cell for cell in (number, day, about) if cell]
    if RowWord.REMOVE in said:
        return RowSaid(RowAct.REMOVE, row) if placed and not cells else None
    if placed or RowWord.WRONG in said:
        return RowSaid(RowAct.CHANGE, row, number, day, about) if len(cells) == 1 else None
    whole = bool(number and about)
    return RowSaid(RowAct.ADD, 0, number, day, about) if whole else None


def _day_at(typed: Sequence[str], at: int) -> int:
    """How many of the words from there are one day, with its year or without, be it
    one that the calendar does not have; 0: none is."""
    for length in range(min(_LONGEST_DAY, len(typed) - at), 0, -1):
        said = _bare(" ".join(typed[at : at + length])).lower()
        if read_day(said) is not DayFlaw.NO_DAY:
            return length
    return 0


def _word_at(typed: Sequence[str], at: int, known: Vocabulary[str]) -> tuple[str, int] | None:
    for length in range(min(known.longest, len(typed) - at), 0, -1):
        said = " ".join(typed[at : at + length]).lower().strip(_RIM)
        if said and (found := known.find(words(said))):
            return found.meaning, length
    return None


def _bare(typed: str) -> str:
    return typed.strip(_RIM)
