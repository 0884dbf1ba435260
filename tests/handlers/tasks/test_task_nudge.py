"""Reminding by hand: of one task, of all reports that are late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database.database import Database
from tests.support.district import District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    return district


def test_a_task_is_reminded_of_rarely_and_on_record(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.mail("lan")
    assert desk.say("quynh", "nhắc 1") == "Đã nhắc việc 1 Bắc Sơn “Rà soát TTHC”: chị Lan."
    (told,) = desk.mail("lan")
    assert told.reply.text.startswith("Chị Quỳnh nhắc: việc 1 “Rà soát TTHC”, hạn thứ Sáu 30/8")
    assert [choice.words for choice in told.reply.choices] == ["xong 1"]
    assert "Có thể nhắc lại sau 12:00" in desk.say("quynh", "nhắc việc 1")
    assert desk.told("lan") == []
    assert [entry.action for entry in desk.trail("task:1")] == ["task.nudged"]
    desk.now += timedelta(hours=6)
    assert "Đã nhắc việc 1" in desk.say("quynh", "đôn đốc việc 1")
    desk.now += timedelta(hours=6)
    assert "Ngoài giờ làm việc" in desk.say("quynh", "nhắc 1")


def test_what_is_done_needs_no_reminder(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1 5/BC-UBND")
    assert "đang chờ duyệt. Gửi: duyệt 1" in desk.say("quynh", "nhắc 1")
    desk.say("quynh", "duyệt 1")
    assert "đã duyệt" in desk.say("quynh", "nhắc 1")
    assert "đã duyệt rồi" in desk.say("quynh", "duyệt 1")
    assert "đã duyệt rồi" in desk.say("quynh", "trả lại 1 sai")
    assert "Cần làm tiếp, xin giao việc mới" in desk.say("quynh", "mở lại 1")


def test_only_who_has_assigned_it_reminds(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "UBND huyện Ân Thi quyết định" in desk.say("lan", "nhắc 1")
    assert desk.trail("task:1") == ()


def test_reports_are_still_reminded_of_by_name(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "Đã nhắc xã Bắc Sơn" in desk.say("quynh", "nhắc xã Bắc Sơn")
    desk.say("quynh", "việc 1")
    assert "Đã nhắc việc 1" in desk.say("quynh", "nhắc")  # the task that was shown last


def test_all_that_are_late_are_reminded_at_once(desk: District) -> None:
    desk.fill("hung")
    desk.move("2024-09-16 08:00")
    desk.mail("nam")
    desk.say("quynh", "nhắc xã Bắc Sơn")
    lines = desk.say("quynh", "nhắc tất cả").splitlines()
    assert sorted(lines) == [
        "Đã nhắc xã Bắc Sơn lúc 08:00. Có thể nhắc lại sau 12:00.",
        "Đã nhắc xã Đa Lộc: chị Nam, chị Mai.",
    ]
    assert len(desk.told("nam")) == 1
    desk.now += timedelta(hours=12)
    (line,) = desk.say("quynh", "nhắc các xã").splitlines()
    assert "Ngoài giờ làm việc" in line
    assert "cấp dưới" in desk.say("lan", "/nhac tat ca")


def test_what_the_assigner_can_do_instead_of_reopening(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "vẫn đang mở" in desk.say("quynh", "mở lại 1")
    desk.say("lan", "xong 1 5/BC-UBND")
    assert "gửi: trả lại 1 Bắc Sơn <lý do>" in desk.say("quynh", "mở lại 1")
    desk.say("quynh", "thu hồi 1 giao nhầm xã")
    assert "xin giao lại" in desk.say("quynh", "mở lại 1")


def test_units_in_which_nobody_hears_are_named(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"nam", "hien", "mai"}))
    desk.move("2024-08-28 08:00")
    desk.say("quynh", "giao tất cả: rà soát hộ nghèo, hạn 30/8")
    answer = desk.say("quynh", "giao")
    assert "Đã báo chị Lan, chị Hưng." in answer
    assert "Chưa báo được, vì chưa ai ở đó liên kết với bot: xã Đa Lộc." in answer


def test_a_wrong_unit_is_mended_by_naming_them_all_again(desk: District) -> None:
    asked = desk.say("quynh", "giao xa-bac-son, xã Lạ: rà soát TTHC, hạn 30/8")
    assert "Xin gửi lại đủ các đơn vị, ví dụ: đơn vị: " in asked
    preview = desk.say("quynh", "đơn vị: xa-bac-son, xa-da-loc")
    assert "- Đơn vị: xã Bắc Sơn, xã Đa Lộc" in preview
    assert "- Nội dung nhiệm vụ: Rà soát TTHC" in preview


@pytest.mark.parametrize(
    "said",
    [
        "giao xã Đa Lộc; rà soát hộ nghèo; hạn 5/9",
        "giao xã Đa Lộc rà soát hộ nghèo, hạn 5/9",
        "giao cho Đa Lộc rà soát hộ nghèo trước 5h chiều thứ năm 5/9",
    ],
)
def test_an_assignment_without_a_colon_is_shown_as_it_was_understood(
    desk: District, said: str
) -> None:
    preview = desk.say("quynh", said)
    assert "- Đơn vị: xã Đa Lộc\n- Nội dung nhiệm vụ: Rà soát hộ nghèo\n" in preview
    assert "thứ Năm 5/9/2024" in preview


def test_an_assignment_to_nobody_is_answered_with_how(desk: District) -> None:
    for said in ("giao xã Lạ; báo cáo văn thư; hạn mai", "giao"):
        assert "dấu hai chấm sau tên đơn vị" in desk.say("quynh", said)
    assert "dấu hai chấm" not in desk.say("lan", "giao xã Đa Lộc; báo cáo; hạn mai")
    desk.say("quynh", "giao xa-bac-son: rà soát TTHC, hạn 5/9")
    assert "Đã giao việc 1" in desk.say("quynh", "giao")


def test_a_due_day_that_is_over_is_pointed_out(desk: District) -> None:
    preview = desk.say("quynh", "giao xa-bac-son: rà soát TTHC, trước 1/8/2024")
    assert "đã qua: giao thì việc quá hạn ngay" in preview
    assert "thứ Năm 5/9/2024" in desk.say("quynh", "hạn 5/9")
