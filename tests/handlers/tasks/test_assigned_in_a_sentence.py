"""An assignment in a sentence: what is to be done, with what, and until when."""

from __future__ import annotations

import pytest

from domain.people.people import Role
from storage.database.database import Database
from storage.people.officials import save_official
from tests.support.district import District
from tests.support.task_desk import BAC_SON, HA_LE, Desk, person


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "bảo xã bắc sơn làm báo cáo tình hình bão số 3, thứ 6 xong, kèm ảnh",
            "Làm báo cáo tình hình bão số 3, kèm ảnh\n",
        ),
        (
            "giao bắc sơn rà soát hộ nghèo xong trước 20/9, báo cáo kèm danh sách",
            "Rà soát hộ nghèo\n",
        ),
    ],
)
def test_a_task_keeps_what_is_to_come_with_it_and_not_until_when(
    memory_database: Database, words: str, shown: str
) -> None:
    district = District(memory_database)
    district.move("2024-08-20 14:00")
    preview = district.say("quynh", words)
    assert f"- Nội dung nhiệm vụ: {shown}" in preview
    assert "- Thời hạn: thứ" in preview


@pytest.mark.parametrize(
    "said",
    [
        "giao cho chị Lan xã Bắc Sơn rà soát hộ nghèo, hạn 25/9",
        "giao chị Lan Bắc Sơn rà soát hộ nghèo, hạn 25/9",
        "giao cho xã Bắc Sơn chị Lan: rà soát hộ nghèo, hạn 25/9",
        "giao chị Lan xã Bắc Sơn: rà soát hộ nghèo, hạn 25/9",
        "GIAO CHO CHI LAN XA BAC SON RA SOAT HO NGHEO, HAN 25/9",
        "giao cho chij Lan xax Bawcs Sown rà soát hộ nghèo, hạn 25/9",
    ],
)
def test_a_person_and_the_unit_are_the_task_of_that_unit_led_by_the_person(
    memory_database: Database, said: str
) -> None:
    desk = Desk(memory_database)
    shown = desk.say("quynh", said)
    assert "- Đơn vị: xã Bắc Sơn\n" in shown
    assert "- Người chủ trì: chị Lan\n" in shown
    desk.say("quynh", "giao")
    (task,) = desk.tasks()
    assert (task.unit_id, task.lead_id) == (BAC_SON, "lan")


def test_a_person_below_who_is_the_only_one_of_the_name_needs_no_unit(
    memory_database: Database,
) -> None:
    desk = Desk(memory_database)
    shown = desk.say("quynh", "giao chị Hương lập danh sách hộ nghèo, hạn 25/9")
    assert "- Đơn vị: xã Tân Phúc\n" in shown
    assert "- Người chủ trì: chị Hương\n" in shown


def test_a_name_that_nobody_in_the_unit_has_is_asked_about(memory_database: Database) -> None:
    desk = Desk(memory_database)
    shown = desk.say("quynh", "giao cho chị Kiều xã Bắc Sơn rà soát hộ nghèo, hạn 25/9")
    assert "không thấy “chị Kiều” ở xã Bắc Sơn" in shown
    assert "- Người chủ trì: chị Lan\n" in desk.say("quynh", "chủ trì chị Lan")
    assert desk.tasks() == []


def test_a_name_in_several_units_asks_of_which(memory_database: Database) -> None:
    desk = Desk(memory_database)
    with desk.database.work() as session:
        for id_, unit in (("c1", BAC_SON), ("c2", HA_LE)):
            each = person(id_, "Trần Thị Cúc", unit, Role.OFFICIAL, "justice")
            save_official(session, each, desk.now)
    shown = desk.say("quynh", "giao chị Cúc rà soát hộ nghèo, hạn 25/9")
    assert "“chị Cúc” có ở " in shown
    assert "xã Bắc Sơn" in shown
    assert "- Người chủ trì: chị Cúc\n" in desk.say("quynh", "hạ lễ")
    desk.say("quynh", "giao")
    (task,) = desk.tasks()
    assert (task.unit_id, task.lead_id) == (HA_LE, "c2")


def test_a_title_behind_a_unit_that_begins_with_a_salutation_stays_whole(
    memory_database: Database,
) -> None:
    desk = Desk(memory_database)
    shown = desk.say("quynh", "giao xã Bắc Sơn con dấu mới phải đăng ký, hạn 25/9")
    assert "Con dấu mới phải đăng ký" in shown
