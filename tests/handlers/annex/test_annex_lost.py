"""Rows that a file has lost on its way: named, with their value, and never taken for another's."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from handlers.annex.file import AnnexFile
from handlers.annex.lines import lost_lines
from handlers.annex.verify import verify_annex
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from tests.support.annex_files import HEAD, read_annex, saved

FORM = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)
BLOCK = [("4.1", 14), ("4.2", 14), ("4.3", 0), ("4.4", 0)]


def table(*rows: tuple[object, ...]) -> AnnexFile:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["I", "CÔNG TÁC CHỈ ĐẠO"])
    for row in rows:
        book.active.append(list(row))
    return read_annex("a.xlsx", saved(book))


def line(printed: object, value: object, *beside: object) -> tuple[object, ...]:
    return (printed, "chỉ tiêu", "số", value, *beside)


@pytest.mark.parametrize("printed", ["4,1", "4.2*", "4.1 (ước)", "4-1", None, "IV.2a"])
def test_a_value_whose_number_cannot_be_read_is_named(printed: str | None) -> None:
    annex = table(line(printed, 14), line("4.3", 0))
    (lost,) = annex.lost
    assert "ô D3: có số 14" in lost.words.replace("Ô", "ô")
    assert (printed or "không có số thứ tự") in lost.words
    assert [cell.code for cell in annex.cells] == ["I.4.3"]
    severe = [f for f in verify_annex(annex, FORM).findings if f["severity"] == "error"]
    assert lost.words in [finding["message"] for finding in severe]


@pytest.mark.parametrize("row", [line("Tổng", 28), line(None, "Người lập"), line(None, None)])
def test_a_sum_a_signature_and_a_blank_row_are_no_lost_lines(row: tuple[object, ...]) -> None:
    assert table(line("4.1", 14), row).lost == ()


def test_a_value_in_another_column_is_named_with_its_line() -> None:
    annex = table(line("4.1", 14), line("4.2", None, 13), line("4.3", 0))
    (lost,) = annex.lost
    assert lost.words == "Ô E4: số 13 của dòng I.4.2 không nằm ở cột Số liệu."
    assert [cell.code for cell in annex.cells] == ["I.4.1", "I.4.3"]


def test_a_remark_beside_a_blank_is_a_remark() -> None:
    annex = table(line("4.1", 14), line("4.2", None, "chờ số liệu"))
    assert annex.lost == ()
    assert [(cell.code, cell.raw) for cell in annex.cells][1] == ("I.4.2", None)


def test_a_deleted_row_is_named_where_a_rule_needs_it() -> None:
    annex = table(*(line(*row) for row in BLOCK if row[0] != "4.3"))
    assert lost_lines(annex, FORM) == ("I.4.3",)
    (finding,) = [f for f in verify_annex(annex, FORM).findings if f["rule"] == "row_lost"]
    assert finding["codes"] == ["I.4.3"]
    assert "V05" in finding["message"]
    assert lost_lines(table(*(line(*row) for row in BLOCK)), FORM) == ()


def test_a_short_list_has_lost_nothing() -> None:
    assert lost_lines(table(line("4.1", 14)), FORM) == ()


def test_where_the_heading_of_a_part_is_missing_nothing_is_taken_for_another_part() -> None:
    annex = table(line("1", 3), line("4.1", 14), line("1", 8), line("1.1", 9), line("2.1", 5))
    assert [cell.code for cell in annex.cells] == ["I.1", "I.4.1"]
    assert [row.words.partition(":")[0] for row in annex.lost] == ["Ô D5", "Ô D6", "Ô D7"]


@pytest.mark.parametrize("style", ["font_strike", "hidden"])
def test_a_line_whose_number_is_struck_out_or_hidden_is_no_line(style: str) -> None:
    book = openpyxl.load_workbook(BytesIO(_book(line("4.1", 14), line("4.2", 13))))
    sheet = book.active
    if style == "hidden":
        sheet.row_dimensions[4].hidden = True
    else:
        sheet["A4"].font = openpyxl.styles.Font(strike=True)
    annex = read_annex("a.xlsx", saved(book))
    assert [cell.code for cell in annex.cells] == ["I.4.1"]
    assert [row.words for row in annex.lost] == [
        "Ô D4: có số 13 nhưng số thứ tự “4.2” không đọc được."
    ]


def _book(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, ("I", "PHẦN"), *rows):
        book.active.append(list(row))
    return saved(book)


def test_a_number_with_a_comma_between_two_commas_is_not_cut() -> None:
    content = b"section,code,value\nVI,1.1,17,465\nVI,1.2,12\n"
    first, second = read_annex("a.csv", content).cells
    assert (first.flaw is not None, first.code) == (True, "VI.1.1")
    assert (second.flaw, second.raw) == (None, "12")
