"""An annex with periods side by side, on paper, in the workbook, and read back out of both."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from domain.people.units import DISTRICT_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from reports.annex import annex_rows, numbers_of, side_by_side
from reports.document import Annex, Origin, ValueColumn
from reports.incoming.open_file import open_file
from reports.incoming.read_annex import annex_in
from reports.word.annex import add_annex
from reports.workbook.xlsx import FIRST_ROW, annex_xlsx
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.form_files import load_forms

DATA = Path(__file__).parents[1] / "data" / "ba-giai-doan" / "bieu-giam-sat.toml"
GIVEN = {"I.1.a": 2196, "I.1.c": 681, "I.2.a": 2196, "I.2.c": 678, "I.3.c": 3, "I.5": 4511}


@pytest.fixture(scope="module")
def annex() -> Annex:
    (form,), faults = load_forms(Path("nowhere"), {"bieu.toml": DATA.read_text("utf-8")})
    assert not faults
    figures = {code: Figure(code, State.VALUE, Decimal(n)) for code, n in GIVEN.items()}
    rows = annex_rows(form, numbers_of(form, figures, derived(form, figures)), DISTRICT_WORDS)
    columns = tuple(ValueColumn(column.letter, column.words) for column in form.columns)
    return Annex("Giám sát", side_by_side(form, rows), columns=(*columns, ValueColumn()))


HEADS = (
    "Số liệu năm 2021 (a)",
    "Số liệu năm 2022 (b)",
    "Số liệu 5 tháng đầu năm 2023 (c)",
    "Số liệu chung",
)


@pytest.fixture(scope="module")
def workbook(annex, head, style):
    origin = Origin("giam-sat", "2023", "x", "xã", "r", "p", datetime(2023, 5, 29, tzinfo=UTC))
    return annex_xlsx(annex, head, origin, style)


def test_the_workbook_has_a_column_for_each_period_and_one_for_single_figures(workbook):
    sheet = openpyxl.load_workbook(BytesIO(workbook)).worksheets[0]
    assert tuple(cell.value for cell in sheet[FIRST_ROW][3:7]) == HEADS
    rows = {row[0].value: [cell.value for cell in row[3:7]] for row in sheet.iter_rows(FIRST_ROW)}
    assert rows["1"] == [2196, None, 681, None]
    assert rows["5"] == [None, None, None, 4511]


def test_a_rate_is_a_formula_over_the_figures_of_its_own_column(workbook):
    sheet = openpyxl.load_workbook(BytesIO(workbook)).worksheets[0]
    row = next(row for row in sheet.iter_rows(FIRST_ROW) if row[0].value == "4")
    assert [str(cell.value)[:13] for cell in row[3:6]] == [
        '=IF(OR(D10=""', '=IF(OR(E10=""', '=IF(OR(F10=""'
    ]  # fmt: skip


def test_only_the_cells_that_take_a_figure_are_open(workbook):
    sheet = openpyxl.load_workbook(BytesIO(workbook)).worksheets[0]
    rows = {row[0].value: [not c.protection.locked for c in row[3:7]] for row in sheet.iter_rows()}
    assert rows["1"] == [True, True, True, False]
    assert rows["5"] == [False, False, False, True]
    assert rows["4"] == [False, False, False, False]


def test_what_was_written_is_read_back_column_by_column(workbook):
    read = annex_in(open_file("a.xlsx", workbook))
    told = {f"{row.section}.{row.code}": row.value for row in read.rows if row.value is not None}
    assert {code: told[code] for code in GIVEN} == GIVEN
    assert not read.lost


def test_paper_shows_the_same_and_is_read_back_too(annex, head, style):
    word = Document()
    add_annex(word, annex, head, style)
    table = word.tables[0]
    assert [cell.text for cell in table.rows[1].cells[3:7]] == list(HEADS)
    texts = {row.cells[0].text: [cell.text for cell in row.cells[3:7]] for row in table.rows}
    assert texts["1"] == ["2.196", "", "681", ""]
    assert texts["4"] == ["100%", "", "99,56%", ""]
    content = BytesIO()
    word.save(content)
    read = annex_in(open_file("a.docx", content.getvalue()))
    told = {f"{row.section}.{row.code}": row.value for row in read.rows if row.value is not None}
    assert (told["I.1.a"], told["I.1.c"], told["I.5"]) == ("2.196", "681", "4.511")


def test_a_choice_in_columns_says_what_its_numbers_mean():
    form = load_catalogue().newest_form("par-supervision")
    rows = side_by_side(form, annex_rows(form, numbers_of(form, {}, {}), DISTRICT_WORDS))
    units = {row.code: row.unit for row in rows}
    assert units["II.8.1"] == "Có = 1; Không = 0"
    assert units["II.7.1"] == "Không tốt = 0; Bình thường = 1; Tốt = 2; Rất tốt = 3"
    assert units["II.4.2"] == "Hồ sơ"
