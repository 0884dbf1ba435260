"""A file of people beside what was decided in the chat: nothing is undone unsaid, who was struck
out is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.people.people import Leave, Official, Post, Role
from domain.talk.messages import Address
from handlers.load.load import load_people
from handlers.load.people import differs_lines, struck_from
from handlers.people.invite import hash_of, invite
from handlers.work import Work
from storage.catalogue.people_files import People
from storage.database.database import Database
from storage.people.invitations import redeem
from storage.people.officials import official, owner_of
from tests.support.district import BAC_SON, District, filler

MINH = filler("minh", "Trần Văn Minh", BAC_SON)
HA = filler("ha", "Đặng Thị Hà", BAC_SON)


@pytest.fixture
def desk(memory_database: Database) -> District:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    load(desk, MINH, HA)
    return desk


def load(desk: District, *people: Official, leaves: tuple[Leave, ...] = ()) -> list[str]:
    """What loading such a file says."""
    brought = People(officials=list(people), leaves=list(leaves))
    with desk.database.work() as session:
        kept = load_people(Work(session, desk.catalogue, desk.now), brought)
        after = Work(session, desk.catalogue, desk.now)
        return differs_lines(after, replace(struck_from(after, [brought]), kept=kept))


def standing(desk: District, who: str) -> Official:
    with desk.database.read() as session:
        return official(session, who)


def test_who_was_struck_out_of_a_file_is_named_with_the_way_to_end_it(desk: District) -> None:
    said = "\n".join(load(desk, MINH))
    assert "Chị Hà (Đặng Thị Hà, xã Bắc Sơn) còn trong hệ thống, không có trong tệp." in said
    assert "/nghi-viec ha" in said
    assert standing(desk, "ha").posts_on(desk.now.date())


def test_a_leave_that_was_struck_out_is_named_but_not_one_from_the_chat(desk: District) -> None:
    first = date(2024, 9, 9)
    by_file = Leave("minh", first, first + timedelta(days=2), "ha")
    load(desk, MINH, HA, leaves=(by_file,))
    desk.say("lan", "nghỉ 16/9-17/9 hà thay")
    desk.say("lan", "đúng")
    said = [line for line in load(desk, MINH, HA) if "hết nghỉ" in line]
    assert len(said) == 1
    assert "hết nghỉ minh" in said[0]


def test_a_file_does_not_undo_what_was_decided_in_the_chat_since_the_last_one(
    desk: District,
) -> None:
    assert desk.say("thanh", "/thay-nguoi minh cho ha dong-y").startswith("Đã thu hồi quyền")
    desk.now += timedelta(days=1)
    said = load(desk, MINH, HA)
    assert any(line.startswith("lưu ý: Chị Minh: giữ nhiệm vụ đã đổi trong chat") for line in said)
    assert standing(desk, "minh").posts_on(desk.now.date()) == ()
    assert len(standing(desk, "ha").posts_on(desk.now.date())) == 2  # her own and his


def test_what_is_new_in_a_file_is_written_beside_it(desk: District) -> None:
    desk.say("thanh", "/thay-nguoi minh cho ha dong-y")
    desk.now += timedelta(days=1)
    head = Post(BAC_SON, Role.OFFICE_HEAD)
    load(desk, replace(MINH, posts=(*MINH.posts, head)), HA)
    assert standing(desk, "minh").posts_on(desk.now.date()) == (head,)


def test_a_file_takes_no_account_away_from_whoever_linked_it(desk: District) -> None:
    own = Address("telegram", "99")
    with desk.database.work() as session:
        work = Work(session, desk.catalogue, desk.now)
        redeem(session, hash_of(invite(work, "lan").replace("-", "")), own, desk.now)
        load_people(work, People(officials=[MINH], addresses=[("minh", own)]))
        assert owner_of(session, own) == "lan"


def test_who_ends_the_rights_of_somebody_second_hears_who_was_first(desk: District) -> None:
    desk.say("thanh", "/thay-nguoi minh cho ha dong-y")
    said = desk.say("tam", "/thay-nguoi minh cho lan dong-y")
    assert said == "Không đổi gì: Chị Thanh đã thu hồi quyền của chị Minh lúc 08:00 ngày 28/8/2024."
    assert len(standing(desk, "lan").posts) == 1
