"""Units, officials and leave from a workbook: one sheet a table, one row an entry.

Sheets "Đơn vị", "Cán bộ", "Nghỉ phép"; the first row holds the column names below, in any order
and with or without diacritics. A person with several posts takes several rows of the same id.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

UNITS = {
    "ma": "id",
    "loai": "kind",
    "ten": "name",
    "ten ngan": "slug",
    "cap tren": "parent",
    "ma so": "code",
    "tu ngay": "valid_from",
    "den ngay": "valid_to",
    "ten khac": "aliases",
}
OFFICIALS = {
    "ma": "id",
    "ho ten": "name",
    "xung ho": "salutation",
    "chuc vu": "title",
    "don vi": "unit",
    "vai tro": "role",
    "linh vuc": "fields",
    "dia chi": "addresses",
    "tu ngay": "valid_from",
    "den ngay": "valid_to",
}
LEAVE = {
    "can bo": "official",
    "tu ngay": "first_day",
    "den ngay": "last_day",
    "nguoi thay": "substitute",
}
SHEETS = {
    "don vi": ("units", UNITS),
    "can bo": ("officials", OFFICIALS),
    "nghi phep": ("leave", LEAVE),
}
LISTS = frozenset({"aliases", "fields", "addresses"})
POST = ("unit", "role", "fields", "valid_from", "valid_to")
MOST_ROWS = 20_000


class UnreadableWorkbook(Exception):
    """The file is no workbook, or has none of the sheets."""


def people_tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables that `storage.people_files.people_of` takes."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnreadableWorkbook(str(error)) from None
    tables: dict[str, list[dict[str, Any]]] = {}
    for sheet in book.worksheets:
        if found := SHEETS.get(_plain(sheet.title)):
            name, columns = found
            tables[name] = list(_entries(sheet.iter_rows(values_only=True), columns))
    book.close()
    if not tables:
        raise UnreadableWorkbook(", ".join(SHEETS))
    if "officials" in tables:
        tables["officials"] = _with_posts(tables["officials"])
    return tables


def _entries(
    rows: Iterator[Sequence[object]], columns: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    head = [columns.get(_plain(cell)) for cell in next(rows, ())]
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            return
        entry = {
            name: _cell(name, cell)
            for name, cell in zip(head, row, strict=False)
            if name and cell not in (None, "")
        }
        if entry:
            yield entry


def _cell(name: str, cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    if name in LISTS:
        return [piece.strip() for piece in text.replace(";", ",").split(",") if piece.strip()]
    return text


def _with_posts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one person -> one entry with its posts."""
    people: dict[str, dict[str, Any]] = {}
    for row in rows:
        post = {name: row.pop(name) for name in POST if name in row}
        person = people.setdefault(str(row.get("id", len(people))), {**row, "posts": []})
        person["posts"].append(post)
    return list(people.values())


def _plain(words: object) -> str:
    """Lower case without diacritics, so that "Đơn vị" and "don vi" are one name."""
    letters = unicodedata.normalize("NFD", str(words or "").strip().lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
