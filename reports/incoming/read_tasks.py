"""Assignments out of a table: a workbook, or rows pasted into a message.

Columns are found by their titles, in any order, with or without diacritics; `COLUMNS` says which
titles mean what. Nothing is judged here: cells come back as words, with their row. A row in which
something is struck out, hidden or moved comes back as `unclear`, not as an assignment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.reading.cells import Cell, CellRow, Flaw, Opened
from domain.tasks.assignment import LONGEST_WORDS, Assignment
from domain.words import clean, fold
from reports.incoming.unclear import NUMBERS, Unclear, moved, rows_of, unclear_in
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
_PROSE = frozenset({"title", "product", "document", "subject", "authority"})
"""Words that may go over several lines of a cell; names and days may not: two would be one."""


@dataclass(frozen=True, slots=True)
class LeftTable:
    """A further table of tasks in the same file, which is not read: its sheet, or which table of
    a document it is."""

    title: str
    number: int
    visible: bool


@dataclass(frozen=True, slots=True)
class TaskRows:
    """The assignments of a table, what in it is no plain cell, and the tables that were left.
    `titles_unclear`: even its columns are, so that no row is sure."""

    drafts: tuple[Assignment, ...]
    unclear: tuple[Unclear, ...] = ()
    left: tuple[LeftTable, ...] = ()
    titles_unclear: bool = False


def read_task_sheets(opened: Opened) -> TaskRows | None:
    """The rows of the first sheet to be seen with a column for the task and one for the unit or
    the day; every other one with such rows is named.

    None where no sheet has them: the file is something else. UnreadableFile for too many rows.
    """
    taken: TaskRows | None = None
    left: list[LeftTable] = []
    width = 0  # of the last table of tasks
    for number, sheet in enumerate(opened.sheets, start=1):
        found = _table(sheet.rows, parted=opened.kind == "csv")
        goes_on = opened.kind == "docx" and width and sheet.rows[0].width == width
        width = sheet.rows[-1].width if sheet.rows and (found or goes_on) else 0
        if found and taken is None and sheet.visible:
            taken = found
        elif (found and (found.drafts or found.unclear)) or goes_on:
            left.append(LeftTable(sheet.title, number, sheet.visible))
    if taken is None:
        return TaskRows((), (), tuple(left)) if left else None
    return replace(taken, left=tuple(left))


def read_task_text(text: str) -> TaskRows | None:
    """Rows pasted from a table: cells between tabs or "|". None where the text is no such table.

    Without titles the columns are unit, task, product, due day, document, with or without a
    number in front. The first line may be the command; a row that lacks cells is one of them.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    rows = [(number, _cells(line)) for number, line in lines]
    if rows and not _tabular(rows[0][1]):
        del rows[0]
    whole = sum(_tabular(cells) for _, cells in rows)
    if whole < max(2, len(rows) - whole):
        return None
    typed = [
        CellRow(number, {c: Cell(words) for c, words in enumerate(cells) if words}, len(cells))
        for number, cells in rows
    ]
    found = _table(typed, parted=True)
    return found if found is not None else _without_head(rows, typed)


def _tabular(cells: Sequence[str]) -> bool:
    return len(cells) > 2


def _cells(line: str) -> list[str]:
    cells = [clean(cell) for cell in re.split(r"[|\t]", line.strip(" "))]
    return cells[1:-1] if line.strip().startswith("|") and line.strip().endswith("|") else cells


def _table(rows: Sequence[CellRow], *, parted: bool) -> TaskRows | None:
    """`parted`: a sign parts the cells, so that one too many means that a cell held it."""
    for at, head in enumerate(rows[:HEAD_WITHIN]):
        titles = {column: _title(_words(cell)) for column, cell in head.cells.items()}
        columns = {c: _FIELD_OF[title] for c, title in titles.items() if title in _FIELD_OF}
        named = columns.values()
        if "title" in named and ("to" in named or "due" in named):
            number = next((c for c, title in titles.items() if title in NUMBERS), None)
            broad = max(titles) + 1 if parted else 0
            told = unclear_in(head, columns, columns.values())
            changed = [one for one in told if one.flaw in (Flaw.STRUCK, Flaw.TRACKED)]
            found = _all_of(rows[at + 1 :], columns, number=number, broad=broad)
            unclear = (*changed, *found.unclear)
            return replace(found, unclear=unclear, titles_unclear=bool(changed))
    return None


def _title(cell: str) -> str:
    """A column title without what stands in brackets: "Thời hạn (ngày)" -> "thoi han"."""
    return re.sub(r"\(.*?\)", " ", fold(cell)).strip(" .:*").replace("  ", " ")


def _without_head(
    rows: Sequence[tuple[int, Sequence[str]]], typed: Sequence[CellRow]
) -> TaskRows | None:
    """Rows by their order; only where most of them are long enough and no figure of an annex."""
    numbered = all(re.fullmatch(r"\d+[.)]?", c[0]) for _, c in rows if _tabular(c))
    bare = [cells[1:] if numbered else cells for _, cells in rows]
    clear = [c for c in bare if len(c) > 2 and _wordy(c[0]) and _wordy(c[1])]
    if len(clear) < max(2, len(bare) - len(clear)):
        return None
    names = _WITHOUT_HEAD if max(map(len, bare)) > 3 else ("to", "title", "due")
    columns = dict(enumerate(names, start=int(numbered)))
    return _all_of(typed, columns, broad=max(columns) + 1)


def _wordy(cell: str) -> bool:
    return sum(char.isalpha() for char in cell) >= 3


def _all_of(
    rows: Sequence[CellRow],
    columns: Mapping[int, str],
    *,
    number: int | None = None,
    broad: int = 0,
) -> TaskRows:
    unclear: list[Unclear] = []
    drafts: list[Assignment] = []
    for row in rows:
        fault = (moved(row, broad) if broad else ()) or unclear_in(row, columns, _PROSE, number)
        unclear += fault
        fields: dict[str, Any] = {
            name: words[:LONGEST_WORDS]
            for column, name in columns.items()
            if (words := _words(row.cells.get(column, Cell())))
        }
        if fields and not fault:
            drafts.append(replace(Assignment(**fields), row=row.number))
    if len(drafts) + len(rows_of(unclear)) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_BIG)
    return TaskRows(tuple(drafts), tuple(unclear))


def _words(cell: Cell) -> str:
    """A cell as words: a day by its ISO form, a whole number without ".0"."""
    value = cell.value
    if isinstance(value, datetime):
        hour = value.strftime("%H:%M, ") if value.hour or value.minute else ""
        return hour + value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return " ".join(clean(str(value)).split()) if value is not None else ""
