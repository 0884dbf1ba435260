"""A form typed into a workbook is the same form as its TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from openpyxl import Workbook

from reports.incoming.open_file import open_file
from reports.incoming.read_form import BLOCKS, HEAD, INDICATORS, RULES, SECTIONS, form_tables
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FILE = CATALOGUE / "forms" / "campaign-online-services.toml"


def _typed(path: Path) -> None:
    """Type the campaign form into a workbook as an office would."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    book = Workbook()
    head = book.active
    head.title = "Biểu"
    for words, key in HEAD.items():
        if key in tables:
            value = tables[key]
            head.append([words, "; ".join(value) if isinstance(value, list) else value])
    owners = book.create_sheet("Bộ phận")
    for owner, words in tables["owners"].items():
        owners.append([owner, words])
    for title, key, columns in (
        ("Phần", "sections", SECTIONS),
        ("Chỉ tiêu", "indicators", INDICATORS),
        ("Mục", "blocks", BLOCKS),
        ("Kiểm tra", "rules", RULES),
    ):
        sheet = book.create_sheet(title)
        sheet.append(list(columns))
        for entry in tables[key]:
            sheet.append([_cell(entry, column) for column in columns.values()])
    book.save(path)


def _cell(entry: dict[str, Any], column: str) -> object:
    if column in ("part", "whole"):
        return entry.get("ratio", {}).get(column)
    value = entry.get(column)
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, dict):
        return "; ".join(f"{key} = {words}" for key, words in value.items())
    if isinstance(value, bool):
        return "có" if value else "không"
    return value


def test_the_workbook_brings_the_same_form(tmp_path: Path) -> None:
    path = tmp_path / "bieu.xlsx"
    _typed(path)
    read = form_tables(open_file(path.name, path.read_bytes()))
    assert read is not None
    assert read.strange == []
    text = tomlkit.dumps(read.tables)
    typed, faults = load_forms(CATALOGUE / "forms", {"bieu.xlsx": text})
    bundled, _ = load_forms(CATALOGUE / "forms")
    assert faults == ()
    assert typed == bundled


def test_a_workbook_without_lines_is_no_form(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "trong.xlsx")
    assert form_tables(open_file("trong.xlsx", (tmp_path / "trong.xlsx").read_bytes())) is None
