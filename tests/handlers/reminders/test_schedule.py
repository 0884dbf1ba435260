"""`/lich` answers everybody who has something to do with a due day."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District

DUE = "Hạn Chủ nhật 15/9/2024"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("lan", ("bot sẽ nhắc: thứ Sáu 6/9",)),
        ("dung", ("xã Bắc Sơn", "Đã có 0/97 số.")),
        ("thanh", ("xã Bắc Sơn", "Đã có 0/97 số.")),
        ("quynh", ("Huyện Ân Thi", "Đã đủ 0/3 đơn vị.")),
        ("khanh", ("Huyện Ân Thi",)),
        ("tam", ("Huyện Ân Thi", "Đã đủ 0/3 đơn vị.")),
        ("mai", ("xã Phù Ủng", "xã Đa Lộc")),
    ],
)
def test_everybody_sees_the_due_day(
    memory_database: Database, who: str, words: tuple[str, ...]
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    reply = desk.answer(who, "/lich")
    assert DUE in reply.text
    for each in words:
        assert each in reply.text
    (file,) = reply.files
    assert b"DTSTART;VALUE=DATE:20240915" in file.content


def test_before_a_round_opens_everybody_sees_when_it_will(memory_database: Database) -> None:
    desk = District(memory_database)
    desk.move("2024-08-20 08:00")
    asked_from = "bot hỏi số từ thứ Tư 28/8, hạn Chủ nhật 15/9/2024"
    for who, owing in (("lan", "xã Bắc Sơn"), ("quynh", "3 đơn vị")):
        reply = desk.answer(who, "/lich")
        assert f"của {owing}: {asked_from}" in reply.text
        (file,) = reply.files
        assert b"DTSTART;VALUE=DATE:20240915" in file.content


def test_an_entry_of_the_calendar_keeps_its_name_when_its_round_opens(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-20 08:00")
    before = {who: _uids(desk.answer(who, "/lich").files[0].content) for who in ("lan", "quynh")}
    desk.move("2024-08-28 08:00")
    for who, uids in before.items():
        assert uids
        assert uids <= _uids(desk.answer(who, "/lich").files[0].content)


def _uids(ics: bytes) -> set[bytes]:
    return {line for line in ics.splitlines() if line.startswith(b"UID:")}


def test_a_round_that_opens_in_months_is_told_only_where_nothing_else_is_due(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    assert "Sắp tới" not in desk.answer("lan", "/lich").text


def test_the_schedule_promises_no_step_before_the_hour_that_was_asked_for(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move("2024-09-06 08:00")
    assert (
        "bot sẽ nhắc: thứ Tư 11/9, thứ Năm 12/9, thứ Sáu 13/9" in desk.answer("lan", "/lich").text
    )
    desk.answer("lan", "nhắc lại 12/9 15h")
    told = desk.answer("lan", "/lich").text
    assert "bot nhắc lại lúc 15:00 ngày 12/9/2024" in told
    assert "bot sẽ nhắc: thứ Sáu 13/9" in told
