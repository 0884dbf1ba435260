"""Units that coordinate a task: told of it, may look at it, owe nothing."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.task_desk import BAC_SON, HA_LE, Desk

LINE = "giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/8, phối hợp: Hạ Lễ, Công an huyện"


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """20/8/2024, eight in the morning."""
    return Desk(memory_database)


def test_a_coordinating_unit_is_told_and_may_look(desk: Desk) -> None:
    preview = desk.say("quynh", LINE)
    assert "- Phối hợp: xã Hạ Lễ, Công an huyện" in preview
    answer = desk.say("quynh", "giao")
    assert "Đã báo chị Lan." in answer
    assert "Đã báo phối hợp: chị Mai." in answer
    assert "Bot không nhắn được cho nơi phối hợp: Công an huyện." in answer
    (told,) = desk.told("mai")
    assert told.startswith(
        "Chị Mai, UBND huyện Ân Thi giao xã Bắc Sơn chủ trì, đơn vị anh/chị phối hợp: Rà soát TTHC"
    )
    assert "Xem, gửi: việc 1" in told
    shown = desk.answer("mai", "việc 1")
    assert "Phối hợp: xã Hạ Lễ, Công an huyện" in shown.text
    assert shown.choices == ()
    (task,) = desk.tasks()
    assert (task.unit_id, task.coordinators) == (BAC_SON, (HA_LE, "Công an huyện"))


def test_who_coordinates_owes_nothing(desk: Desk) -> None:
    desk.assign(LINE)
    desk.mail("mai")
    assert desk.say("mai", "việc") == "Hiện không có nhiệm vụ nào."
    assert "do xã Bắc Sơn phụ trách" in desk.say("mai", "xong 1 5/BC-UBND")
    assert desk.task(1).open
    assert "không thuộc phạm vi" in desk.say("huong", choice="task:show:1")  # a third unit
    desk.move("2024-08-23 07:30")
    assert desk.told("mai") == []


def test_at_night_it_waits_for_the_morning(desk: Desk) -> None:
    desk.move("2024-08-20 21:00")
    desk.assign(LINE)
    assert desk.told("mai") == []
    desk.move("2024-08-21 07:30")
    (digest,) = desk.told("mai")
    assert "Phối hợp với đơn vị khác (1):\n1 Bắc Sơn. Rà soát TTHC" in digest


def test_a_withdrawal_is_told_to_who_coordinates(desk: Desk) -> None:
    desk.assign(LINE)
    desk.mail("mai")
    desk.say("quynh", "thu hồi 1 giao nhầm đơn vị")
    assert "Chị Quỳnh đã thu hồi: việc 1 Bắc Sơn “Rà soát TTHC”" in desk.told("mai")[0]


def test_several_tasks_come_in_one_message(desk: Desk) -> None:
    text = (
        "Đơn vị\tNội dung\tHạn hoàn thành\tPhối hợp\n"
        "xa-bac-son\tRà soát TTHC\t5/9/2024\txã Hạ Lễ\n"
        "xa-tan-phuc\tLập danh sách hộ nghèo\t6/9/2024\txa-ha-le, Bắc Sơn\n"
        "xa-ha-le\tTổng hợp danh sách\t7/9/2024\txã Hạ Lễ\n"
    )
    desk.say("quynh", text)
    assert "Đã báo phối hợp: chị Mai, chị Lan." in desk.say("quynh", "ghi")
    own, coordinated = desk.told("mai")
    assert "Tổng hợp danh sách" in own
    assert "giao 2 việc mà đơn vị anh/chị phối hợp:" in coordinated
    assert desk.task(3).coordinators == ()  # who leads does not coordinate


def test_a_person_of_the_unit_may_coordinate(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8, phối hợp: anh Tuấn")
    assert "giao xã Bắc Sơn một việc mà anh/chị cùng làm: Rà soát TTHC" in desk.told("tuan")[0]
