"""Figures asked for by an hour: whoever needs longer says so, and whoever asked hears it."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District

ASK = "yêu cầu báo cáo: số hộ ngập, số người sơ tán; xã Bắc Sơn, xã Đa Lộc; trước 16h hôm nay"


@pytest.fixture
def asked(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-20 14:00")
    district.say("quynh", ASK)
    district.say("quynh", "gửi")
    for name in ("quynh", "nam"):
        district.mail(name)
    return district


@pytest.mark.parametrize(
    ("words", "until", "reason"),
    [
        ("cho em xin tới 17h nhé, đang thống kê", "17 giờ", "đang thống kê"),
        ("chưa thống kê được, 4h rưỡi em gửi", "16 giờ 30", "chưa thống kê được"),
        ("chỗ chị mất điện 5h mới có", "17 giờ", "chỗ chị mất điện"),
        ("cho em xin toi 17h nhe, dang thong ke", "17 giờ", "dang thong ke"),
        ("đường ngập chưa vào thôn được, 5h chiều mới có số", "17 giờ", "chưa vào thôn được"),
    ],
)
def test_an_hour_is_passed_on_to_whoever_has_asked(
    asked: District, words: str, until: str, reason: str
) -> None:
    assert f"đến {until} thứ Ba 20/8" in asked.say("nam", words)
    (told,) = asked.told("quynh")
    assert f"đến {until} thứ Ba 20/8" in told
    assert reason in told
    asked.say("quynh", "đồng ý")
    assert f"{until} thứ Ba 20/8" in asked.told("nam")[-1]


def test_an_hour_without_a_reason_is_asked_why(asked: District) -> None:
    asked.say("nam", "17h em gửi")
    assert asked.told("quynh") == []
    asked.say("nam", "mưa to chưa thống kê được")
    assert "đến 17 giờ thứ Ba 20/8" in asked.told("quynh")[0]


@pytest.mark.parametrize("words", ["15h em gửi", "em đang thống kê", "12 40", "17h họp ở đâu ạ"])
def test_what_names_no_later_hour_asks_for_no_more_time(asked: District, words: str) -> None:
    asked.say("nam", words)
    assert not any("gia hạn" in told for told in asked.told("quynh"))


def test_the_superior_gives_more_time_by_the_hour(asked: District) -> None:
    assert "đến 17 giờ thứ Ba 20/8" in asked.say("quynh", "gia hạn xã Đa Lộc tới 17h")


@pytest.mark.parametrize("word", ["ừ", "được", "ừ em", "u", "DUOC", "ok em", "nhất trí", "đồng ý"])
def test_a_bare_yes_right_behind_the_only_request_grants_it(asked: District, word: str) -> None:
    asked.say("nam", "cho em xin tới 17h nhé, đang thống kê")
    asked.mail("nam")
    assert "Đã cho gia hạn" in asked.say("quynh", word)
    assert "17 giờ thứ Ba 20/8" in asked.told("nam")[-1]


def test_a_bare_yes_to_two_requests_asks_which_and_grants_nothing(asked: District) -> None:
    asked.say("nam", "cho em xin tới 17h nhé, đang thống kê")
    asked.say("lan", "cho em xin tới 18h nhé, mất điện")
    for word in ("ừ", "được", "đồng ý"):  # as often as it is said
        question = asked.answer("quynh", word)
        assert "Có 2 lời xin gia hạn đang chờ" in question.text
    assert [choice.words.split(",")[0] for choice in question.choices] == [
        "cho gia hạn xã Bắc Sơn",
        "cho gia hạn xã Đa Lộc",
    ]
    asked.mail("nam")
    asked.tap("quynh", question, "cho gia hạn xã Đa Lộc")
    assert "17 giờ" in asked.told("nam")[-1]
    assert not any("cho gia hạn" in told for told in asked.told("lan"))


def test_a_bare_yes_to_a_task_and_a_report_tells_them_apart(asked: District) -> None:
    asked.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    asked.say("lan", "xin gia hạn 1 3 ngày vì chờ huyện")
    asked.say("nam", "cho em xin tới 17h nhé, đang thống kê")
    question = asked.answer("quynh", "ừ")
    assert question.choices[1].words == "duyệt 1 Bắc Sơn"
    assert "Đã cho gia hạn: việc 1 Bắc Sơn" in asked.say("quynh", "duyệt 1 Bắc Sơn")
    assert "Đã cho gia hạn: Báo cáo" in asked.say("quynh", "đồng ý xã Đa Lộc")


def test_a_bare_yes_after_something_else_was_told_grants_nothing(asked: District) -> None:
    asked.say("nam", "cho em xin tới 17h nhé, đang thống kê")
    asked.say("quynh", "tình hình yc1")
    asked.mail("nam")
    assert "Đã cho" not in asked.say("quynh", "đồng ý")
    assert not any("cho gia hạn" in told for told in asked.told("nam"))


@pytest.mark.parametrize("choose", ["dòng đầu", "số hộ ngập", "cái thứ nhất"])
def test_one_figure_for_two_open_lines_is_kept_and_asked_of_which(
    asked: District, choose: str
) -> None:
    question = asked.answer("nam", "3")
    assert question.text.startswith("Số 3 là của dòng nào?")
    assert [choice.words for choice in question.choices] == ["1. số hộ ngập", "2. số người sơ tán"]
    assert "1. số hộ ngập: 3." in asked.say("nam", choose)
    assert "2. số người sơ tán: 7." in asked.say("nam", "7")


@pytest.mark.parametrize("second", ["5", "2"])  # the second line is numbered 2
def test_a_second_figure_alone_is_shown_behind_the_first(asked: District, second: str) -> None:
    asked.say("nam", "3")
    shown = asked.say("nam", second)
    assert f"- 1 số hộ ngập: 3\n- 2 số người sơ tán: {second}" in shown
    assert "Đã ghi" not in shown
    assert f"2. số người sơ tán: {second}" in asked.say("nam", "đúng")


def test_a_whole_row_ends_the_question_of_which_line(asked: District) -> None:
    asked.say("nam", "3")
    assert "1. số hộ ngập: 3" in asked.say("nam", "3 5")
    assert "3 → " not in asked.say("nam", "dòng cuối")
