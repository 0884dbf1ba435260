"""While an assignment or a request is put together, a clear other wish is served, and the draft
stays until it is sent or dropped."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District

ASSIGNMENT = "giao xa-bac-son: rà soát hộ nghèo"
REQUEST = "yêu cầu báo cáo: số hộ nghèo; xã Bắc Sơn"
WAITS = "Còn chờ trả lời câu hỏi về "


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    district.move("2024-09-11 08:00")
    return district


OTHERS = (
    ("tình hình xã Đa Lộc", "Xã Đa Lộc – Báo cáo"),
    ("tinh hinh xa da loc", "Xã Đa Lộc – Báo cáo"),
    ("TÌNH HÌNH XÃ ĐA LỘC", "Xã Đa Lộc – Báo cáo"),
    ("xã Đa Lộc làm tới đâu rồi em", "Xã Đa Lộc – Báo cáo"),
    ("giúp", "Lệnh, hoặc cứ nói"),
    ("ai chưa nộp", "Không có đơn vị nào quá hạn"),
    ("nhắc xã Đa Lộc", "Đã nhắc xã Đa Lộc"),
    ("việc", "Hiện không có nhiệm vụ nào"),
)


@pytest.mark.parametrize("draft", [ASSIGNMENT, REQUEST])
@pytest.mark.parametrize(("wish", "answer"), OTHERS)
def test_a_clear_other_wish_is_served_and_the_draft_is_said_to_wait(
    desk: District, draft: str, wish: str, answer: str
) -> None:
    desk.say("quynh", draft)
    served = desk.say("quynh", wish)
    assert answer in served
    assert WAITS in served
    assert "25/9" in desk.say("quynh", "hạn 25/9")  # and goes on where it stood


@pytest.mark.parametrize("draft", [ASSIGNMENT, REQUEST])
def test_a_draft_goes_on_after_several_other_wishes(desk: District, draft: str) -> None:
    desk.say("quynh", draft)
    for wish, _ in OTHERS[4:]:
        desk.say("quynh", wish)
    shown = desk.say("quynh", "hạn 25/9")
    assert "ộ nghèo" in shown
    assert "thứ Tư 25/9/2024" in shown


@pytest.mark.parametrize("draft", [ASSIGNMENT, REQUEST])
def test_a_draft_that_was_left_is_dropped_by_one_word(desk: District, draft: str) -> None:
    desk.say("quynh", draft)
    desk.say("quynh", "tình hình xã Đa Lộc")
    assert "chưa g" in desk.say("quynh", "thôi")
    assert "Bot hiện" not in desk.say("quynh", "tình hình xã Đa Lộc")
    assert WAITS not in desk.say("quynh", "tình hình xã Đa Lộc")


def test_thanks_become_no_line_of_a_request(desk: District) -> None:
    desk.say("quynh", REQUEST)
    desk.mail("quynh")
    with pytest.raises(IndexError):  # thanks are answered by silence
        desk.say("quynh", "cảm ơn em")
    shown = desk.say("quynh", "hạn 25/9")
    assert "Số liệu (1): 1. số hộ nghèo" in shown


def test_another_request_is_no_due_day_of_an_assignment(desk: District) -> None:
    desk.say("quynh", ASSIGNMENT)
    shown = desk.say("quynh", "yêu cầu báo cáo: số hộ nghèo; xã Đa Lộc; trước 16h chiều nay")
    assert shown.startswith("Yêu cầu báo cáo (chưa gửi đi):")
    assert "Câu hỏi về việc đang giao để sau" in shown


def test_figures_are_taken_while_the_own_assignment_is_put_together(desk: District) -> None:
    desk.say("dung", "giao Lan: lập danh sách")
    row = desk.say("dung", "14 14 0 0")
    assert "không hiểu ngày" not in row
    assert "20/9/2024" in desk.say("dung", "hạn 20/9")


@pytest.mark.parametrize("said", ["càng sớm càng tốt", "sớm nhé em"])
def test_what_is_no_clear_wish_is_still_asked_about(desk: District, said: str) -> None:
    desk.say("quynh", ASSIGNMENT)
    assert "không hiểu ngày" in desk.say("quynh", said)


@pytest.mark.parametrize("title", ["rà soát tình hình hộ nghèo", "kiểm tra việc nộp báo cáo thuế"])
def test_a_title_may_be_like_a_wish(desk: District, title: str) -> None:
    desk.say("quynh", "giao xa-bac-son: hạn 25/9")
    assert title[1:] in desk.say("quynh", title)
