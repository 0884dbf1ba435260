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
