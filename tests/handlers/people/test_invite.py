"""Codes given in chat: by heads and administrators, for their people, once, on record."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.inbox.inbox import receive
from domain.people.people import Post, Role
from domain.talk.messages import Address, Incoming
from storage.database.database import Database
from storage.people.officials import addresses_of
from tests.support.district import AN_THI, BAC_SON, PEOPLE, PHU_UNG, District, person

MORE = (
    person("ha", "Trịnh Thị Hà", Post(BAC_SON, Role.OFFICIAL, ("justice",))),
    person("son", "Cao Thị Sơn", Post(BAC_SON, Role.OFFICIAL), Post(PHU_UNG, Role.OFFICE_HEAD)),
    person("quan", "Lý Thị Quân", Post(BAC_SON, Role.ADMINISTRATOR)),
)


@pytest.fixture
def desk(memory_database: Database) -> District:
    people = (*PEOPLE, *MORE)
    return District(memory_database, people=people, unlinked=frozenset({"ha", "hung"}))


def code_in(text: str) -> str:
    return re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)[0]


@pytest.mark.parametrize("text", ["/moi ha", "mời chị Hà", "moi ha", "/moi Trịnh Thị Hà"])
def test_a_head_gets_a_text_to_pass_on(desk: District, text: str) -> None:
    told = desk.say("dung", text)
    assert told.startswith("Chuyển tiếp tin này cho chị Hà:\n\nKính gửi chị Hà. Bot Nhắc Việc")
    assert "của xã Bắc Sơn" in told
    assert "đến hết ngày 3/9/2024" in told
    assert "t.me" not in told
    assert "Tài khoản này đã được liên kết" in desk.say("moi-den", f"/start {code_in(told)}")
    with desk.database.read() as session:
        assert addresses_of(session, "ha") == (Address("test", "moi-den"),)
    assert "đã được dùng" in desk.say("nguoi-khac", code_in(told))


def test_where_the_bots_name_is_known_there_is_a_link(desk: District) -> None:
    desk.mail("dung")
    incoming = Incoming("e1", Address("test", "dung"), "/moi ha", desk.now, bot="nhacviec_bot")
    receive(desk.database, desk.catalogue, incoming, desk.now)
    (told,) = desk.told("dung")
    code = code_in(told).replace("-", "")
    assert told.endswith(f"Trên Telegram, bấm: https://t.me/nhacviec_bot?start={code}")
    assert "liên kết" in desk.say("moi-den", f"/start {code}")


def test_who_is_not_linked_is_listed_with_taps(desk: District) -> None:
    listed = desk.answer("dung", "/moi")
    assert listed.text.startswith("Chưa nhận được tin của bot 1 người:\n- chị Hà (Trịnh Thị Hà, ")
    assert [choice.data for choice in listed.choices] == ["/moi ha"]
    assert "Kính gửi chị Hà" in desk.tap("dung", listed, "mời chị Hà").text
    assert "- chị Hưng (Đào Thị Hưng, xã Phù Ủng): chưa liên kết" in desk.say("tam", "/moi")


def test_all_are_linked(memory_database: Database) -> None:
    assert "Mọi người đều đã liên kết" in District(memory_database).say("dung", "/moi")


def test_a_second_network_is_named(desk: District) -> None:
    assert "(Chị Lan đã liên kết" in desk.say("dung", "/moi lan")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("lan", "/moi ha", "chưa được phân quyền"),
        ("thanh", "/moi", "chưa được phân quyền"),
        ("quynh", "/moi lan", "chưa được phân quyền"),
        ("dung", "/moi hung", "Không thấy cán bộ “hung”"),
        ("dung", "/moi không ai", "Không thấy cán bộ “không ai”"),
        ("dung", "/moi son", "rộng hơn phạm vi"),  # head of office of another commune
        ("dung", "/moi quan", "rộng hơn phạm vi"),  # an administrator
        ("tam", "/moi kim", "Không thấy cán bộ “kim”"),  # of another district
        ("tam", "/moi son", "Kính gửi chị Sơn"),
    ],
)
def test_codes_reach_as_far_as_the_right(desk: District, who: str, text: str, words: str) -> None:
    told = desk.say(who, text)
    assert words in told
    assert ("Kính gửi" in told) == ("Kính gửi" in words)


def test_a_text_that_only_begins_so_is_none(desk: District) -> None:
    assert "Không thấy cán bộ" not in desk.say("dung", "mới có 3 số")
    assert "Kính gửi" not in desk.say("lan", "mời mai")


def test_two_of_one_name_are_asked_about(memory_database: Database) -> None:
    twins = (replace(MORE[0], id="ha1"), replace(MORE[0], id="ha2", name="Lê Thị Hà"))
    desk = District(memory_database, people=(*PEOPLE, *twins))
    assert "ha1 (Trịnh Thị Hà), ha2 (Lê Thị Hà)" in desk.say("dung", "/moi hà")


def test_it_is_on_record_without_the_code(desk: District) -> None:
    code = code_in(desk.say("dung", "/moi ha"))
    (entry,) = [each for each in desk.trail("official:ha") if each.action == "official.invited"]
    assert entry.official_id == "dung"
    assert code not in repr(entry)
    assert AN_THI not in repr(entry)


def test_a_code_is_good_until_the_end_of_the_day_that_is_told(desk: District) -> None:
    desk.move("2024-08-28 06:30")  # still the 27th by the clock of Greenwich
    told = desk.say("dung", "/moi ha")
    assert "đến hết ngày 11/9/2024" in told
    desk.move("2024-09-11 23:30")
    assert "Tài khoản này đã được liên kết" in desk.say("moi-den", code_in(told))


def test_and_no_longer(desk: District) -> None:
    desk.move("2024-08-28 06:30")
    told = desk.say("dung", "/moi ha")
    desk.move("2024-09-12 00:10")
    assert "liên kết" not in desk.say("moi-den", code_in(told)).partition("\n")[0]


@pytest.mark.parametrize("text", ["tinh hinh", "dang nhap", "Dang nhap", "thay banh", "dangnhap"])
def test_a_strangers_words_are_no_codes(desk: District, text: str) -> None:
    for _ in range(7):
        said = desk.say("nguoi-la", text)
        assert "Mã mời" not in said.partition("\n")[0], said
    told = desk.say("dung", "/moi ha")
    assert "Tài khoản này đã được liên kết" in desk.say("nguoi-la", code_in(told))
