"""Pictures that are asked for as people speak: which figure, of whom, over which periods."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-09-05 08:00")
    return district


@pytest.mark.parametrize(
    "said",
    [
        "so sánh các xã về 3.1.1",
        "so sánh giúp chị 3.1.1 giữa các xã",
        "vẽ giúp tôi III.3.1.1 của các xã",
        "xã nào cao nhất về III.3.1.1",
        "3.1.1 đợt này xã nào nhiều nhất",
    ],
)
def test_units_side_by_side(desk: District, said: str) -> None:
    reply = desk.answer("quynh", said)
    assert reply.text.startswith("III.3.1.1 hồ sơ đã giải quyết xong\n")
    assert reply.files[0].name.startswith("so-sanh-III.3.1.1-huyen-an-thi")
    assert reply.text.count(": chưa gửi") == 3


def test_only_the_units_that_are_named(desk: District) -> None:
    text = desk.say("quynh", "so sánh xã Bắc Sơn với xã Đa Lộc về 3.1.1 giúp chị")
    assert [line for line in text.splitlines() if line.startswith("xã ")] == [
        "xã Bắc Sơn: chưa gửi",
        "xã Đa Lộc: chưa gửi",
    ]
    told = desk.say("quynh", "so sánh 3.1.1 xã Không Có với xã Bắc Sơn")
    assert "Không thấy đơn vị “xã Không Có”" in told


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("lan", "vẽ giúp chị 3.1.1 từ quý I/2023 đến nay"),
        ("lan", "3.1.1 mấy quý nay tăng giảm sao rồi em"),
        ("quynh", "xu hướng 3.1.1 của xã Bắc Sơn"),
        ("quynh", "so sánh giúp chị 3.1.1 các xã qua các kỳ"),
        ("quynh", "biểu đồ 3.1.1 các kỳ"),
        ("quynh", "xu hướng 3.1.1 quý I/2023 đến nay"),
    ],
)
def test_a_figure_over_the_periods(desk: District, who: str, said: str) -> None:
    reply = desk.answer(who, said)
    assert reply.text.startswith("III.3.1.1 hồ sơ đã giải quyết xong qua các kỳ\n")
    assert reply.files


def test_coming_in_time_is_told_from_a_figure_that_has_those_words(desk: District) -> None:
    desk.move("2024-09-20 08:00")
    assert desk.say("quynh", "tỷ lệ nộp đúng hạn qua các kỳ").startswith("Nộp báo cáo đúng hạn")
    told = desk.say("quynh", "diễn biến hồ sơ đúng hạn qua các quý")
    assert "Nộp báo cáo đúng hạn" not in told


def test_a_figure_that_is_told_by_its_label_is_asked_about(desk: District) -> None:
    reply = desk.answer("quynh", "so sánh các xã về tỷ lệ hồ sơ giải quyết đúng hạn")
    assert "so sánh III.3.1" in [choice.words for choice in reply.choices]
    chosen = desk.tap("quynh", reply, "so sánh III.3.1.2")
    assert chosen.text.startswith("III.3.1.2 hồ sơ giải quyết đúng hạn")
