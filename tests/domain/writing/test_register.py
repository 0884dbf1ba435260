"""Rows of a register as people type or paste them: nothing lost, every bad line named."""

import pytest

from domain.report.forms import RowCell
from domain.writing.register import BadRow, RowFlaw, read_register

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
