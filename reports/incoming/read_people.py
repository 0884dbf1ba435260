"""Units, officials and leave from a workbook: one sheet a table, one row an entry.

Sheets "Đơn vị", "Cán bộ", "Nghỉ phép", "Chế độ"; the first row holds the column names below, in
any order, with or without diacritics. A person with several posts takes several rows of one id.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.reading.cells import Opened
from reports.incoming.sheets import (
    NO,
    SourcePlace,
    Tables,
    entries,
    plain,
    sheets_of,
    strange_columns,
    unclear_entries,
)
from reports.incoming.unreadable import Unreadable, UnreadableFile

UNITS = {
    "Mã": "id",
    "Loại": "kind",
    "Tên": "name",
    "Tên ngắn": "slug",
    "Cấp trên": "parent",
    "Mã số": "code",
    "Từ ngày": "valid_from",
    "Đến ngày": "valid_to",
    "Tên khác": "aliases",
    "Nhập vào": "merged_into",
}
OFFICIALS = {
    "Mã": "id",
    "Họ tên": "name",
    "Xưng hô": "salutation",
    "Chức vụ": "title",
    "Đơn vị": "unit",
    "Vai trò": "role",
    "Lĩnh vực": "fields",
    "Địa chỉ": "addresses",
    "Từ ngày": "valid_from",
    "Đến ngày": "valid_to",
}
LEAVE = {
    "Cán bộ": "official",
    "Từ ngày": "first_day",
    "Đến ngày": "last_day",
    "Người thay": "substitute",
}
REGIMES = {"Mã": "id", "Dùng": "used", "Từ ngày": "since", "Đến ngày": "until"}
SHEETS = {
    "don vi": ("units", UNITS),
    "can bo": ("officials", OFFICIALS),
    "nghi phep": ("leave", LEAVE),
    "che do": ("regimes", REGIMES),
}
PROSE = frozenset({"Chức vụ"})
LISTS = frozenset({"aliases", "fields", "addresses", "merged_into"})
DAYS = frozenset({"valid_from", "valid_to", "first_day", "last_day", "since", "until"})
DAY = timedelta(days=1)
MERGER = {"old": "Mã", "new": "Nhập vào", "on": "Đến ngày"}
POST = ("unit", "role", "fields", "valid_from", "valid_to")


def people_tables(opened: Opened) -> Tables:
    """The tables that `people_files.people_of` takes. Raises UnreadableFile."""
    read = Tables()
    for title, sheet in sheets_of(opened).items():
        if title in SHEETS:
            table, columns = SHEETS[title]
            read.strange += strange_columns(sheet, columns)
            read.unclear += unclear_entries(sheet, columns, PROSE)
            rows = list(entries(sheet, columns, LISTS, DAYS))
            if table == "officials":
                read.tables[table] = _with_posts(rows, read)
            else:
                if table == "units":
                    _take_mergers(rows, read)
                read.tables[table] = [_with_answer(entry) for _, entry in rows]
                for number, (origin, entry) in enumerate(rows, start=1):
                    read.origins[_key(table, entry, number)] = origin
    if not read.tables:
        raise UnreadableFile(Unreadable.NO_SHEETS)
    return read


def _take_mergers(rows: list[tuple[SourcePlace, dict[str, Any]]], read: Tables) -> None:
    """Into what a unit went: on the day after its last one. Without that day the row has a fault,
    which the loader tells."""
    mergers: list[dict[str, Any]] = []
    for origin, unit in rows:
        for into in unit.pop("merged_into", ()):
            last = unit.get("valid_to")
            on = {"on": last + DAY} if isinstance(last, date) else {}
            mergers.append({"old": unit.get("id", ""), "new": into, **on})
            at = SourcePlace(origin.sheet, origin.row, MERGER)
            read.origins[f"successions[{len(mergers)}]"] = at
    if mergers:
        read.tables["successions"] = mergers


def _with_answer(entry: dict[str, Any]) -> dict[str, Any]:
    """Yes or no as TOML has it."""
    if "used" in entry:
        entry["used"] = plain(entry["used"]) not in NO
    return entry


def _key(table: str, entry: dict[str, Any], number: int) -> str:
    return f"{table}.{entry['id']}" if "id" in entry else f"{table}[{number}]"


def _with_posts(
    rows: list[tuple[SourcePlace, dict[str, Any]]], read: Tables
) -> list[dict[str, Any]]:
    """Rows of one person -> one entry with its posts. An id that stands for two names stays
    two entries, which the loader refuses."""
    people: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for origin, row in rows:
        post = {name: row.pop(name) for name in POST if name in row}
        person = by_id.get(row.get("id", ""))
        if person is None or plain(person.get("name")) != plain(row.get("name")):
            person = {**row, "posts": []}
            people.append(person)
            by_id[row.get("id", "")] = person
            read.origins[_key("officials", row, len(people))] = origin
        person["posts"].append(post)
        key = f"{_key('officials', row, len(people))}.posts[{len(person['posts'])}]"
        read.origins[key] = origin
    return people
