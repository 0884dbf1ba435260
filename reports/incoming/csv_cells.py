"""The cells of a table of values: the product's own, and what Excel saves as CSV or text."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO

from domain.reading.cells import Cell, CellRow, CellSheet, Flaw
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_ROWS = 20_000
MOST_COLUMNS = 100
HEAD_WITHIN = 30  # lines in which the columns are looked for
SEPARATORS = ",;\t"
HEADS = (frozenset({"section", "code", "value"}), frozenset({"stt", "số liệu"}))
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEP_LINE = re.compile(r'"?sep=(.)"?[;,\t]*\r?\n?', re.IGNORECASE)


def sheet_of_csv(content: bytes) -> CellSheet:
    """The one table of the file. UnreadableFile."""
    text = _decoded(content)
    told = _SEP_LINE.match(text)  # a line for Excel alone: how the cells are separated
    separator = told[1] if told and told[1] in SEPARATORS + "|" else _separator(text)
    skipped = 1 if told else 0
    reader = csv.reader(
        StringIO(text[told.end() if told else 0 :], newline=""), delimiter=separator
    )
    rows, broad = [], 0
    try:
        for cells in reader:
            words = [" ".join(cell.split(" ")).strip() for cell in cells[:MOST_COLUMNS]]
            if not broad and any(names <= _titles(words) for names in HEADS):
                broad = len(words)
            kept = {c: _cell(cell) for c, cell in enumerate(words) if cell}
            if broad and any(column >= broad for column in kept):  # 17,465 between two commas
                kept = {
                    c: Cell(each.value, Flaw.MOVED) if c > 1 else each for c, each in kept.items()
                }
            if kept:
                rows.append(CellRow(reader.line_num + skipped, kept, len(cells)))
            if len(rows) > MOST_ROWS:
                raise UnreadableFile(Unreadable.TOO_MUCH)
    except csv.Error as error:
        raise UnreadableFile(Unreadable.NOT_CSV) from error
    return CellSheet("", tuple(rows))


def _cell(words: str) -> Cell:
    return Cell(words, Flaw.BROKEN if re.search(r"[\n\r\t]", words) else None)


def _decoded(content: bytes) -> str:
    wide = content.startswith(_UTF16)
    if b"\0" in content and not wide:
        raise UnreadableFile(Unreadable.NOT_CSV)
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(Unreadable.NOT_UTF8) from error


def _separator(text: str) -> str:
    """The sign that parts the columns of the head; without a head, the one of the first line."""
    lines = text[:100_000].splitlines()[:HEAD_WITHIN]
    for line in lines:
        for sign in SEPARATORS:
            titles = _titles(line.replace('"', "").split(sign))
            if any(names <= titles for names in HEADS):
                return sign
    first = lines[0] if lines else ""
    return max(SEPARATORS, key=first.count)


def _titles(cells: list[str]) -> set[str]:
    return {" ".join(cell.split()).casefold() for cell in cells}
