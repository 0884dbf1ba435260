"""A report form from a workbook: what `catalogue/forms/*.toml` says, in six sheets or seven.

"Biểu" holds a key and its value a row; "Bộ phận", "Phần", "Chỉ tiêu", "Mục", "Kiểm tra", and where
there are columns side by side "Cột", hold one entry a row under the column names below. Names may
be typed with or without diacritics; lists are separated by ";".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.reading.cells import Opened
from reports.incoming.sheets import (
    NO,
    NOTES,
    SourcePlace,
    Tables,
    TableSheet,
    day_of,
    entries,
    pieces,
    plain,
    sheets_of,
    strange_columns,
    strange_name,
    unclear_entries,
    unclear_pairs,
    value_of,
)

HEAD = {
    "Mã biểu": "id",
    "Phiên bản": "version",
    "Tên biểu": "title",
    "Hiệu lực từ": "valid_from",
    "Hiệu lực đến": "valid_to",
    "Căn cứ": "legal_basis",
    "Mẫu báo cáo": "template",
    "Tỷ lệ chính": "key_rates",
}
COLUMNS = {"Tên": "title", "Từ ngày": "from", "Đến ngày": "to", "Nhóm": "group"}
SECTIONS = {"Mã": "code", "Tên": "title"}
INDICATORS = {
    "Mã": "code",
    "Nhãn": "label",
    "Tên ngắn": "short",
    "Đơn vị tính": "unit",
    "Loại": "kind",
    "Bộ phận": "owner",
    "Tính chất": "nature",
    "Lựa chọn": "options",
    "Tử số": "part",
    "Mẫu số": "whole",
    "Chỉ hỏi nếu": "only_if",
    "Trong phụ lục": "in_annex",
    "Cộng được": "additive",
    "Theo cột": "by_column",
    "Các ô của dòng": "row",
    "Không bắt buộc": "optional",
    "Giải thích": "help",
    "Ví dụ": "example",
}
BLOCKS = {"Mã": "id", "Tên": "title", "Chỉ tiêu": "codes"}
RULES = {
    "Mã": "id",
    "Loại": "type",
    "Mức độ": "severity",
    "Vế trái": "left",
    "Vế phải": "right",
    "Ghi chú": "note",
    "Tham số": "options",
}
SHEETS = {
    "cot": ("columns", COLUMNS),
    "phan": ("sections", SECTIONS),
    "chi tieu": ("indicators", INDICATORS),
    "muc": ("blocks", BLOCKS),
    "kiem tra": ("rules", RULES),
}
PROSE = frozenset({"Tên", "Nhóm", "Nhãn", "Giải thích", "Ví dụ", "Ghi chú"})
LISTS = frozenset({"codes", "left", "right", "row"})
DAYS = frozenset({"valid_from", "valid_to"})
COLUMN_DAYS = frozenset({"from", "to"})
FLAGS = frozenset({"in_annex", "additive", "by_column", "optional"})


def form_tables(opened: Opened) -> Tables | None:
    """The tables of a form as its TOML file would hold them, None where the workbook holds no
    form; what is wrong in them is told by the loader of forms. Raises UnreadableFile."""
    sheets = sheets_of(opened)
    if "chi tieu" not in sheets:
        return None
    read = Tables()
    _head(sheets.get("bieu"), read)
    owners = sheets.get("bo phan")
    read.unclear += [*unclear_pairs(sheets.get("bieu")), *unclear_pairs(owners)]
    read.tables["owners"] = {key: words for _, key, words in _pairs(owners)}
    for name, (table, columns) in SHEETS.items():
        if name in sheets or table != "columns":
            read.tables[table] = []
        if name in sheets:
            _entries(sheets[name], table, columns, read)
    return read


def _head(sheet: TableSheet | None, read: Tables) -> None:
    keys = {plain(name): key for name, key in HEAD.items()}
    if sheet:
        read.origins |= {k: SourcePlace(sheet.title, 0, {"": name}) for name, k in HEAD.items()}
    for row, name, value in _pairs(sheet):
        key = keys.get(plain(name))
        if sheet and key:
            read.tables[key] = _head_value(key, value)
            read.origins[key] = SourcePlace(sheet.title, row, {"": name})
        elif sheet and plain(name) not in NOTES:
            read.strange.append(strange_name(sheet.title, name, HEAD))


def _head_value(key: str, value: Any) -> Any:
    if key == "key_rates":
        return pieces(value)
    return day_of(value) if key in DAYS else value


def _entries(sheet: TableSheet, table: str, columns: Mapping[str, str], read: Tables) -> None:
    read.strange += strange_columns(sheet, columns)
    read.unclear += unclear_entries(sheet, columns, PROSE)
    name = next(key for key in ("id", "code", "title") if key in columns.values())
    for number, (origin, entry) in enumerate(entries(sheet, columns, LISTS, COLUMN_DAYS), start=1):
        read.tables[table].append(_shaped(table, entry))
        read.origins[f"{table}.{entry[name]}" if name in entry else f"{table}[{number}]"] = origin


def _pairs(sheet: TableSheet | None) -> Iterator[tuple[int, str, Any]]:
    for number, row in enumerate(sheet.rows if sheet else (), start=1):
        if len(row) > 1 and row[0] not in (None, "") and row[1] not in (None, ""):
            yield number, str(row[0]).strip(), value_of(row[1])


def _shaped(table: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A row as the entry of a TOML table: a ratio of its two columns, options as printed."""
    if "part" in entry or "whole" in entry:
        entry["ratio"] = {key: entry.pop(key) for key in ("part", "whole") if key in entry}
    for flag in FLAGS & entry.keys():
        entry[flag] = plain(entry[flag]) not in NO
    if "options" in entry:
        printed = pieces(entry["options"])
        entry["options"] = printed if table == "indicators" else _settings(printed)
    return entry


def _settings(printed: list[str]) -> dict[str, str]:
    named = (piece.partition("=") for piece in printed)
    return {key.strip(): value.strip() for key, _, value in named}
