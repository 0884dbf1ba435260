"""A form out of cells: what is read, and what is told to be unsure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.reading.cells import Area, Cell, CellRow, CellSheet, Value
from reports.patching.propose import Proposal, Unsure, propose

HEAD = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu")


def sheet(
    *rows: tuple[Value, ...],
    formulas: dict[tuple[int, int], str] | None = None,
    merged: tuple[Area, ...] = (),
) -> CellSheet:
    cells = tuple(
        CellRow(number, {c: Cell(value) for c, value in enumerate(row) if value is not None})
        for number, row in enumerate(rows, start=1)
    )
    return CellSheet("Biểu", cells, formulas=formulas or {}, merged=merged)


def proposed(*rows: tuple[Value, ...], **more: object) -> Proposal:
    found = propose([sheet(*rows, **more)], "bieu.xlsx", 2024, {})  # type: ignore[arg-type]
    assert found is not None
    return found


def codes(proposal: Proposal) -> list[str]:
    return [line["code"] for line in proposal.entries["indicators"]]


def kinds(proposal: Proposal) -> dict[str, str]:
    return {line["code"]: line["kind"] for line in proposal.entries["indicators"]}


def test_numbers_marks_and_letters_become_codes() -> None:
    found = proposed(
        HEAD,
        ("I", "PHẦN MỘT"),
        (Decimal(1), "Việc", "Việc"),
        ("1.1", "Việc con", "Việc"),
        ("a)", "Loại a", "Việc"),
        ("-", "Loại nhỏ", "Việc"),
        ("-", "Loại nhỏ nữa", "Việc"),
        ("b)", "Loại b", "Việc"),
        ("2", "Việc khác", "Việc"),
        ("II", "PHẦN HAI"),
        ("1", "Việc ba", "Việc"),
    )
    assert codes(found) == [
        *("I.1", "I.1.1", "I.1.1.1", "I.1.1.1.1", "I.1.1.1.2", "I.1.1.2", "I.2", "II.1"),
    ]


def test_a_number_that_lost_its_zero_or_became_a_day_is_told() -> None:
    rows = [(f"1.{n}", f"Việc {n}", "Việc") for n in range(1, 10)]
    found = proposed(HEAD, ("1", "Việc"), *rows, ("1.1", "Việc mười", "Việc"))
    assert codes(found)[-1] == "I.1.10"
    assert found.unsure[Unsure.NUMBER] == ("1.1 → I.1.10",)


@pytest.mark.parametrize(
    ("label", "unit", "kind"),
    [
        ("Số hồ sơ", "Hồ sơ", "count"),
        ("Diện tích", "m²", "number"),
        ("Tỷ lệ đúng hạn", "", "percent"),
        ("Kinh phí", "Triệu đồng", "money_million"),
        ("Kinh phí", "nghìn đồng", "money_thousand"),
        ("Đã ban hành kế hoạch (Có/Không)", "", "yes_no"),
        ("Hình thức (Trực tuyến = 0; Phát phiếu = 1)", "", "enum"),
        ("Ngày ban hành", "ngày/tháng/năm", "date"),
    ],
)
def test_the_kind_is_told_by_label_and_unit(label: str, unit: str, kind: str) -> None:
    found = proposed(HEAD, ("1", label, unit), ("2", "Số việc", "Việc"))
    assert kinds(found)["I.1"] == kind


def test_two_storeys_of_heads_make_a_figure_of_each_column() -> None:
    found = proposed(
        ("STT", "Nội dung", "Tiếp nhận", None, "Ghi chú"),
        (None, None, "Trực tuyến", "Trực tiếp", None),
        ("1", "Hộ tịch"),
        ("2", "Đất đai"),
        merged=((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)),
    )
    assert codes(found) == ["I.1", "I.1.1", "I.1.2", "I.2", "I.2.1", "I.2.2"]
    assert [block["codes"] for block in found.entries["blocks"]] == [
        ["I.1.1", "I.1.2"],
        ["I.2.1", "I.2.2"],
    ]
    assert str(found.cells["I.2.2"]) == "Biểu!D4"


def test_columns_of_words_and_of_earlier_periods_are_left_and_told() -> None:
    found = proposed((*HEAD, "Kỳ trước", "Nguyên nhân"), ("1", "Số việc", "Việc"))
    assert codes(found) == ["I.1"]
    assert found.unsure[Unsure.COLUMN] == ("Kỳ trước", "Nguyên nhân")


def test_a_sum_of_a_column_that_is_a_heading_is_no_check() -> None:
    found = proposed(
        HEAD,
        ("1", "Tổng", "Việc"),
        ("1.1", "Một", "Việc"),
        ("1.2", "Hai", "Việc"),
        formulas={(2, 3): "SUM(D3:D4)", (4, 3): "MAX(D3,3)"},
    )
    assert kinds(found)["I.1.2"] == "group"
    assert found.entries["rules"] == []
    assert found.unsure[Unsure.FORMULA] == ("Biểu!D4",)


def test_what_stands_below_the_table_is_no_line() -> None:
    found = proposed(
        HEAD,
        ("1", "Số việc", "Việc"),
        (),
        (None, "Người lập biểu"),
        (None, "Nguyễn Văn A", None, None),
    )
    assert codes(found) == ["I.1"]


def test_braces_of_a_label_are_no_places_for_words() -> None:
    found = proposed(HEAD, ("1", "Số việc {loại}", "Việc"), ("2", "Số khác", "Việc"))
    assert found.entries["indicators"][0]["label"] == "Số việc (loại)"


def test_a_sheet_without_a_head_is_none() -> None:
    assert propose([sheet(("Danh sách",), ("a", "b"))], "x.xlsx", 2024, {}) is None
