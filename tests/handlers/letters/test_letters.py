"""A pasted letter becomes tasks: shown, corrected by number, given with one word, or nothing."""

from __future__ import annotations

import pytest

from domain.talk.letter_said import read_letter
from storage.catalogue.words import phrases
from storage.database.database import Database
from storage.tasks.tasks import open_tasks
from tests.support.district import BAC_SON, DA_LOC, PHU_UNG, District

LETTER = (
    "Kết luận tại Thông báo số 45/TB-UBND ngày 19/8/2024:\n"
    "1. Giao UBND xã Bắc Sơn rà soát sổ một cửa, báo cáo chậm nhất 30/8/2024.\n"
    "2. Xã Phù Ủng chủ trì, phối hợp với xã Đa Lộc dọn hành lang giao thông,\n"
    "hoàn thành chậm nhất 13/9/2024.\n"
    "3. Đề nghị xã Đa Lộc khẩn trương sửa trạm bơm thôn Hạ."
)


@pytest.fixture
def desk(memory_database: Database) -> District:
    """A morning on which no report is open."""
    district = District(memory_database)
    district.move("2024-08-20 08:00")
    return district


def tasks_of(desk: District, unit_id: str) -> list[str]:
    with desk.database.read() as session:
        return [task.title for task in open_tasks(session, [unit_id])]


def test_each_item_is_a_task_with_its_unit_day_helpers_and_letter(desk: District) -> None:
    preview = desk.say("quynh", LETTER)
    assert "Đọc được 3 việc trong văn bản 45/TB-UBND ngày 19/8/2024" in preview
    assert "1. xã Bắc Sơn: Rà soát sổ một cửa, báo cáo – hạn thứ Sáu 30/8/2024" in preview
    assert "2. xã Phù Ủng: Dọn hành lang giao thông" in preview
    assert "hạn thứ Sáu 13/9/2024; phối hợp: xã Đa Lộc" in preview
    assert "chưa có thời hạn" in preview
    assert tasks_of(desk, BAC_SON) == []


def test_nothing_is_given_while_one_item_is_unclear(desk: District) -> None:
    desk.say("quynh", LETTER)
    assert "Cần sửa: chưa có thời hạn" in desk.say("quynh", "giao")
    assert tasks_of(desk, BAC_SON) == []
    assert "Cần sửa" not in desk.say("quynh", "3 hạn 10/9")
    assert "Đã giao 3 nhiệm vụ cho 3 đơn vị." in desk.say("quynh", "giao")
    assert tasks_of(desk, BAC_SON) == ["rà soát sổ một cửa, báo cáo"]
    assert tasks_of(desk, DA_LOC) == ["sửa trạm bơm thôn Hạ"]


def test_an_item_goes_to_another_unit_or_goes_away(desk: District) -> None:
    desk.say("quynh", LETTER)
    preview = desk.say("quynh", "1 giao xã Phù Ủng; bỏ 3")
    assert "Đọc được 2 việc" in preview
    assert "1. xã Phù Ủng: Rà soát sổ một cửa" in preview
    desk.say("quynh", "giao")
    assert len(tasks_of(desk, PHU_UNG)) == 2
    assert tasks_of(desk, DA_LOC) == tasks_of(desk, BAC_SON) == []


def test_other_words_leave_the_letter_standing(desk: District) -> None:
    desk.say("quynh", LETTER)
    assert "Còn chờ trả lời câu hỏi về các việc đọc được" in desk.say("quynh", "trời mưa to quá")
    desk.say("quynh", "bỏ")
    assert tasks_of(desk, BAC_SON) == []


def test_the_same_letter_twice_gives_its_tasks_once(desk: District) -> None:
    for _ in range(2):
        desk.say("quynh", f"{LETTER[: LETTER.rindex(chr(10))]}")
        said = desk.say("quynh", "giao")
    assert "Đã giao 0 nhiệm vụ" in said
    assert len(tasks_of(desk, BAC_SON)) == 1


def test_who_may_assign_nothing_is_not_asked(desk: District) -> None:
    desk.say("lan", LETTER)
    desk.say("lan", "giao")
    assert tasks_of(desk, BAC_SON) == []


@pytest.mark.parametrize(
    "text",
    [
        "1. 14\n2. 13\n3. 0",
        "4.1 = 14\n4.2 = 13",
        "1. số hộ nghèo\n2. số hộ cận nghèo",
        "Một câu thường không có mục nào được đánh số cả.",
    ],
)
def test_what_is_no_letter_is_read_as_none(text: str, desk: District) -> None:
    found = read_letter(text, desk.now.date(), phrases("letter")["before_due"])
    assert found is None
