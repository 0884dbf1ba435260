"""The roll-up as a workbook: live totals that hold what they say, and nobody counted as 0."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reports.style import load_style
from reports.workbook.rollup_xlsx import rollup_xlsx
from storage.catalogue.folders import CATALOGUE
from tests.reports.workbook.rollup_of_three import TOP, UNITS, book, column, line

STYLE = load_style(CATALOGUE / "styles" / "nd30-2020.toml")


@pytest.fixture(scope="module")
def content():
    return rollup_xlsx(book(), STYLE)


@pytest.fixture(scope="module")
def live(content):
    return load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def cached(content):
    return load_workbook(BytesIO(content), data_only=True)


def test_totals_are_formulas_that_carry_their_value(live, cached):
    formulas = column(live.worksheets[0], "D")
    assert [bool(f and f.startswith("=")) for f in formulas] == [True, True, True, False, True]
    assert column(cached.worksheets[0], "D") == [300, 198, 99, None, None]
    assert column(cached.worksheets[0], "E") == [2, 1, 1, 2, 0]


def test_what_may_not_be_added_has_no_total_and_says_so(live):
    assert live.worksheets[0][f"D{TOP + 3}"].value is None
    assert live.worksheets[0][f"F{TOP + 3}"].value == "không cộng được"


def test_a_missing_unit_has_an_empty_column_and_is_named(live):
    units = live.worksheets[1]
    assert [units.cell(TOP - 1, 4 + n).value for n in range(3)] == list(UNITS)
    assert column(units, "F") == [None] * 5
    assert units["F5"].fill.fgColor.rgb.endswith("D9D9D9")
    assert [cell.value for cell in live.worksheets[2][TOP]] == ["xã Thiếu", "12/97 số"]
    assert any("xã Thiếu" in str(row[0]) for row in live.worksheets[0].values)


def test_a_unit_without_a_figure_has_a_blank_and_not_a_zero(live):
    assert column(live.worksheets[1], "E")[:2] == [100, None]


def test_outliers_stand_on_their_own_sheet(live):
    sheet = live.worksheets[3]
    assert [cell.value for cell in sheet[TOP]] == ["xã A", "1", "Hồ sơ", 200, 100]


def test_nothing_missing_and_nothing_unlike_is_said():
    empty = load_workbook(BytesIO(rollup_xlsx(book(missing=(), outliers=()), STYLE)))
    assert empty.worksheets[2][f"A{TOP}"].value == "nothing missing"
    assert empty.worksheets[3][f"A{TOP}"].value == "no outliers"


def test_a_name_that_looks_like_a_formula_stays_text():
    evil = '=HYPERLINK("http://x")'
    content = rollup_xlsx(book(units=(evil, "+B", "@C"), missing=((evil, "-1"),)), STYLE)
    sheets = load_workbook(BytesIO(content)).worksheets
    assert sheets[1]["D4"].value == evil
    assert sheets[1]["D4"].data_type == "s"
    assert sheets[2][f"A{TOP}"].data_type == "s"
    assert sheets[2][f"B{TOP}"].data_type == "s"


def test_no_units_and_no_lines_are_a_workbook_too():
    assert load_workbook(BytesIO(rollup_xlsx(book(units=(), lines=()), STYLE))).worksheets


def test_the_same_content_gives_the_same_bytes(content):
    assert rollup_xlsx(book(), STYLE) == content
    names = ZipFile(BytesIO(content)).namelist()
    assert not [name for name in names if re.search("docProps/(?!app|core)", name)]


def test_a_hundred_units_are_printed_on_several_a3_pages_side_by_side(style):
    units = tuple(f"xã Số {n}" for n in range(100))
    cells = [Decimal(n) for n in range(100)]
    many = book(units=units, lines=(line("I.1", *cells, total=sum(cells)),))
    sheet = load_workbook(BytesIO(rollup_xlsx(many, style))).worksheets[1]
    assert int(sheet.page_setup.paperSize) == 8
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols
