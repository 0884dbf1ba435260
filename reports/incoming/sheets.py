"""The sheets of a workbook as rows under column names, however the names are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from domain.reading.cells import Cell, CellRow, CellSheet, Flaw, Opened
from reports.incoming.columns import column_name
from reports.incoming.open_file import FORM_KINDS
from reports.incoming.unclear import NUMBERS, Unclear, unclear_in
from reports.incoming.unreadable import Unreadable, UnreadableFile

NOTES = frozenset({"stt", "ghi chu"})  # columns that are not read, on purpose
NO = frozenset({"khong", "false", "0"})

Rows = Sequence[Sequence[object]]

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One sheet: its title as typed, its rows, and their cells with what is wrong with them."""

    title: str
    rows: Rows
    cells: Sequence[CellRow] = ()
    visible: bool = True


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where an entry stands: the sheet, its row (the first is 1; 0: it is missing), the columns
    by key ("": the name of the entry itself)."""

    sheet: str
    row: int
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StrangeColumn:
    """A column that nobody reads, and the one that may be meant."""

    sheet: str
    heading: str
    near: str  # "": none
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnclearCell:
    """What is no plain cell, and the sheet in which it stands; row 0: the whole sheet."""

    sheet: str
    what: Unclear


@dataclass(slots=True)
class Tables:
    """The tables of a workbook as a TOML file would hold them, and where each entry stands:
    `origins` by the key of the entry, `officials.lan.posts[2]`."""

    tables: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, SourcePlace] = field(default_factory=dict)
    strange: list[StrangeColumn] = field(default_factory=list)
    unclear: list[UnclearCell] = field(default_factory=list)

    def origin(self, key: str) -> tuple[SourcePlace, str] | None:
        """Where the entry of a key stands, and the column that the rest of the key means."""
        found = [at for at in self.origins if f"{key}.".startswith(f"{at}.")]
        if not found:
            return None
        at = max(found, key=len)
        rest = key[len(at) + 1 :].split(".")
        columns = self.origins[at].columns
        return self.origins[at], columns.get(rest[-1]) or columns.get(rest[0], "")


def sheets_of(opened: Opened) -> dict[str, TableSheet]:
    """Plain sheet name -> the sheet, formulas as the values they had when the file was saved.
    UnreadableFile where the file could not be opened."""
    if opened.refused:
        raise UnreadableFile(Unreadable(opened.refused))
    if opened.kind in FORM_KINDS:
        raise UnreadableFile(Unreadable.ENCRYPTED)
    return {
        plain(sheet.title): TableSheet(sheet.title, _filled(sheet), sheet.rows, sheet.visible)
        for sheet in opened.sheets
    }


def _filled(sheet: CellSheet) -> Rows:
    """The rows up to the last one that holds anything, blank ones too: a row is told by its
    number."""
    rows: list[tuple[object, ...]] = []
    for row in sheet.rows:
        rows += [()] * (row.number - 1 - len(rows))
        broad = max(row.cells, default=-1) + 1
        rows.append(tuple(_plain_value(row.cells.get(column)) for column in range(broad)))
    return rows


def _plain_value(cell: Cell | None) -> object:
    return cell.value if cell else None


def entries(
    sheet: TableSheet,
    columns: Mapping[str, str],
    lists: Collection[str] = (),
    days: Collection[str] = (),
) -> Iterator[tuple[SourcePlace, dict[str, Any]]]:
    """The rows below the head as `{key: value}` with where they stand; blank cells are left out."""
    keys = {plain(name): key for name, key in columns.items()}
    head = [keys.get(plain(cell)) for cell in sheet.rows[0]] if sheet.rows else []
    names = {key: name for name, key in columns.items()}
    for number, row in enumerate(sheet.rows[1:], start=2):
        entry = {
            key: day_of(cell) if key in days else value_of(cell, listed=key in lists)
            for key, cell in zip(head, row, strict=False)
            if key and cell is not None and str(cell).strip()
        }
        if entry:
            yield SourcePlace(sheet.title, number, names), entry


def unclear_entries(
    sheet: TableSheet, columns: Iterable[str], prose: Collection[str] = ()
) -> Iterator[UnclearCell]:
    """What in a sheet of entries is struck out, hidden, merged, ...: none of it is taken unsaid.
    The columns in `prose` may hold several lines."""
    known = {plain(name): name for name in columns}
    head = next((row for row in sheet.cells if row.number == 1), None)
    if head is None:
        return
    titles = {at: plain(cell.value) for at, cell in head.cells.items()}
    read = {at: known[title] for at, title in titles.items() if title in known}
    number = next((at for at, title in titles.items() if title in NUMBERS), None)
    yield from _unclear_rows(sheet, head, read, prose, number)


def _unclear_rows(
    sheet: TableSheet,
    head: CellRow,
    read: Mapping[int, str],
    prose: Collection[str],
    number: int | None,
) -> Iterator[UnclearCell]:
    rows = [row for row in sheet.cells if row is not head]
    if rows and not sheet.visible:
        yield UnclearCell(sheet.title, Unclear(0, "", "", Flaw.HIDDEN))
        return
    for each in unclear_in(head, read, set(read.values())):
        if each.flaw in (Flaw.STRUCK, Flaw.TRACKED):
            yield UnclearCell(sheet.title, each)
    for row in rows:
        for each in unclear_in(row, read, prose, number):
            yield UnclearCell(sheet.title, each)


def unclear_pairs(sheet: TableSheet | None) -> Iterator[UnclearCell]:
    """The same of a sheet that holds a name and its value a row."""
    if sheet is None:
        return
    columns = {0: column_name(0), 1: column_name(1)}
    for row in sheet.cells:
        for each in unclear_in(row, columns, (columns[1],)):
            yield UnclearCell(sheet.title, each)


def strange_columns(sheet: TableSheet, columns: Mapping[str, str]) -> Iterator[StrangeColumn]:
    """The columns of a sheet that nobody reads, but for those that are notes."""
    known = {plain(name) for name in columns}
    for cell in sheet.rows[0] if sheet.rows else ():
        if plain(cell) and plain(cell) not in known | NOTES:
            yield strange_name(sheet.title, str(cell).strip(), columns)


def strange_name(sheet: str, name: str, columns: Iterable[str]) -> StrangeColumn:
    """A name that is none of the columns, with the one that is most like it."""
    known = {plain(column): column for column in columns}
    near = get_close_matches(plain(name), known, n=1)
    return StrangeColumn(sheet, name, known[near[0]] if near else "", tuple(columns))


def value_of(cell: object, *, listed: bool = False) -> Any:
    """A day as a day, anything else as its words; a list is separated by ";" or ","."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, Decimal):
        cell = format(cell.normalize(), "f")
    text = unicodedata.normalize("NFC", str(cell).strip())
    return pieces(text.replace(",", ";")) if listed else text


def day_of(cell: object) -> Any:
    """A day that was typed as words, `1/7/2025` or `2025-07-01`, is the day as well."""
    value = value_of(cell)
    if not isinstance(value, str):
        return value
    found = _DAY_FIRST.fullmatch(value)
    try:
        if found is None:
            return date.fromisoformat(value)
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return value


def pieces(text: str) -> list[str]:
    """`a; b` -> ["a", "b"]."""
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def plain(words: object) -> str:
    """Lower case without diacritics, so that "Đơn vị" and "don vi" are one name."""
    letters = unicodedata.normalize("NFD", str(words or "").strip().lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
