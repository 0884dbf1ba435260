"""How the bot is doing, told to administrators alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from handlers.work import Vitals
from storage.database.database import Database
from storage.database.states import AddressState
from storage.people.officials import mark_address
from tests.support.district import District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database, unlinked=frozenset({"nam"}))
    district.move("2024-08-28 08:00")
    for who in ("lan", "hung", "kim", "tap"):
        district.mail(who)
    return district


def asked(desk: District, vitals: Vitals, text: str = "/suc-khoe") -> str:
    desk.mail("tam")
    incoming = Incoming(f"h-{text}-{desk.now}", Address("test", "tam"), text, desk.now)
    receive(desk.database, desk.catalogue, incoming, desk.now, lambda: vitals)
    return desk.told("tam")[-1]


@pytest.mark.parametrize("text", ["/health", "/suc-khoe", "tình trạng bot", "sức khỏe"])
def test_all_is_well(desk: District, text: str) -> None:
    vitals = Vitals(desk.now, {"telegram": ""}, {"zalo_bot": 3000})
    assert asked(desk, vitals, text) == (
        "Bot đang chạy bình thường.\n"
        "Tin chờ gửi: 0.\n"
        "Bot xem đồng hồ lần cuối: 08:00 ngày 28/8/2024.\n"
        "Đã dùng 0/3000 tin nhắn Zalo (bot) của tháng này.\n"
        "Chưa liên kết: 1 người. Xem và cấp mã: /moi"
    )


def test_what_is_wrong_stands_first(desk: District) -> None:
    with desk.database.work() as session:
        address = Address("test", "hung")
        mark_address(session, address, AddressState.BLOCKED, "signal", desk.now)
    vitals = Vitals(desk.now - timedelta(hours=1), {"telegram": "stopped", "zalo_oa": ""})
    told = asked(desk, vitals)
    assert told.startswith(
        "Bot đang có trục trặc:\n- Đồng hồ nhắc việc đứng quá 5 phút.\n- Telegram: stopped.\n"
    )
    assert "mất liên lạc: chị Hưng (xã Phù Ủng, đã chặn bot)." in told
    assert "Zalo" not in told


def test_an_old_queue_is_told(desk: District) -> None:
    desk.say("kim", "/nhac")
    desk.move("2024-09-06 07:30")
    desk.now += timedelta(hours=1)
    assert "Có tin chờ gửi từ 07:30 ngày 6/9/2024." in asked(desk, Vitals(desk.now))


def test_without_a_running_process_it_tells_what_the_database_knows(desk: District) -> None:
    told = desk.say("tam", "/health")
    assert told.startswith("Bot đang chạy bình thường.\nTin chờ gửi: 0.")
    assert "đồng hồ" not in told


@pytest.mark.parametrize("who", ["lan", "dung", "thanh", "quynh", "khanh"])
def test_nobody_else_is_told(desk: District, who: str) -> None:
    assert "chưa được phân quyền" in desk.say(who, "/health")
