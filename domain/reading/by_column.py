"""Figures of periods that stand side by side: a table pasted whole, or each line behind its words.

    Chỉ tiêu | 2021 | 2022 | 5T2023                 a table whose head names the periods
    chứng thực 1.790 1.197 490; hộ tịch 391 386 172    a figure for each period
    chứng thực 2021 là 1.790; tổng 2.073            the period said, or a line with one figure

All of them are to be confirmed, because the words are the person's own; what is blank in a table
stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.reading.awaited import Awaited, Entry, Stop
from domain.reading.by_label import bare, lines_named
from domain.reading.codes import is_code
from domain.reading.cuts import read_cell
from domain.reading.entries import Read, entries_of, trouble
from domain.reading.readings import Reason, doubted
from domain.report.forms import Form, PeriodColumn
from domain.words import fold

_CELLS = re.compile(r"[|\t]")
_PIECE = re.compile(r"\s*;\s*")
_VALUE = re.compile(r"\d[\d.,]*%?")
_BECOMES = frozenset(["la", "=", ":"])
_COLUMN_AT_MOST = 5  # words of a period: "5 tháng đầu năm 2023"

Told = tuple[str, str]
"""The code of a figure, and what was typed for it."""


def column_table(lines: Sequence[str], awaited: Awaited) -> Read | None:
    """The figures of a table by line and column; None for a text that has no such head."""
    head = _cells(lines[0])
    columns = [_column(title, awaited.form) for title in head[1:]]
    if len(lines) < 2 or len(columns) < 2 or None in columns:
        return None
    rows = [_cells(line) for line in lines[1:]]
    meant = _rows_meant([label for label, *values in rows if any(values)], awaited)
    entries: tuple[Entry, ...] = ()
    for line, (label, *values) in zip(lines[1:], rows, strict=True):
        code = meant.get(label, "")
        if not any(values):
            continue
        if not code or len(values) > len(columns):
            return entries, trouble(Stop.UNREADABLE, line)[1]
        told = [
            (_cell(code, column, awaited.form), value)
            for column, value in zip(columns, values, strict=False)
            if value and column
        ]
        more, stopped = _entries(told, label, awaited)
        entries += more
        if stopped:
            return entries, stopped
    return entries, None


def column_rows(lines: Sequence[str], awaited: Awaited) -> Read | None:
    """The figures of lines that are named by words, each with a figure for every period, or with
    the one period that is said; None where one piece is anything else."""
    pieces = [piece for line in lines for piece in _PIECE.split(line) if piece]
    rows = [_row(piece, awaited.form) for piece in pieces]
    named = [row for row in rows if row]
    if not named or len(named) < len(rows) or not any(column for _, column, _ in named):
        return None
    meant = _rows_meant([label for label, _, _ in named], awaited, alone=True)
    if len(meant) < len({label for label, _, _ in named}):
        return None
    entries: tuple[Entry, ...] = ()
    for label, columns, values in named:
        code = meant[label]
        if bool(columns) != (code in awaited.form.beside):
            return None
        cells = [_cell(code, column, awaited.form) for column in columns] or [code]
        more, stopped = _entries(list(zip(cells, values, strict=True)), label, awaited)
        entries += more
        if stopped:
            return entries, stopped
    return entries, None


def _row(piece: str, form: Form) -> tuple[str, tuple[PeriodColumn, ...], list[str]] | None:
    """The words of a line, the periods told and their figures; no period: it has one figure."""
    tokens = piece.split()
    at = len(tokens)
    while at and _VALUE.fullmatch(tokens[at - 1]):
        at -= 1
    values = tokens[at:]
    if not at or not values or not piece[0].isalpha() or is_code(tokens[0].rstrip(":")):
        return None
    if len(values) == len(form.columns):
        return _label(tokens[:at]), form.columns, values
    if fold(tokens[at - 1]) in _BECOMES and len(values) == 1:
        at -= 1
    words = tokens[: len(tokens) - 1] if len(values) > 1 else tokens[:at]
    for length in range(1, min(_COLUMN_AT_MOST, len(words) - 1) + 1):
        column = _column(" ".join(words[-length:]).rstrip(":="), form)
        if column and (len(words) - length <= at):
            return _label(_without_year(words[:-length])), (column,), values[-1:]
    return (_label(words), (), values) if len(values) == 1 else None


def _without_year(words: list[str]) -> list[str]:
    """ "chứng thực năm 2021" is said of the year by two words."""
    return words[:-1] if len(words) > 1 and fold(words[-1]) == "nam" else words


def _label(words: Sequence[str]) -> str:
    return " ".join(words).rstrip(" :=,-–")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip("|"))]


def _column(title: str, form: Form) -> PeriodColumn | None:
    """The one column that is called so, or that has these numbers: "5T2023"."""
    said, digits = fold(title), _digits(title)
    called = [c for c in form.columns if said in (fold(c.title), c.letter)]
    alike = [c for c in form.columns if digits and _digits(c.title) == digits]
    found = called or alike
    return found[0] if len(found) == 1 else None


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _cell(code: str, column: PeriodColumn | None, form: Form) -> str:
    letter = column.letter if column else ""
    return next(each for each in form.beside[code] if form.indicators[each].column == letter)


def _entries(told: Sequence[Told], label: str, awaited: Awaited) -> Read:
    lines = [awaited.form.indicators[code] for code, _ in told]
    if not all(awaited.owns(line.code) for line in lines):
        return trouble(Stop.FOREIGN_CODE, label, lines[0].parent)
    readings = tuple(
        doubted(read_cell(value, line, awaited.previous), Reason.SEPARATED)
        for (_, value), line in zip(told, lines, strict=True)
    )
    return entries_of([line.code for line in lines], readings, awaited)


def _rows_meant(labels: Sequence[str], awaited: Awaited, *, alone: bool = False) -> dict[str, str]:
    """The line of each label: of the first open block that has them all, otherwise of the block
    that is asked, otherwise of the whole form. `alone`: also lines with one figure."""
    form = awaited.form
    single = [line.code for line in form.indicators.values() if _single(line.code, form)]
    every = [*form.beside, *(single if alone else [])]
    blocks = (awaited.block, *awaited.later) if awaited.block else awaited.later
    of_blocks = [_rows_of(block.codes, every, form) for block in blocks]
    for rows in of_blocks:
        found = [lines_named(bare(label), rows, form) for label in labels]
        if all(len(each) == 1 for each in found):
            return {label: each[0] for label, each in zip(labels, found, strict=True)}
    meant: dict[str, str] = {}
    for label in labels:
        for rows in (*of_blocks[:1], every):
            found_here = lines_named(bare(label), rows, form) if bare(label) else []
            if len(found_here) == 1:
                meant[label] = found_here[0]
                break
    return meant


def _single(code: str, form: Form) -> bool:
    line = form.indicators[code]
    return line.asked and not line.column and not line.kind.written


def _rows_of(codes: Sequence[str], every: Sequence[str], form: Form) -> list[str]:
    """The lines of a block, whatever columns of them it asks."""
    rows = dict.fromkeys(
        form.indicators[code].parent if form.indicators[code].column else code for code in codes
    )
    return [row for row in rows if row in every]
