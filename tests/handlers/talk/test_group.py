"""In a group the bot tells counts to those it knows, and no more; never does it ask for a code."""

from __future__ import annotations

from itertools import count

import pytest

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from handlers.talk.intent import Request
from handlers.talk.intents import INTENTS
from handlers.talk.slips import guess
from handlers.work import Work
from storage.database.database import Database
from storage.messages.outbox import waiting
from storage.people.officials import official_at
from tests.support.district import District

GROUP = Address("test", "-5")
PRIVATE = "Số liệu chỉ nhận trong cuộc trò chuyện riêng. Xin nhắn riêng cho bot."
_numbers = count(1)


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    district.say("lan", "14 7 5 1 0 0")
    return district


def said(desk: District, sender: str, text: str) -> str:
    """What the group hears."""
    incoming = Incoming(
        f"group-{next(_numbers)}", GROUP, text, desk.now, in_group=True, sender=sender
    )
    assert receive(desk.database, desk.catalogue, incoming, desk.now)
    with desk.database.read() as session:
        return waiting(session, GROUP, desk.now, 100)[-1].reply.text


@pytest.mark.parametrize("text", ["/status", "tình hình", "", "còn thiếu?", "/con_thieu"])
def test_a_commune_hears_how_many(desk: District, text: str) -> None:
    assert said(desk, "lan", text) == (
        "Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024: Đã có 6/97 số. "
        "6 số là số ước, chưa chốt.\n"
        "Xem chi tiết, xin nhắn riêng cho bot."
    )


def test_a_superior_hears_of_how_many_units(desk: District) -> None:
    told = said(desk, "quynh", "/status")
    assert told.startswith("Huyện Ân Thi – Báo cáo công tác cải cách hành chính quý III năm 2024")
    assert "Đã đủ 0/3 đơn vị." in told
    assert "Đa Lộc" not in told


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("lan", "14 14 0 0"),
        ("lan", "sửa 4.2 = 13"),
        ("lan", "/lich-su I.1"),
        ("lan", "/bao-cao"),
        ("quynh", "/status xa-bac-son"),
        ("quynh", "/tong-hop"),
        ("la", "xin chào"),
        ("la", "/status"),
        ("", "/status"),
    ],
)
def test_everything_else_is_for_a_chat_of_two(desk: District, sender: str, text: str) -> None:
    assert said(desk, sender, text) == PRIVATE


def test_a_code_links_no_group(desk: District) -> None:
    assert said(desk, "la", "/start ABCD-2345") == PRIVATE
    with desk.database.read() as session:
        assert official_at(session, GROUP) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/stauts", "/status"),
        ("/tien-dp", "/tien-do"),
        ("/tinh-hih", "/tinh-hinh"),
        ("/trogup", None),
        ("mời mai", None),
        ("/phien-ban", None),
        ("/mo-lia", "/mo-lai"),
        ("/viet", "/viec"),
        ("/abcd", None),
    ],
)
def test_a_slip_is_guessed_where_it_is_likely(
    desk: District, typed: str, meant: str | None
) -> None:
    typing = Incoming("1", Address("test", "quynh"), typed, desk.now)
    with desk.database.work() as session:
        work = Work(session, desk.catalogue, desk.now)
        reply = guess(Request(work, work.people["quynh"], typing, INTENTS))
    assert (reply.choices[0].words if reply else None) == meant
