"""A request in any order: what is a line, what is the moment, how often."""

from __future__ import annotations

from datetime import date

import pytest

from domain.report.forms import Kind
from domain.report.requests import AskedLine, Repeat
from domain.talk.request_said import line_of, read_request
from handlers.requests.draft import request_words

TODAY = date(2024, 9, 6)
WORDS = request_words()


@pytest.mark.parametrize(
    ("text", "pieces", "due", "repeat"),
    [
        (
            "số hộ nghèo, số hộ cận nghèo; xã Bắc Sơn, xã Phù Ủng; trước 16h hôm nay",
            ("số hộ nghèo", "số hộ cận nghèo", "xã Bắc Sơn", "xã Phù Ủng"),
            "trước 16h hôm nay",
            None,
        ),
        (
            "trước 16h hôm nay, xã Bắc Sơn: số hộ nghèo và số hộ cận nghèo",
            ("xã Bắc Sơn: số hộ nghèo", "số hộ cận nghèo"),
            "trước 16h hôm nay",
            None,
        ),
        (
            "Chỉ tiêu: số thôn và tổ dân phố\nĐơn vị: các xã\nHạn: 20/9 hằng tháng",
            ("số thôn và tổ dân phố", "các xã"),
            "20/9",
            Repeat.MONTHLY,
        ),
        (
            "1. tỷ lệ hộ nghèo\n2. kinh phí (triệu đồng)\nthứ Sáu hàng tuần",
            ("tỷ lệ hộ nghèo", "kinh phí (triệu đồng)"),
            "thứ Sáu",
            Repeat.WEEKLY,
        ),
        (
            "so ho ngheo tinh den 31/8; xa bac son; han 17h chieu nay",
            ("so ho ngheo tinh den 31/8", "xa bac son"),
            "17h chieu nay",
            None,
        ),
        ("số hộ nghèo", ("số hộ nghèo",), "", None),
    ],
)
def test_a_request_is_cut_in_pieces(
    text: str, pieces: tuple[str, ...], due: str, repeat: Repeat | None
) -> None:
    said = read_request(text, WORDS, TODAY)
    assert (said.pieces, said.due, said.repeat) == (pieces, due, repeat)


@pytest.mark.parametrize(
    ("piece", "line"),
    [
        ("số hộ nghèo", AskedLine("số hộ nghèo")),
        ("số hộ (theo chuẩn mới)", AskedLine("số hộ (theo chuẩn mới)", unit="theo chuẩn mới")),
        ("tỷ lệ hộ nghèo (%)", AskedLine("tỷ lệ hộ nghèo", Kind.PERCENT, "%")),
        ("kinh phí (triệu đồng)", AskedLine("kinh phí", Kind.MONEY, "triệu đồng")),
        ("diện tích lúa bị ngập (ha)", AskedLine("diện tích lúa bị ngập", Kind.NUMBER, "ha")),
        ("đã họp dân (có/không)", AskedLine("đã họp dân", Kind.ENUM)),
        ("số hộ {nghèo}", AskedLine("số hộ (nghèo)", unit="nghèo")),
    ],
)
def test_a_line_has_a_kind_by_its_words(piece: str, line: AskedLine) -> None:
    assert line_of(piece, WORDS) == line
