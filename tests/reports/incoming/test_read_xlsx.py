"""The annex read back out of workbooks: the product's own, and what people make of it."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.styles import numbers

from domain.people.units import DISTRICT_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from reports.annex import annex_rows, numbers_of
from reports.document import Annex, Letterhead, Origin
from reports.incoming.open_file import open_file
from reports.incoming.read_annex import annex_in
from reports.incoming.unreadable import Unreadable, UnreadableFile
from reports.style import load_style
from reports.workbook.xlsx import annex_xlsx
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORM = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)
GIVEN = {
    "I.2.1": D(7),
    "I.2.2": D(5),
    "I.4.1": D(14),
    "IV.2.5": D("15.5"),
    "VI.1.1": D(17465),
    "VI.1.2": D("3598.125"),
    "VII.2.1": D(1),
}


def read_annex_xlsx(content):
    return annex_in(open_file("a.xlsx", content))


def product_file():
    figures = {code: Figure(code, State.VALUE, number) for code, number in GIVEN.items()}
    rows = annex_rows(FORM, numbers_of(FORM, figures, derived(FORM, figures)), DISTRICT_WORDS)
    head = Letterhead(("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN"), "UBND xã Bắc Sơn", "Bắc Sơn", 2024)
    origin = Origin(
        form_id=FORM.id,
        form_version=FORM.version,
        unit_id="hung-yen/an-thi/xa-bac-son",
        unit_name="xã Bắc Sơn",
        round_id="2024-Q3",
        period="quý III năm 2024",
        data_time=datetime(2024, 9, 14, 10, tzinfo=UTC),
    )
    style = load_style(CATALOGUE / "styles" / "nd30-2020.toml")
    return annex_xlsx(Annex(FORM.title, rows), head, origin, style)


def sheet(*rows, formats=None):
    """A workbook whose only sheet holds the rows; `formats` are number formats by cell."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    content = BytesIO()
    book.save(content)
    return content.getvalue()


HEAD = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")


def test_the_products_own_file_gives_back_what_went_in():
    content = product_file()
    rows = {f"{row.section}.{row.code}": row.value for row in read_annex_xlsx(content).rows}
    in_annex = [code for code, line in FORM.indicators.items() if line.in_annex]
    assert list(rows) == in_annex
    told = {code: value for code, value in rows.items() if value is not None}
    # Rates carry the value that their formula had when the file was written.
    assert {c: n for c, n in told.items() if FORM.indicators[c].ratio is None} == GIVEN
    assert (told["I.2"], told["VI.1"]) == (D("71.43"), D("20.6"))
    origin = read_annex_xlsx(content).origin
    assert (origin["form_id"], origin["form_version"]) == (FORM.id, FORM.version)


def test_a_file_filled_in_by_a_spreadsheet_program_is_read(tmp_path):
    book = openpyxl.load_workbook(BytesIO(product_file()))
    (cell,) = (c for c in book.worksheets[0]["A"] if c.value == "3.1.1")
    book.worksheets[0][f"D{cell.row}"] = 376
    book.save(tmp_path / "filled.xlsx")
    rows = read_annex_xlsx((tmp_path / "filled.xlsx").read_bytes()).rows
    (row,) = (row for row in rows if (row.section, row.code) == ("III", "3.1.1"))
    assert (row.value, row.cell) == (D(376), f"D{cell.row}")
    # This program keeps no values of formulas: a rate without one is blank.
    assert all(row.value is None for row in rows if f"{row.section}.{row.code}" == "I.2")


@pytest.mark.parametrize(
    ("typed", "number_format", "value"),
    [
        (14, "General", D(14)),
        (71.43, '0.00"%"', D("71.43")),
        (71.43, "0.00\\%", D("71.43")),
        (0.7143, numbers.FORMAT_PERCENTAGE_00, D("71.43")),  # typed as 71,43%
        (1, numbers.FORMAT_PERCENTAGE, D(100)),
        (0.1 + 0.2, "General", D("0.3")),
        (17465.123456, "#,##0.00", D("17465.123456")),
        ("17.465", "General", "17.465"),
        ("  100 % ", "General", "100 %"),
        ("", "General", None),
        (None, "General", None),
        ("#DIV/0!", "General", None),
        ("#REF!", "General", "#REF!"),
        (date(2024, 4, 1), "dd/mm", "01/04/2024"),
        (True, "General", "True"),
        ("không phát sinh", "General", "không phát sinh"),
    ],
)
def test_a_cell_tells_what_was_typed(typed, number_format, value):
    content = sheet(
        ("BÁO CÁO",), HEAD, ("I", "PHẦN"), ("1", "", "", typed), formats={"D4": number_format}
    )
    (row,) = read_annex_xlsx(content).rows
    assert (row.section, row.code, row.value, row.cell) == ("I", "1", value, "D4")


@pytest.mark.parametrize(
    "printed", ["4.1", "4.1.", " 4.1 ", 4.1, "\u00a04.1"], ids=lambda printed: repr(printed)
)
def test_the_number_of_a_line_may_be_a_number(printed):
    (row,) = read_annex_xlsx(sheet(HEAD, ("II",), (printed, "", "", 5))).rows
    assert (row.section, row.code) == ("II", "4.1")


def test_columns_are_found_by_their_titles_and_other_rows_are_left_out():
    head = (None, "Ghi chú", "SỐ  LIỆU", "stt")
    content = sheet(
        ("1", None, 99, "1"),  # above the head
        head,
        (None, None, 98, "1"),  # in no section
        (None, None, None, "IV"),
        (None, None, 5, "2.1"),
        (None, None, 6, "Tổng"),
        ("Ghi chú: có 2 đơn vị chưa gửi",),
    )
    assert [(row.section, row.code, row.value) for row in read_annex_xlsx(content).rows] == [
        ("IV", "2.1", 5)
    ]


def test_the_annex_may_stand_on_a_later_sheet():
    book = openpyxl.Workbook()
    book.active.append(["Hướng dẫn"])
    later = book.create_sheet("Biểu")
    for row in (HEAD, ("I",), ("1", "", "", 3)):
        later.append(row)
    content = BytesIO()
    book.save(content)
    assert [row.value for row in read_annex_xlsx(content.getvalue()).rows] == [3]


def bomb():
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(61_000_000))
    return content.getvalue()


def broken():
    """A workbook with its sheet cut in the middle."""
    content = BytesIO()
    with ZipFile(BytesIO(sheet(HEAD))) as whole, ZipFile(content, "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), Unreadable.ENCRYPTED),
        (b"", Unreadable.EMPTY),
        (b"section,code,value\n", Unreadable.NOT_XLSX),
        (sheet(HEAD)[:300], Unreadable.NOT_XLSX),
        (broken(), Unreadable.NOT_XLSX),
        (bomb(), Unreadable.TOO_MUCH),
        (sheet(("Họ tên", "Số liệu"), ("I", 5)), Unreadable.NO_ANNEX),
        (sheet(), Unreadable.NO_ANNEX),
    ],
    ids=["encrypted", "empty", "csv", "cut", "broken", "bomb", "other", "blank"],
)
def test_a_file_that_is_no_annex_is_refused_with_its_reason(content, reason):
    with pytest.raises(UnreadableFile) as refused:
        read_annex_xlsx(content)
    assert refused.value.reason is reason
