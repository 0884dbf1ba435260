"""Tasks and the rounds of the units below in `/lich` and in the calendar of the phone (F113)."""

from __future__ import annotations

import pytest

from domain.talk.messages import Reply
from storage.database.database import Database
from tests.support.district import District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    return district


def events(reply: Reply) -> dict[str, str]:
    """The entries of the calendar file, by their id."""
    (file,) = reply.files
    text = file.content.decode().replace("\r\n ", "")
    found = {}
    for event in text.split("BEGIN:VEVENT")[1:]:
        uid = event.partition("UID:")[2].splitlines()[0]
        found[uid] = event
    return found


def test_tasks_stand_beside_reports_and_move_when_they_are_extended(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/9")
    reply = desk.answer("lan", "/lich")
    assert "Hạn Chủ nhật 15/9/2024" in reply.text
    assert "Nhiệm vụ được giao (1):\n- Rà soát TTHC – hạn thứ Ba 10/9" in reply.text
    before = events(reply)["task/1"]
    assert "DTSTART;VALUE=DATE:20240910" in before
    assert "SEQUENCE:0" in before
    assert "UBND huyện Ân Thi giao xã Bắc Sơn." in before
    desk.say("quynh", "gia hạn 1 đến 12/9")
    after = events(desk.answer("lan", "/lich"))["task/1"]
    assert "DTSTART;VALUE=DATE:20240912" in after
    assert "SEQUENCE:1" in after
    desk.say("lan", "xong 1 5/BC-UBND")
    assert "task/1" not in events(desk.answer("lan", "/lich"))


def test_who_owes_only_tasks_has_them_in_the_calendar(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 16 giờ ngày 10/9, chủ trì: Dung")
    reply = desk.answer("dung", "/lich")
    assert "Nhiệm vụ được giao (1):\n- Rà soát TTHC – hạn 16 giờ thứ Ba 10/9" in reply.text
    assert "DTEND:20240910T090000Z" in events(reply)["task/1"]
    assert "task/1" not in events(desk.answer("lan", "/lich"))


def test_a_superior_has_the_rounds_below(desk: District) -> None:
    reply = desk.answer("quynh", "lịch")
    assert "Huyện Ân Thi – Báo cáo công tác" in reply.text
    assert "Hạn Chủ nhật 15/9/2024" in reply.text
    assert "DTSTART;VALUE=DATE:20240915" in events(reply)["desk/par/2024-Q3"]
    for who in ("lan", "hung", "nam"):
        desk.fill(who)
    later = desk.say("quynh", "lịch")
    assert "quý III" not in later
    assert "năm 2024 của 3 đơn vị: bot hỏi số từ thứ Sáu 29/11" in later


def test_an_administrator_has_no_tasks_of_others(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 10/9")
    reply = desk.answer("tam", "/lich")
    assert "Rà soát TTHC" not in reply.text
    assert not any(b"task/" in file.content for file in reply.files)
