"""Rows of a register as people type or paste them: nothing lost, every bad line named."""

import pytest

from domain.report.forms import RowCell
from domain.words import Vocabulary
from domain.writing.register import BadRow, RowFlaw, read_register
from domain.writing.row_said import RowAct, RowSaid, read_row_said
from storage.catalogue.words import phrases

COLUMNS = (RowCell("Số, ký hiệu"), RowCell("Ngày", is_day=True), RowCell("Trích yếu"))
ROW = ("01/KH-UBND", "03/01/2024", "Kiểm soát TTHC")


@pytest.mark.parametrize(
    "typed",
    [
        "01/KH-UBND; 03/01/2024; Kiểm soát TTHC",
        "- 01/KH-UBND; ngày 3 tháng 1 năm 2024; Kiểm soát TTHC",
        "01/KH-UBND\t3/1/2024\tKiểm soát TTHC",
        "1\t01/KH-UBND\t03/01/2024\tKiểm soát TTHC",
        "STT\tSố, ký hiệu\tNgày\tTrích yếu\n1\t01/KH-UBND\t03/01/2024\tKiểm soát TTHC\n",
        '01/KH-UBND\t03/01/2024\t"Kiểm soát\nTTHC"',
        "1. 01/KH-UBND | 03/01/2024 | Kiểm soát TTHC",
    ],
)
def test_a_row_is_read_however_it_comes(typed: str) -> None:
    assert read_register(typed, COLUMNS).rows == (ROW,)
    assert read_register(typed, COLUMNS).bad == ()


def test_the_last_column_may_hold_the_sign_between_the_cells() -> None:
    read = read_register("01/KH-UBND; 03/01/2024; Kiểm soát; một cửa", COLUMNS)
    assert read.rows == (("01/KH-UBND", "03/01/2024", "Kiểm soát; một cửa"),)


def test_a_line_that_is_no_row_is_named_and_the_others_are_read() -> None:
    typed = "01/KH-UBND; 03/01/2024; Kiểm soát TTHC\n02/KH-UBND; Chuyển đổi số\n; 03/01/2024; x\n"
    read = read_register(typed + "03/KH-UBND; 31/2/2024; ISO", COLUMNS)
    assert read.rows == (ROW,)
    assert read.bad == (
        BadRow(2, "02/KH-UBND; Chuyển đổi số", RowFlaw.CELLS),
        BadRow(3, "; 03/01/2024; x", RowFlaw.EMPTY),
        BadRow(4, "03/KH-UBND; 31/2/2024; ISO", RowFlaw.DAY, "31/2/2024"),
    )


def said(text: str) -> RowSaid | None:
    return read_row_said(text, Vocabulary(phrases("row")))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "thêm 78/UBND-VP ngày 12/11 về việc rà soát",
            RowSaid(RowAct.ADD, 0, "78/UBND-VP", "ngày 12/11", "rà soát"),
        ),
        (
            "them 78/ubnd-vp ngay 12/11/2022 ve ra soat",
            RowSaid(RowAct.ADD, 0, "78/ubnd-vp", "ngay 12/11/2022", "ra soat"),
        ),
        (
            "theem 78/UBND-VP ngafy 12/11 veef rà soát",
            RowSaid(RowAct.ADD, 0, "78/UBND-VP", "12/11", "rà soát"),
        ),
        (
            "BỔ SUNG CÔNG VĂN SỐ 5/2022/QĐ-UBND, 12 THÁNG 11, RÀ SOÁT",
            RowSaid(RowAct.ADD, 0, "5/2022/QĐ-UBND", "12 THÁNG 11", "RÀ SOÁT"),
        ),
        ("dòng 2 sai ngày, đúng là 14/11", RowSaid(RowAct.CHANGE, 2, day="14/11")),
        ("sửa dòng số 2 ngày 14/11/2022 nhé", RowSaid(RowAct.CHANGE, 2, day="ngày 14/11/2022")),
        ("dong 3 so 73/BC-UBND moi dung", RowSaid(RowAct.CHANGE, 3, number="73/BC-UBND")),
        ("dòng 3 trích yếu là một cửa", RowSaid(RowAct.CHANGE, 3, about="một cửa")),
        ("nhầm 73/BC-UBND mới đúng", RowSaid(RowAct.CHANGE, number="73/BC-UBND")),
        ("dòng 1 ngày 31/2/2023 mới đúng", RowSaid(RowAct.CHANGE, 1, day="ngày 31/2/2023")),
        ("xóa dòng 2 đi", RowSaid(RowAct.REMOVE, 2)),
        ("bỏ dòng cuối", RowSaid(RowAct.REMOVE)),
    ],
)
def test_a_row_is_read_out_of_a_sentence(typed: str, meant: RowSaid) -> None:
    assert said(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "thêm",
        "thêm 2 người",
        "dòng 2 sai rồi",
        "dòng 2 sai, đúng là 14",
        "dòng 2 ngày 14/11 và dòng 3 ngày 15/11",
        "nhầm 73/BC-UBND, 74/BC-UBND mới đúng",
        "việc 2 xong rồi, 73/BC-UBND",
        "xóa hết",
        "78/UBND-VP",
        "hôm nay gửi 78/UBND-VP ngày 12/11 về rà soát",
    ],
)
def test_a_sentence_with_a_word_too_many_or_too_few_is_no_row(typed: str) -> None:
    assert said(typed) is None
