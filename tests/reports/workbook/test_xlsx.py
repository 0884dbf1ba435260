"""F-34: the annex as xlsx, read back cell by cell."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from domain.report.forms import Kind
from reports.document import Annex
from reports.incoming.open_file import open_file
from reports.incoming.read_annex import annex_in
from reports.workbook.xlsx import FIRST_ROW, INFO_KEYS, annex_xlsx

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can tell

TOP = FIRST_ROW + 1  # openpyxl counts from 1


@pytest.fixture(scope="module")
def book(xlsx_bytes):
    return load_workbook(BytesIO(xlsx_bytes))


@pytest.fixture(scope="module")
def sheet(book):
    return book.worksheets[0]


@pytest.fixture(scope="module")
def values(xlsx_bytes):
    """The cached values of the value column by code."""
    return load_workbook(BytesIO(xlsx_bytes), data_only=True).worksheets[0]


def at(document, code):
    """Row number of a line in the sheet."""
    return TOP + [row.code for row in document.annex.rows].index(code)


def test_every_cell_is_that_of_the_annex(document, sheet, values):
    for number, row in enumerate(document.annex.rows, TOP):
        printed, label, unit, value, note = sheet[number][:5]
        assert (printed.value, printed.data_type) == (row.printed, "s")
        assert label.value == (row.label.upper() if row.section else row.label)
        assert (unit.value or "", note.value or "") == (row.unit, row.note)
        if row.formula is None:
            assert value.value == (None if row.cell is None else float(row.cell))
        shown = values.cell(number, 4).value
        assert (None if shown in ("", None) else shown) == (
            None if row.cell is None else float(row.cell)
        )
        assert value.number_format == (row.number_format or "General")


def test_values_are_numbers_and_blank_stays_blank(document, sheet):
    assert sheet.cell(at(document, "VI.1.1"), 4).value == 17465
    assert sheet.cell(at(document, "VI.1.1"), 4).data_type == "n"
    assert sheet.cell(at(document, "I.1"), 4).value is None


def test_only_derived_rates_are_formulas(document, sheet):
    for number, row in enumerate(document.annex.rows, TOP):
        is_formula = sheet.cell(number, 4).data_type == "f"
        assert is_formula == (row.formula is not None)
    parts = at(document, "I.2.2"), at(document, "I.2.1")
    wanted = f'=IF(OR(D{parts[0]}="",N(D{parts[1]})=0),"",ROUND(D{parts[0]}*100/D{parts[1]},2))'
    assert sheet.cell(at(document, "I.2"), 4).value == wanted


def test_a_formula_carries_its_value(document, values):
    assert values.cell(at(document, "I.2"), 4).value == 71.43
    assert values.cell(at(document, "I.3.2"), 4).value in (None, "")  # 0/0


def test_a_rate_whose_parts_are_not_on_the_sheet_is_a_value(document, head, origin, style):
    rate = next(row for row in document.annex.rows if row.code == "I.2")
    content = annex_xlsx(Annex("X", (rate,)), head, origin, style)
    assert load_workbook(BytesIO(content)).worksheets[0].cell(TOP, 4).value == 71.43


def test_the_title_block_and_the_head(sheet):
    assert sheet["A1"].value == "Phụ lục"
    assert sheet["A2"].value == (
        "THỐNG KÊ SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2024"
    )
    assert sheet["A3"].value.startswith("(Kèm theo Báo cáo số 68/BC-UBND ngày 15 tháng 9 năm 2024")
    first = [cell.value for cell in sheet[5]][:5]
    assert first[0] == "STT"
    note = "(Sử dụng trong kỳ báo cáo hằng quý, 6 tháng, năm)"
    assert first[1] == f"Chỉ tiêu thống kê {note}"
    assert first[2] == "Kết quả thống kê"
    assert first[4] == "Ghi chú"
    assert [cell.value for cell in sheet[6]][2:4] == ["Đơn vị tính", "Số liệu"]
    spans = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"C5:D5", "A5:A6", "B5:B6", "E5:E6"} <= spans


def test_it_prints_on_a4_with_the_head_on_every_page(sheet):
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what is not written
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.freeze_panes == "A7"


def test_sections_are_bold_capitals_and_the_third_level_italic(document, sheet):
    for number, row in enumerate(document.annex.rows, TOP):
        font = sheet.cell(number, 2).font
        assert font.name == "Times New Roman"
        assert bool(font.b) == row.heading
        assert bool(font.i) == (row.level >= 3)


def test_only_cells_to_fill_in_are_unlocked(document, sheet):
    assert sheet.protection.sheet
    for number, row in enumerate(document.annex.rows, TOP):
        unlocked = [c.column for c in sheet[number][:5] if not c.protection.locked]
        assert unlocked == ([4] if row.input else [])


def test_what_a_cell_takes_is_checked(document, sheet):
    rules = sheet.data_validations.dataValidation

    def rule(code):
        (found,) = [r for r in rules if f"D{at(document, code)}" in r.sqref]
        return found

    count = rule("I.4.1")
    assert (count.type, count.operator, count.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert rule("VI.1.1").type == "decimal"
    assert rule("IV.2.5").type == "decimal"
    choice = rule("I.5.2")
    assert (choice.type, choice.formula1) == ("list", '"0,1,2"')
    assert "Phát phiếu = 1" in choice.prompt
    asked = {row.code for row in document.annex.rows if row.input}
    assert asked == {r.code for r in document.annex.rows if any(_in(document, r, x) for x in rules)}
    assert all(rule(code) for code in asked)
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules)


def _in(document, row, rule):
    return f"D{at(document, row.code)}" in rule.sqref


@pytest.mark.parametrize("label", ["=1+1", "+84", "-5 hồ sơ", "@SUM(A1)"])
def test_words_that_begin_like_a_formula_stay_words(document, head, origin, style, label):
    row = replace(document.annex.rows[1], label=label, unit=label, note=label)
    content = annex_xlsx(Annex(label, (row,), (label,)), head, origin, style)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    for column in (2, 3, 5):
        cell = sheet.cell(TOP, column)
        assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (label, "s", True)
    assert sheet["A2"].data_type == "s"
    assert sheet.cell(TOP + 2, 1).value == label


def test_a_row_grows_with_its_longest_cell(document, sheet):
    heights = {
        row.code: sheet.row_dimensions[number].height
        for number, row in enumerate(document.annex.rows, TOP)
    }
    one_line, three_lines, unit_of_two = heights["I.4.1"], heights["V.1.1"], heights["VII.1"]
    assert one_line >= 12 * 1.2
    assert three_lines >= 3 * 12 * 1.2
    assert unit_of_two >= 2 * 12 * 1.2


def test_the_second_sheet_tells_where_the_file_comes_from(book, xlsx_bytes):
    sheet = book.worksheets[1]
    assert [sheet.cell(row, 3).value for row in range(1, 9)] == list(INFO_KEYS)
    assert annex_in(open_file("a.xlsx", xlsx_bytes)).origin == {
        "form_id": "par-quarter",
        "form_version": "2024",
        "unit_id": "hung-yen/an-thi/xa-bac-son",
        "unit_name": "xã Bắc Sơn",
        "round_id": "par/2024-Q3",
        "period": "quý III năm 2024",
        "data_time": "2024-09-15T14:05:00+07:00",
        "revision": "2",
    }


def test_a_file_given_out_can_be_taken_back(document, xlsx_bytes):
    taken = {
        f"{row.section}.{row.code}": row.value
        for row in annex_in(open_file("a.xlsx", xlsx_bytes)).rows
    }
    for row in document.annex.rows:
        if not row.section:
            assert taken[row.code] == row.cell, row.code


def test_money_in_fractions_of_a_million_keeps_every_dong(document, head, origin, style):
    row = next(row for row in document.annex.rows if row.kind is Kind.MONEY)
    exact = Decimal("123456.789012")
    content = annex_xlsx(Annex("X", (replace(row, cell=exact),)), head, origin, style)
    assert Decimal(str(load_workbook(BytesIO(content)).worksheets[0].cell(TOP, 4).value)) == exact


def test_remarks_stand_below_the_table(document, head, origin, style):
    noted = replace(document.annex, remarks=("Chưa có số liệu của: xã Đào Dương.",))
    sheet = load_workbook(BytesIO(annex_xlsx(noted, head, origin, style))).worksheets[0]
    assert sheet.cell(TOP + len(noted.rows) + 1, 1).value == "Chưa có số liệu của: xã Đào Dương."


def test_the_annex_can_lie_across(document, head, origin, style):
    wide = replace(document.annex, landscape=True)
    sheet = load_workbook(BytesIO(annex_xlsx(wide, head, origin, style))).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"


def test_the_same_annex_gives_the_same_bytes(document, head, origin, style, xlsx_bytes):
    assert annex_xlsx(document.annex, head, origin, style) == xlsx_bytes
    with ZipFile(BytesIO(xlsx_bytes)) as parts:
        assert {part.date_time for part in parts.infolist()} == {EPOCH}
        core = parts.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2024-09-15T07:05:00Z"] * 2


def test_a_spreadsheet_computes_the_formulas_anew_when_it_opens(xlsx_bytes):
    with ZipFile(BytesIO(xlsx_bytes)) as parts:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert book.find("x:calcPr", space).get("fullCalcOnLoad") == "1"


def test_a_workbook_holds_nothing_of_the_unit_before(document, head, origin, style):
    other = replace(
        document.annex,
        title="Phụ lục <khác> & dài",
        rows=tuple(replace(r, cell=r.cell and r.cell + 1) for r in document.annex.rows),
    )
    elsewhere = replace(head, issuer_name="UBND xã Đặng Lễ")
    there = replace(origin, unit_name="xã Đặng Lễ", revision=7)
    first = annex_xlsx(other, elsewhere, there, style)
    annex_xlsx(document.annex, head, origin, style)
    again = annex_xlsx(other, elsewhere, there, style)
    assert first == again
    book = load_workbook(BytesIO(again), data_only=True)
    sheet, info = book.worksheets
    assert sheet["A2"].value == "PHỤ LỤC <KHÁC> & DÀI"
    assert "UBND xã Đặng Lễ" in sheet["A3"].value
    assert (book.properties.title, book.properties.creator) == (other.title, "UBND xã Đặng Lễ")
    assert (info["B4"].value, info["B8"].value) == ("xã Đặng Lễ", "7")
    for number, row in enumerate(other.rows, TOP):
        told = sheet.cell(number, 4).value
        assert (None if told == "" else told) == (None if row.cell is None else float(row.cell))
    with ZipFile(BytesIO(again)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "\ue000" not in parts
    assert "Bắc Sơn" not in parts


def test_a_letter_that_a_workbook_does_not_take_is_told_by_its_number(
    document, head, origin, style
):
    odd = replace(document.annex, title="Phụ lục\x07 _x0041_")
    book = load_workbook(BytesIO(annex_xlsx(odd, head, origin, style)))
    assert unescape(book.worksheets[0]["A2"].value) == "PHỤ LỤC\x07 _X0041_"


@pytest.mark.parametrize("label", [" lùi vào & <b>", "\ue000title\ue001", "_x0041_", "dòng\nmới "])
def test_a_label_is_shown_letter_for_letter(document, head, origin, style, label):
    row = replace(document.annex.rows[1], label=label)
    content = annex_xlsx(Annex("X", (row,)), head, origin, style)
    assert load_workbook(BytesIO(content)).worksheets[0].cell(TOP, 2).value == label


def test_an_annex_without_lines_has_its_head_and_its_remarks(document, head, origin, style):
    empty = replace(document.annex, rows=(), remarks=("Chưa có số liệu.",))
    sheet = load_workbook(BytesIO(annex_xlsx(empty, head, origin, style))).worksheets[0]
    assert sheet["A5"].value == "STT"
    assert sheet.cell(TOP + 1, 1).value == "Chưa có số liệu."


def test_words_stand_in_the_table_of_words_since_an_iphone_shows_no_others(
    document, head, origin, style
):
    number = next(row for row in document.annex.rows if row.input)
    day = replace(number, kind=Kind.DATE, cell=Decimal(20240915))
    blank = replace(day, code="blank", cell=None)
    rows = (*document.annex.rows, day, replace(day, code="again"), blank)
    content = annex_xlsx(replace(document.annex, rows=rows), head, origin, style)
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    shown = [sheet.cell(TOP + len(rows) - n, 4).value for n in (3, 2, 1)]
    assert shown == ["15/9/2024", "15/9/2024", None]
    with ZipFile(BytesIO(content)) as parts:
        table = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/")]
        cells = b"".join(map(parts.read, sheets))
    assert b"inlineStr" not in cells
    assert (int(table.get("count")), int(table.get("uniqueCount"))) == (
        cells.count(b't="s"'),
        len(table),
    )
