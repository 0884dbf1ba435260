"""Heads in the own unit: any figure mended with its owner told, own people reminded, rules kept
only by those who may."""

from __future__ import annotations

import pytest

from domain.people.people import Post, Role
from storage.database.database import Database
from tests.support.district import BAC_SON, PEOPLE, District, person

STAFF = (
    person("minh", "Lê Thị Minh", Post(BAC_SON, Role.OFFICIAL, ("justice",))),
    person("van", "Đinh Thị Vân", Post(BAC_SON, Role.OFFICIAL, ("office", "finance"))),
)
OTHERS = tuple(each for each in PEOPLE if each.id != "lan")


@pytest.fixture
def desk(memory_database: Database) -> District:
    people = (
        *OTHERS,
        *STAFF,
        person("loi", "Hồ Thị Lợi", Post(BAC_SON, Role.OFFICIAL, ("culture",))),
    )
    district = District(memory_database, people=people)
    district.move("2024-09-06 08:00")
    district.say("van", "I.4.1 = 14; I.4.2 = 14; I.4.3 = 0; I.4.4 = 0")
    for who in ("van", "minh", "loi", "dung", "thanh"):
        district.mail(who)
    return district


def test_a_head_mends_a_figure_of_a_colleague_who_is_told(desk: District) -> None:
    asked = desk.answer("dung", "sửa I.5.1 = 120")
    assert asked.text.startswith("Đã ghi 5.1.")
    assert "Tiếp theo" not in asked.text
    assert "Còn chờ:" in asked.text
    assert any("Chị Dung đã ghi" in words and "5.1" in words for words in desk.told("van"))


def test_a_colleagues_figure_is_replaced_after_a_yes_and_with_history(desk: District) -> None:
    desk.say("van", "I.5.1 = 120")
    desk.mail("van")
    asked = desk.answer("dung", "sửa I.5.1 = 130")
    assert "Đang ghi số của chị Vân." in asked.text
    assert "Đã sửa" in desk.tap("dung", asked, "đúng").text
    assert any("120" in words and "130" in words for words in desk.told("van"))
    assert "chị Dung: ước 120 → ước 130" in desk.say("thanh", "lịch sử I.5.1")


def test_what_breaks_a_rule_is_kept_only_by_those_who_may(desk: District) -> None:
    told = desk.say("dung", "sửa I.4.2 = 15")
    assert "giữ" in told
    assert "Đã" in desk.say("dung", "giữ: theo văn bản của huyện")


def test_what_is_asked_of_a_head_with_an_own_part_stays_asked(memory_database: Database) -> None:
    head = person("dao", "Tạ Thị Đào", Post(BAC_SON, Role.OFFICE_HEAD, ("justice",)))
    desk = District(memory_database, people=(*OTHERS, STAFF[1], head))
    desk.move("2024-08-28 08:00")
    desk.say("dao", "tiếp")
    assert "Đã ghi 5.1." in desk.say("dao", "I.5.1 = 120")
    assert "Đã ghi" in desk.say("dao", "kps")


@pytest.mark.parametrize(
    ("who", "text"),
    [("dung", "14 14 0 0"), ("dung", "kps"), ("thanh", "sửa I.4.2 = 13")],
)
def test_nothing_else_of_a_head_is_taken_for_figures(desk: District, who: str, text: str) -> None:
    answer = desk.say(who, text)
    assert "Đã ghi" not in answer
    assert "Đã có 4/97 số." in answer  # where things stand, and no claim that nothing waits


def test_others_mend_only_their_own(desk: District) -> None:
    assert "Đã" not in desk.say("minh", "sửa I.4.2 = 13")


@pytest.mark.parametrize("who", ["dung", "thanh"])
def test_heads_see_who_owes_and_remind_with_a_tap(desk: District, who: str) -> None:
    listed = desk.answer(who, "nhắc")
    assert "còn chờ 3 người" in listed.text
    assert "- chị Minh: còn " in listed.text
    assert "Đã nhắc xã Bắc Sơn: chị Minh." in desk.tap(who, listed, "nhắc chị Minh").text
    assert " nhắc: Báo cáo" in desk.told("minh")[-1]
    assert "Đã nhắc chị Minh lúc 08:00" in desk.say(who, "nhắc minh")
    rest = desk.say(who, "nhắc xã Bắc Sơn")
    assert "chị Vân" in rest
    assert "Đã nhắc chị Minh lúc 08:00" in rest
    (deed, *_) = [
        d for d in desk.trail(f"obligation:{desk.report(BAC_SON).id}") if "nudged" in d.action
    ]
    assert (deed.official_id, deed.detail["told"]) == (who, ["minh"])


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("dung", "nhắc hung", "Không thấy cán bộ “hung” trong đơn vị"),
        ("dung", "nhắc thanh", "Phần của chị Thanh đã đủ"),
        ("dung", "nhắc chị Thanh giúp tôi", "Phần của chị Thanh đã đủ"),
        ("dung", "nhắc xã Phù Ủng", "Không thấy cán bộ “xã Phù Ủng”"),
        ("minh", "nhắc van", "chưa được giao theo dõi"),
    ],
)
def test_nobody_else_is_reminded(desk: District, who: str, text: str, words: str) -> None:
    assert words in desk.say(who, text)


def test_not_outside_office_hours(desk: District) -> None:
    desk.move("2024-09-06 19:00")
    assert "Ngoài giờ làm việc" in desk.say("dung", "nhắc tất cả")
