"""A form typed into a workbook is the same form as its TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from bot.cli.loading import run_load
from bot.fault import UsageFault
from domain.reading.cells import Flaw
from reports.incoming.open_file import open_file
from reports.incoming.read_form import BLOCKS, HEAD, INDICATORS, RULES, SECTIONS, form_tables
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from storage.database.database import Database

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


def _struck(sheet: Any) -> None:
    sheet["A3"].font = Font(strike=True)


def _struck_in_part(sheet: Any) -> None:
    sheet["A3"] = CellRichText(TextBlock(InlineFont(strike=True), "I.1"), "I.2")


def _raised(sheet: Any) -> None:
    sheet["A3"] = CellRichText("I.1", TextBlock(InlineFont(vertAlign="superscript"), "2"))


def _broken(sheet: Any) -> None:
    sheet["A3"] = "I.\n1"


def _formula(sheet: Any) -> None:
    sheet["A3"] = '="I."&1'


def _hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["A"].hidden = True


def _merged(sheet: Any) -> None:
    sheet.merge_cells("A3:A4")


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        (_struck, Flaw.STRUCK),
        (_struck_in_part, Flaw.STRUCK),
        (_raised, Flaw.RAISED),
        (_broken, Flaw.BROKEN),
        (_formula, None),
        (_hidden_column, Flaw.HIDDEN),
        (_merged, Flaw.MERGED),
    ],
)
def test_a_code_that_is_not_plainly_what_is_seen_is_named_and_the_form_is_not_loaded(
    spoil: Callable[[Any], None], flaw: Flaw | None, tmp_path: Path, file_database: Database
) -> None:
    path = tmp_path / "bieu.xlsx"
    _typed(path)
    book = load_workbook(path, rich_text=True)
    spoil(book["Chỉ tiêu"])
    book.save(path)
    read = form_tables(open_file(path.name, path.read_bytes()))
    assert read is not None
    place = next(each for each in read.unclear if each.what.row == 3)
    assert (place.sheet, place.what.column, place.what.flaw) == ("Chỉ tiêu", "Mã", flaw)
    with pytest.raises(UsageFault, match="trang “Chỉ tiêu”, dòng 3, cột “Mã”"):
        run_load([str(path)], str(file_database.file), "2024-08-20")


def test_a_hidden_or_struck_row_of_a_form_is_told_as_a_row(tmp_path: Path) -> None:
    path = tmp_path / "bieu.xlsx"
    _typed(path)
    book = load_workbook(path)
    sheet = book["Chỉ tiêu"]
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    book.save(path)
    read = form_tables(open_file(path.name, path.read_bytes()))
    assert read is not None
    told = [(each.sheet, each.what.row, each.what.column, each.what.flaw) for each in read.unclear]
    assert told == [("Chỉ tiêu", 3, "", Flaw.HIDDEN), ("Chỉ tiêu", 4, "", Flaw.STRUCK)]
