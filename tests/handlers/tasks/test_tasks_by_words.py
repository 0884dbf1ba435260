"""A task may be called by words of its title, or by the unit that owes it: nothing is written for
it before a yes."""

from __future__ import annotations

import pytest

from domain.tasks.tasks import Deed
from storage.database.database import Database
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Two tasks of xã Bắc Sơn, one of xã Hạ Lễ."""
    desk = Desk(memory_database)
    desk.assign("giao xa-bac-son: rà soát hộ nghèo, báo cáo, hạn 30/8")
    desk.assign("giao xa-bac-son: lập danh sách chi trả trợ cấp, hạn 5/9")
    desk.assign("giao xa-ha-le: kiểm tra đê điều, hạn 6/9")
    return desk


def deeds(desk: Desk, task_id: int) -> list[Deed]:
    return [event.deed for event in desk.history(task_id)]


@pytest.mark.parametrize(
    ("said", "task_id", "deed"),
    [
        ("cái báo cáo rà soát hộ nghèo xong rồi", 1, Deed.DONE),
        ("CAI BAO CAO RA SOAT HO NGHEO XONG ROI", 1, Deed.DONE),
        ("vieecj hooj nghefo xong roofi", 1, Deed.DONE),
        ("việc chi trả trợ cấp được 60% rồi", 2, Deed.PROGRESS),
        ("chi trả trợ cấp vướng chưa có tiền", 2, Deed.BLOCKED),
        ("xin gia hạn việc hộ nghèo 3 ngày vì chờ công an", 1, Deed.EXTENSION_ASKED),
        ("báo cáo rà soát hộ nghèo đã gửi chiều qua, số 45/BC-UBND", 1, Deed.DONE),
    ],
)
def test_a_task_called_by_its_words_is_acted_on_after_a_yes(
    desk: Desk, said: str, task_id: int, deed: Deed
) -> None:
    asked = desk.answer("lan", said)
    assert f"việc {task_id} “" in asked.text
    assert [choice.words for choice in asked.choices] == ["đúng", "sai"]
    assert deeds(desk, task_id) == [Deed.ASSIGNED]
    desk.say("lan", "đúng")
    assert deeds(desk, task_id) == [Deed.ASSIGNED, deed]


def test_a_no_writes_nothing_for_a_task_that_was_only_likely(desk: Desk) -> None:
    desk.say("lan", "cái báo cáo rà soát hộ nghèo xong rồi")
    desk.say("lan", "sai")
    assert deeds(desk, 1) == [Deed.ASSIGNED]


def test_words_that_stand_in_two_titles_ask_which_and_keep_what_was_said(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: vận động hộ nghèo tham gia bảo hiểm, hạn 6/9")
    asked = desk.answer("lan", "việc hộ nghèo vướng thiếu biên bản")
    assert [choice.words for choice in asked.choices] == ["việc 1", "việc 3"]
    assert "thiếu biên bản" in desk.say("lan", choice=asked.choices[1].data)
    assert deeds(desk, 1) == [Deed.ASSIGNED]
    assert desk.task(4).blocker == "thiếu biên bản"


@pytest.mark.parametrize(
    "said",
    [
        "thu hồi việc của hạ lễ, giao nhầm",
        "thu hồi việc kiểm tra đê điều, giao nhầm",
        "chị rút lại việc đê điều giao cho Hạ Lễ nhé, giao nhầm",
        "THU HOI VIEC CUA HA LE, GIAO NHAM",
    ],
)
def test_a_task_is_withdrawn_by_its_unit_or_its_words_after_a_yes(desk: Desk, said: str) -> None:
    assert "việc 1 Hạ Lễ “Kiểm tra đê điều” (" in desk.say("quynh", said)
    assert desk.task(3).withdrawn_on is None
    assert "Lý do: giao nhầm" in desk.say("quynh", "đúng").replace("NHAM", "nhầm").replace(
        "GIAO", "giao"
    )
    assert desk.task(3).withdrawn_on is not None


def test_what_was_given_to_nobody_is_said_to_be_so(desk: Desk) -> None:
    answer = desk.say("quynh", "thu hồi việc của tân phúc, giao nhầm")
    assert answer.startswith("Chưa thu hồi gì: không có việc nào đang mở")
    assert "xã Tân Phúc" in answer


def test_several_tasks_of_one_unit_are_offered_and_none_is_withdrawn(desk: Desk) -> None:
    asked = desk.answer("quynh", "thu hồi việc của bắc sơn, giao nhầm")
    assert [choice.words for choice in asked.choices] == ["việc 1 Bắc Sơn", "việc 2 Bắc Sơn"]
    assert deeds(desk, 1) == deeds(desk, 2) == [Deed.ASSIGNED]
    assert "Lý do: giao nhầm" in desk.say("quynh", "việc 2 bắc sơn")
    assert desk.task(1).withdrawn_on is None


def test_only_who_has_assigned_a_task_withdraws_it(desk: Desk) -> None:
    desk.say("lan", "thu hồi việc hộ nghèo, giao nhầm")
    assert "UBND huyện Ân Thi quyết định" in desk.say("lan", "đúng")
    assert desk.task(1).withdrawn_on is None


@pytest.mark.parametrize(
    "said",
    [
        "việc 1 chưa được, thiếu danh sách",
        "viec 1 chua duoc, thieu danh sach",
        "VIỆC 1 CHƯA ĐƯỢC, THIẾU DANH SÁCH",
        "vieecj 1 chuwa dduowcj, thieeus danh sachs",
    ],
)
def test_what_has_become_of_a_task_is_no_wish_to_see_it(desk: Desk, said: str) -> None:
    assert "báo vướng: việc 1, " in desk.say("lan", said)
    assert desk.task(1).blocker == ""
    desk.say("lan", "đúng")
    assert desk.task(1).blocker


def test_what_was_not_understood_of_a_task_is_said_beside_it(desk: Desk) -> None:
    answer = desk.say("lan", "việc 1 chưa có ai làm")
    assert "Việc 1: Rà soát hộ nghèo" in answer
    assert "Từ “chưa có ai làm” bot chưa ghi gì." in answer
    assert "chưa ghi gì" not in desk.say("lan", "việc 1 đến đâu rồi")


@pytest.mark.parametrize("said", ["việc xong rồi", "danh sách xong rồi em", "báo cáo đã làm xong"])
def test_common_words_alone_name_no_task(desk: Desk, said: str) -> None:
    desk.move("2024-08-21 09:00")
    assert "“Lập danh sách" not in desk.say("lan", said).partition("\n")[0]
    assert deeds(desk, 2) == [Deed.ASSIGNED]


def test_a_number_says_which_task_whatever_words_stand_behind(desk: Desk) -> None:
    desk.say("mai", "xong 1 5/BC-UBND")
    said = desk.say("quynh", "trả lại 1 Hạ Lễ biên bản kiểm tra đê điều thiếu chữ ký")
    assert "Lý do: biên bản kiểm tra đê điều thiếu chữ ký" in said
