"""Rows of a register as people type or paste them: one a line, cells between tabs or semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.dates.day_reading import DaySaid, read_day
from domain.report.forms import RowCell
from domain.report.written import Rows
from domain.words import fold

_SEPARATORS = ("\t", ";", "|")
_NUMBERED = re.compile(r"\d{1,3}[.)]?")
_LEADING = re.compile(r"^\s*(?:[-+•*–]\s+|\d{1,3}[.)]\s+)")


def is_typed_row(text: str) -> bool:
    """Three cells at least between tabs, semicolons or strokes: a row, and no sentence.

    >>> is_typed_row("78/UBND-VP; 12/11/2022; rà soát"), is_typed_row("rà soát; gửi mai")
    (True, False)
    """
    return any(text.count(each) > 1 for each in _SEPARATORS)


class RowFlaw(StrEnum):
    """Why a line is no row."""

    CELLS = "cells"  # more or fewer than the register has columns
    DAY = "day"  # a day that cannot be read
    EMPTY = "empty"  # the first cell is blank


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that is no row: which, what it says, why, and the cell that is at fault."""

    line: int
    said: str
    flaw: RowFlaw
    cell: str = ""


@dataclass(frozen=True, slots=True)
class RowsRead:
    """What a message holds for a register."""

    rows: Rows
    bad: tuple[BadRow, ...] = ()


def read_register(text: str, columns: Sequence[RowCell]) -> RowsRead:
    """Every line as a row; a head line, a column of running numbers and blank lines are left out.

    >>> read_register(
    ...     "01/KH-UBND; 3/1/2024; Kiểm soát", (RowCell("Số"), RowCell("Ngày", True), RowCell("Gì"))
    ... ).rows
    (('01/KH-UBND', '03/01/2024', 'Kiểm soát'),)
    """
    rows: list[tuple[str, ...]] = []
    bad: list[BadRow] = []
    for number, line in enumerate(_lines(text), start=1):
        cells = cells_in(line, columns)
        if not any(cells) or _is_head(cells, columns):
            continue
        row = _row(number, line, cells, columns)
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            rows.append(row)
    return RowsRead(tuple(rows), tuple(bad))


def below_head(lines: Sequence[str], columns: Sequence[RowCell]) -> Sequence[str]:
    """The lines of a table below the one that names its columns; all of them where none does."""
    heads = [at for at, line in enumerate(lines) if _is_head(cells_in(line, columns), columns)]
    return lines[heads[0] + 1 :] if heads else lines


def looks_like_rows(text: str, columns: Sequence[RowCell]) -> bool:
    """True where a line of the text has the cells of the register."""
    return bool(read_register(text, columns).rows)


def begins_with_head(text: str, columns: Sequence[RowCell]) -> bool:
    """True for a pasted table whose first line is the head of this register, with rows below."""
    first, *rows = _lines(text) or [""]
    titles, cells = [fold(column.title) for column in columns], map(fold, first.split("\t"))
    return (
        bool(rows)
        and len(titles) > 1
        and [cell.strip() for cell in cells][-len(titles) :] == titles
    )


def _lines(text: str) -> list[str]:
    """A cell that a spreadsheet has put in quotes may hold line breaks."""
    whole = re.sub(r'"([^"]*)"', lambda m: " ".join(m[1].split()), text) if "\t" in text else text
    return [line for line in whole.replace("\r", "\n").split("\n") if line.strip()]


def cells_in(line: str, columns: Sequence[RowCell]) -> list[str]:
    """The cells of a line, however many they are, without a running number in front."""
    mark = next((sign for sign in _SEPARATORS if sign in line), None)
    if mark is None:
        return [_LEADING.sub("", line).strip()]
    most = len(columns) if mark == ";" else 0
    cells = [" ".join(cell.split()) for cell in line.split(mark)]
    if len(cells) == len(columns) + 1 and _NUMBERED.fullmatch(cells[0]):
        return cells[1:]
    if most and len(cells) > most:  # the last column is prose, and may have the sign in it
        cells = [*cells[: most - 1], "; ".join(cells[most - 1 :])]
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    return [_LEADING.sub("", cells[0]), *cells[1:]]


def _is_head(cells: Sequence[str], columns: Sequence[RowCell]) -> bool:
    titles = {fold(column.title) for column in columns}
    return sum(1 for cell in cells if fold(cell) in titles) * 2 > len(columns)


def _row(
    number: int, line: str, cells: list[str], columns: Sequence[RowCell]
) -> tuple[str, ...] | BadRow:
    said = " ".join(line.split())
    if "\t" in line and 1 < len(cells) < len(columns):
        cells = [*cells, *[""] * (len(columns) - len(cells))]
    if len(cells) != len(columns):
        return BadRow(number, said, RowFlaw.CELLS)
    if not cells[0]:
        return BadRow(number, said, RowFlaw.EMPTY)
    found: list[str] = []
    for cell, column in zip(cells, columns, strict=True):
        day = read_day(cell.strip(" .").lower()) if column.is_day and cell else None
        if column.is_day and cell and not isinstance(day, DaySaid):
            return BadRow(number, said, RowFlaw.DAY, cell)
        found.append(f"{day.day:%d/%m/%Y}" if isinstance(day, DaySaid) else cell)
    return tuple(found)
