"""Somebody leaves: every right ends at once, passes on where a follower is named, and is told."""

from __future__ import annotations

import pytest

from domain.people.people import Post, Role
from domain.talk.messages import Address, Reply
from handlers.people.invite import hash_of
from storage.database.database import Database
from storage.database.states import AddressState, MessageState
from storage.messages.downloads import download
from storage.messages.outbox import queue
from storage.people.invitations import create_invitation
from storage.people.officials import address_state, official
from tests.storage.messages.mailbox import counts
from tests.support.district import BAC_SON, PEOPLE, PHU_UNG, District, filler, person


@pytest.fixture
def desk(memory_database: Database) -> District:
    people = (*PEOPLE, person("huong", "Mai Thị Hương", Post(BAC_SON, Role.OFFICIAL, ("culture",))))
    district = District(memory_database, people=people)
    district.move("2024-08-28 08:00")
    return district


def leave(desk: District, who: str, text: str) -> str:
    """Ask for it and agree."""
    asked = desk.answer(who, text)
    return desk.tap(who, asked, "/thay-nguoi").text


def test_who_leaves_is_a_stranger_at_once(desk: District) -> None:
    desk.fill("lan")
    assert "thu hồi quyền của chị Lan" in leave(desk, "thanh", "/nghi-viec lan")
    for text in ("/status", "sửa III.3.1.1 = 1", "/bao-cao", "việc", "14 14 0 0"):
        told = desk.say("lan", text)
        assert "chỉ trả lời cán bộ đã được cấp mã" in told, text
        assert "Bắc Sơn" not in told
    with desk.database.read() as session:
        assert address_state(session, Address("test", "lan")) is AddressState.REVOKED
        assert official(session, "lan").posts_on(desk.now.date()) == ()


def test_the_follower_gets_the_fields_the_tasks_and_word_of_it(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/9, chủ trì: Lan")
    desk.mail("huong")
    told = leave(desk, "thanh", "/thay-nguoi lan cho Mai Thị Hương")
    assert "Chị Hương nhận phần: Văn phòng, Tư pháp, Tài chính, Văn hóa." in told
    assert "Đã chuyển 1 việc đang làm." in told
    assert "được giao thay chị Lan tại xã Bắc Sơn" in desk.told("huong")[0]
    assert "Đã ghi" in desk.say("huong", "I.1 = 13")
    assert "Rà soát TTHC" in desk.say("huong", "việc")
    assert desk.task(1).lead_id == "huong"


def test_reminders_follow_the_fields(desk: District) -> None:
    leave(desk, "tam", "/thay-nguoi lan cho huong")
    desk.mail("huong")
    desk.mail("lan")
    desk.move("2024-09-06 07:30")
    assert desk.told("lan") == []
    assert "Còn 97 số" in desk.told("huong")[0]


def test_codes_links_and_waiting_messages_of_a_leaver_are_dead(desk: District) -> None:
    desk.fill("lan")
    with desk.database.work() as session:
        create_invitation(
            session, hash_of("ABCD2345"), "lan", desk.now.replace(year=2030), desk.now
        )
        address = Address("test", "lan")
        queue(session, "later", address, "lan", "notice", Reply("mật"), desk.now)
    leave(desk, "thanh", "/nghi-viec lan")
    assert "không" in desk.say("lan", "/start ABCD-2345")
    with desk.database.read() as session:
        files = [download(session, outbox_id, 0) for outbox_id in range(1, 40)]
        theirs = [file for file in files if file and file.address == Address("test", "lan")]
        assert theirs
        assert all(file.revoked for file in theirs)
        assert counts(session)["test", MessageState.DROPPED] == 1


def test_a_leaver_keeps_what_they_hold_elsewhere(desk: District) -> None:
    """Mai is chairman of one commune and head of office of another."""
    asked = desk.answer("tam", "/nghi-viec mai")  # whose reach is the whole district
    assert "Thôi ở đơn vị nào?" in asked.text
    there = desk.tap("tam", asked, "thôi cả 2 đơn vị")
    told = desk.tap("tam", there, "/thay-nguoi").text
    assert "vẫn" not in told
    with desk.database.read() as session:
        assert address_state(session, Address("test", "mai")) is AddressState.REVOKED


@pytest.mark.parametrize("words", ["/nghi-viec mai ở xã Đa Lộc", "/nghi-viec mai xa-phu-ung"])
def test_somebody_may_leave_one_of_two_units(desk: District, words: str) -> None:
    here, there = ("Đa Lộc", "Phù Ủng") if "Lộc" in words else ("Phù Ủng", "Đa Lộc")
    asked = desk.answer("tam", words)
    assert f"thôi phụ trách xã {here} từ hôm nay? Phần ở xã {there} vẫn giữ nguyên" in asked.text
    told = desk.tap("tam", asked, "/thay-nguoi").text
    assert f"vẫn còn phụ trách: xã {there}" in told
    with desk.database.read() as session:
        assert address_state(session, Address("test", "mai")) is not AddressState.REVOKED
    assert "không giữ phần nào" in desk.say("tam", words)


def test_a_chairman_ends_only_posts_of_the_own_commune(memory_database: Database) -> None:
    both = person(
        "bich",
        "Cao Thị Bích",
        Post(BAC_SON, Role.OFFICIAL, ("justice",)),
        Post(PHU_UNG, Role.OFFICIAL, ("justice",)),
    )
    desk = District(memory_database, people=(*PEOPLE, both))
    desk.move("2024-08-28 08:00")
    told = leave(desk, "thanh", "/nghi-viec bich")
    assert "Chị Bích vẫn còn phụ trách: xã Phù Ủng." in told
    assert desk.say("bich", "/status").startswith("Xã Phù Ủng – ")
    assert "Không thấy đơn vị" in desk.say("bich", "/status bac son")


def test_nothing_happens_without_agreement(desk: District) -> None:
    asked = desk.answer("thanh", "/nghi-viec lan")
    assert asked.text.startswith("Chị Lan (Nguyễn Thị Lan, xã Bắc Sơn) thôi việc từ hôm nay?")
    assert desk.say("lan", "/status").startswith("Xã Bắc Sơn")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("lan", "/nghi-viec thanh", "chưa được phân quyền"),
        ("quynh", "/nghi-viec lan", "chưa được phân quyền"),
        ("thanh", "/nghi-viec kim", "Không thấy cán bộ “kim”"),
        ("thanh", "/nghi-viec hung", "Không thấy cán bộ “hung”"),
        ("thanh", "/thay-nguoi lan cho hung dong-y", "Không thấy cán bộ “hung”"),
        ("thanh", "/thay-nguoi hung cho lan dong-y", "Không thấy cán bộ “hung”"),
        ("thanh", "/thay-nguoi lan cho lan", "một người khác"),
        ("thanh", "/nghi-viec", "Xin ghi rõ ai thôi việc"),
    ],
)
def test_others_are_out_of_reach(desk: District, who: str, text: str, words: str) -> None:
    assert words in desk.say(who, text)
    with desk.database.read() as session:
        for each in ("lan", "thanh", "hung", "kim"):
            assert official(session, each).posts_on(desk.now.date()), each


def test_two_of_one_name_are_asked_about(memory_database: Database) -> None:
    twins = (filler("hoa1", "Trần Thị Hoa", BAC_SON), filler("hoa2", "Lê Thị Hoa", BAC_SON))
    desk = District(memory_database, people=(*PEOPLE, *twins))
    told = desk.say("thanh", "/nghi-viec chị Hoa")
    assert "hoa1 (Trần Thị Hoa), hoa2 (Lê Thị Hoa)" in told
    assert "Trần Thị Hoa" in desk.say("thanh", "/nghi-viec hoa1")


def test_the_deed_is_on_record(desk: District) -> None:
    leave(desk, "thanh", "/nghi-viec lan")
    entries = [entry for entry in desk.trail("official:lan") if entry.official_id == "thanh"]
    assert [entry.action for entry in entries] == ["official.posts_ended", "official.left"]
