"""Units, officials and leave from a workbook: one sheet a table, one row an entry.

Sheets "Đơn vị", "Cán bộ", "Nghỉ phép"; the first row holds the column names below, in any order
and with or without diacritics. A person with several posts takes several rows of the same id.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reports.sheets import UnreadableWorkbook, entries, sheets_of

__all__ = ["UnreadableWorkbook", "people_tables"]

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


def people_tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables that `storage.people_files.people_of` takes."""
    found = {
        table: list(entries(rows, columns, LISTS))
        for title, rows in sheets_of(path).items()
        if title in SHEETS
        for table, columns in [SHEETS[title]]
    }
    if not found:
        raise UnreadableWorkbook(", ".join(SHEETS))
    if "officials" in found:
        found["officials"] = _with_posts(found["officials"])
    return found


def _with_posts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one person -> one entry with its posts."""
    people: dict[str, dict[str, Any]] = {}
    for row in rows:
        post = {name: row.pop(name) for name in POST if name in row}
        person = people.setdefault(str(row.get("id", len(people))), {**row, "posts": []})
        person["posts"].append(post)
    return list(people.values())
