"""Assignments out of a table: a workbook, or rows pasted into a message.

Columns are found by their titles, in any order, with or without diacritics; `COLUMNS` says which
titles mean what. Nothing is judged here: cells come back as words, with their row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.reading.cells import CellRow, Opened
from domain.tasks.assignment import LONGEST_WORDS, Assignment
from domain.words import clean, fold
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_ROWS = 2_000
HEAD_WITHIN = 30  # rows in which the titles of the columns are looked for

COLUMNS: Mapping[str, frozenset[str]] = {
    "to": frozenset(
        {
            "don vi",
            "don vi thuc hien",
            "don vi chu tri",
            "don vi nhan viec",
            "co quan thuc hien",
            "co quan chu tri",
            "co quan, don vi",
            "co quan, don vi thuc hien",
            "co quan, don vi chu tri",
            "xa, phuong",
        }
    ),
    "title": frozenset(
        {
            "noi dung",
            "noi dung nhiem vu",
            "nhiem vu",
            "ten nhiem vu",
            "noi dung cong viec",
            "cong viec",
            "noi dung thuc hien",
            "nhiem vu duoc giao",
        }
    ),
    "product": frozenset({"san pham", "ket qua", "san pham, ket qua", "san pham/ket qua"}),
    "due": frozenset(
        {
            "thoi han",
            "han",
            "han hoan thanh",
            "thoi han hoan thanh",
            "thoi gian hoan thanh",
            "thoi gian",
            "han xu ly",
            "ngay den han",
        }
    ),
    "lead": frozenset({"chu tri", "nguoi chu tri", "nguoi thuc hien", "can bo chu tri"}),
    "coordinators": frozenset({"phoi hop", "don vi phoi hop", "co quan phoi hop"}),
    "accountable": frozenset({"lanh dao phu trach", "phu trach", "trach nhiem"}),
    "authority": frozenset({"tham quyen"}),
    "document": frozenset(
        {
            "van ban giao",
            "van ban",
            "so van ban",
            "so, ky hieu",
            "so, ky hieu van ban",
            "so ky hieu",
            "van ban giao nhiem vu",
        }
    ),
    "document_on": frozenset({"ngay van ban", "ngay ban hanh"}),
    "subject": frozenset({"trich yeu", "trich yeu van ban"}),
    "priority": frozenset({"muc do", "do khan", "muc do khan"}),
    "assigned_on": frozenset({"ngay giao"}),
}
_FIELD_OF = {title: name for name, titles in COLUMNS.items() for title in titles}
_WITHOUT_HEAD = ("to", "title", "product", "due", "document")


def read_task_sheets(opened: Opened) -> tuple[Assignment, ...] | None:
    """The rows of the first sheet with a column for the task and one for the unit or the day.

    None where no sheet has them: the file is something else. UnreadableFile for too many rows.
    """
    for sheet in opened.sheets:
        found = _assignments([(row.number, _row(row)) for row in sheet.rows])
        if found is not None:
            return found
    return None


def read_task_text(text: str) -> tuple[Assignment, ...] | None:
    """Rows pasted from a table: cells between tabs or "|". None where the text is no such table.

    Without titles the columns are unit, task, product, due day, document, with or without a
    number in front.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    rows = [(number, _cells(line)) for number, line in lines]
    tabular = [(number, cells) for number, cells in rows if len(cells) > 2]
    if len(tabular) < max(2, len(rows) - 1):  # one line may be the command in front of the table
        return None
    found = _assignments(tabular)
    return found if found is not None else _without_head(tabular)


def _row(row: CellRow) -> list[str]:
    broad = max(row.cells, default=-1) + 1
    return [_cell(row.cells[c].value) if c in row.cells else "" for c in range(broad)]


def _cells(line: str) -> list[str]:
    cells = [clean(cell) for cell in re.split(r"[|\t]", line.strip(" "))]
    return cells[1:-1] if line.strip().startswith("|") and line.strip().endswith("|") else cells


def _assignments(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[Assignment, ...] | None:
    for at, (_, cells) in enumerate(rows[:HEAD_WITHIN]):
        columns = [_FIELD_OF.get(_title(cell), "") for cell in cells]
        if "title" in columns and ("to" in columns or "due" in columns):
            return _all_of(rows[at + 1 :], columns)
    return None


def _title(cell: str) -> str:
    """A column title without what stands in brackets: "Thời hạn (ngày)" -> "thoi han"."""
    return re.sub(r"\(.*?\)", " ", fold(cell)).strip(" .:*").replace("  ", " ")


def _without_head(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[Assignment, ...] | None:
    """Rows by their order; only where each of them is long enough and no figure of an annex."""
    numbered = all(re.fullmatch(r"\d+[.)]?", cells[0]) for _, cells in rows)
    bare = [(number, cells[1:] if numbered else cells) for number, cells in rows]
    if any(len(cells) < 3 or not _wordy(cells[1]) or not _wordy(cells[0]) for _, cells in bare):
        return None
    columns = _WITHOUT_HEAD if max(len(cells) for _, cells in bare) > 3 else ("to", "title", "due")
    return _all_of(bare, columns)


def _wordy(cell: str) -> bool:
    return sum(char.isalpha() for char in cell) >= 3


def _all_of(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str]
) -> tuple[Assignment, ...]:
    found = []
    for number, cells in rows:
        fields: dict[str, Any] = {
            name: cell[:LONGEST_WORDS]
            for name, cell in zip(columns, cells, strict=False)
            if name and cell
        }
        if fields:
            found.append(replace(Assignment(**fields), row=number))
    if len(found) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_BIG)
    return tuple(found)


def _cell(value: object) -> str:
    """A cell as words: a day by its ISO form, a whole number without ".0"."""
    if isinstance(value, datetime):
        hour = value.strftime("%H:%M, ") if value.hour or value.minute else ""
        return hour + value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return " ".join(clean(str(value)).split()) if value is not None else ""
