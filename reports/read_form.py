"""A report form from a workbook: what `catalogue/forms/*.toml` says, in six sheets.

"Biểu" holds a key and its value a row; "Bộ phận", "Phần", "Chỉ tiêu", "Mục", "Kiểm tra" hold one
entry a row under the column names below. Names may be typed with or without diacritics; lists are
separated by ";".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reports.sheets import Rows, entries, pieces, plain, sheets_of, value_of

HEAD = {
    "ma bieu": "id",
    "phien ban": "version",
    "ten bieu": "title",
    "hieu luc tu": "valid_from",
    "hieu luc den": "valid_to",
    "can cu": "legal_basis",
    "mau bao cao": "template",
    "ty le chinh": "key_rates",
}
SECTIONS = {"ma": "code", "ten": "title"}
INDICATORS = {
    "ma": "code",
    "nhan": "label",
    "ten ngan": "short",
    "don vi tinh": "unit",
    "loai": "kind",
    "bo phan": "owner",
    "tinh chat": "nature",
    "lua chon": "options",
    "tu so": "part",
    "mau so": "whole",
    "trong phu luc": "in_annex",
    "cong duoc": "additive",
    "giai thich": "help",
    "vi du": "example",
}
BLOCKS = {"ma": "id", "ten": "title", "chi tieu": "codes"}
RULES = {
    "ma": "id",
    "loai": "type",
    "muc do": "severity",
    "ve trai": "left",
    "ve phai": "right",
    "ghi chu": "note",
    "tham so": "options",
}
SHEETS = {
    "phan": ("sections", SECTIONS),
    "chi tieu": ("indicators", INDICATORS),
    "muc": ("blocks", BLOCKS),
    "kiem tra": ("rules", RULES),
}
LISTS = frozenset({"codes", "left", "right"})
FLAGS = frozenset({"in_annex", "additive"})
NO = frozenset({"khong", "false", "0"})


def form_tables(path: Path) -> dict[str, Any] | None:
    """The tables of a form as its TOML file would hold them, None where the workbook holds no
    form; what is wrong in them is told by the loader of forms. Raises UnreadableWorkbook."""
    sheets = sheets_of(path)
    if "chi tieu" not in sheets:
        return None
    head = {plain(key): value for key, value in _pairs(sheets.get("bieu", ()))}
    tables: dict[str, Any] = {HEAD[key]: value for key, value in head.items() if key in HEAD}
    if "key_rates" in tables:
        tables["key_rates"] = pieces(tables["key_rates"])
    tables["owners"] = dict(_pairs(sheets.get("bo phan", ())))
    for name, (key, columns) in SHEETS.items():
        tables[key] = [_shaped(key, e) for e in entries(sheets.get(name, ()), columns, LISTS)]
    return tables


def _pairs(rows: Rows) -> Iterator[tuple[str, Any]]:
    for row in rows:
        if len(row) > 1 and row[0] not in (None, "") and row[1] not in (None, ""):
            yield str(row[0]).strip(), value_of(row[1])


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
