"""What was assigned is put right: asked once, kept in its history, told to those who owe it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.moments import local
from domain.tasks.tasks import Deed
from storage.database.database import Database
from tests.support.task_desk import BAC_SON, HA_LE, Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """One task of xã Bắc Sơn, just assigned."""
    desk = Desk(memory_database)
    desk.assign("giao xa-bac-son: rà soát hộ nghèo, báo cáo, hạn 20/9")
    return desk


def due_on(desk: Desk, task_id: int = 1) -> date:
    due = desk.task(task_id).due
    assert due is not None
    return local(due).date()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("nhầm, hạn 27/9 cơ", 27),
        ("nham, 27/9", 27),
        ("à nhầm, thứ 5 cơ", 19),
        ("27/9 mới đúng", 27),
        ("hạn là 27/9 chứ không phải 20/9", 27),
        ("đổi hạn việc 1 sang 27/9", 27),
        ("doi han viec 1 sang 27/9 nhe", 27),
        ("việc 1 Bắc Sơn hạn 27/9 nhé", 27),
        ("việc 1 sai hạn rồi, 27/9 mới đúng", 27),
        ("sửa việc 1: hạn 27/9", 27),
        ("hạn việc 1 là 27/9", 27),
        ("đổi hạn việc rà soát hộ nghèo sang 27/9", 27),
        ("sửa hạn việc vừa giao thành 27/9", 27),
        ("dời việc 1 sang 18/9", 18),
    ],
)
def test_another_day_takes_the_place_of_the_first_after_a_yes(
    desk: Desk, said: str, day: int
) -> None:
    asked = desk.answer("quynh", said)
    assert [choice.data.rpartition(":")[2] for choice in asked.choices] == ["yes", "no"]
    assert due_on(desk) == date(2024, 9, 20)
    desk.say("quynh", "đúng")
    assert due_on(desk) == date(2024, 9, day)
    assert [entry.deed for entry in desk.history(1)] == [Deed.ASSIGNED, Deed.ASSIGNED]
    assert desk.history(1)[1].old["due"] != desk.history(1)[1].new["due"]


@pytest.mark.parametrize(
    "said",
    [
        "sửa nội dung việc 1: rà soát hộ cận nghèo",
        "việc 1 đổi tên thành rà soát hộ cận nghèo",
        "sửa việc 1 thành rà soát hộ cận nghèo",
        "sua ten viec 1 thanh rà soát hộ cận nghèo",
        "sửa việc 1: rà soát hộ cận nghèo",
        "nhầm, nội dung là rà soát hộ cận nghèo",
    ],
)
def test_other_words_take_the_place_of_the_first_after_a_yes(desk: Desk, said: str) -> None:
    desk.say("quynh", said)
    assert desk.task(1).title == "rà soát hộ nghèo"
    desk.say("quynh", "đúng")
    assert desk.task(1).title == "rà soát hộ cận nghèo"
    assert "rà soát hộ cận nghèo".capitalize() in desk.say("lan", "việc 1")


@pytest.mark.parametrize(
    "said",
    [
        "giao nhầm xã, là Hạ Lễ chứ không phải Bắc Sơn",
        "giao nham xa, la Ha Le chu khong phai Bac Son",
        "nhầm, Hạ Lễ cơ",
        "chuyển việc 1 sang Hạ Lễ",
        "việc 1 là của Hạ Lễ chứ không phải Bắc Sơn",
    ],
)
def test_another_unit_gets_the_task_and_the_first_has_it_no_more(desk: Desk, said: str) -> None:
    desk.say("quynh", said)
    assert desk.task(1).withdrawn_on is None
    desk.say("quynh", "đúng")
    assert (desk.task(1).unit_id, desk.task(2).unit_id) == (BAC_SON, HA_LE)
    assert desk.task(1).withdrawn_on is not None
    assert (desk.task(2).title, desk.task(2).due_at) == (desk.task(1).title, desk.task(1).due_at)


@pytest.mark.parametrize("said", ["nhầm", "nhầm rồi", "giao nhầm rồi", "thôi không giao nữa"])
def test_a_bare_slip_asks_whether_the_task_is_withdrawn(desk: Desk, said: str) -> None:
    desk.say("quynh", said)
    assert desk.task(1).withdrawn_on is None
    desk.say("quynh", "đúng")
    assert desk.task(1).withdrawn_on is not None


def test_a_no_changes_nothing(desk: Desk) -> None:
    desk.say("quynh", "nhầm, hạn 27/9 cơ")
    desk.say("quynh", "sai")
    assert due_on(desk) == date(2024, 9, 20)
    assert len(desk.history(1)) == 1


def test_whoever_owes_it_changes_nothing(desk: Desk) -> None:
    answered = desk.say("lan", "sửa hạn việc 1 thành 27/9")
    assert "UBND huyện Ân Thi giao" in answered
    desk.say("lan", "đúng")
    assert due_on(desk) == date(2024, 9, 20)


def test_a_day_that_was_granted_stays_readable(desk: Desk) -> None:
    desk.say("quynh", "gia hạn 1 đến 30/9")
    desk.say("quynh", "sửa việc 1: hạn 27/9")
    desk.say("quynh", "đúng")
    assert due_on(desk) == date(2024, 9, 27)
    first = desk.task(1).due_at
    assert first is not None
    assert local(first).date() == date(2024, 9, 20)


def test_the_same_task_is_not_made_twice(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát hộ cận nghèo, báo cáo, hạn 20/9")
    answered = desk.say("quynh", "sửa nội dung việc 1: rà soát hộ cận nghèo")
    assert "đã có một việc khác" in answered
    desk.say("quynh", "đúng")
    assert desk.task(1).title == "rà soát hộ nghèo"


def test_what_is_done_is_not_put_right(desk: Desk) -> None:
    desk.say("lan", "xong 1 68/BC-UBND")
    assert "đã báo xong" in desk.say("quynh", "sửa việc 1: hạn 27/9")
    assert due_on(desk) == date(2024, 9, 20)


@pytest.mark.parametrize(
    ("said", "then"),
    [("sửa việc 1", "hạn 27/9"), ("sửa hạn việc 1", "27/9"), ("sua han viec 1 di em", "27/9 nhé")],
)
def test_what_it_shall_be_is_asked_where_that_is_not_said(desk: Desk, said: str, then: str) -> None:
    desk.say("quynh", said)
    desk.say("quynh", then)
    assert due_on(desk) == date(2024, 9, 20)
    desk.say("quynh", "đúng")
    assert due_on(desk) == date(2024, 9, 27)


def test_of_two_units_with_such_a_task_it_is_asked_which_is_meant(desk: Desk) -> None:
    desk.assign("giao xa-ha-le: kiểm tra đê điều, hạn 20/9")
    asked = desk.answer("quynh", "đổi hạn việc 1 sang 27/9")
    assert [choice.words for choice in asked.choices] == ["việc 1 Bắc Sơn", "việc 1 Hạ Lễ"]
    desk.say("quynh", choice=asked.choices[1].data)
    desk.say("quynh", "đúng")
    assert (due_on(desk, 1), due_on(desk, 2)) == (date(2024, 9, 20), date(2024, 9, 27))


@pytest.mark.parametrize("said", ["việc 1 thứ 6 mới kịp", "việc 1 đạt 80%", "việc 1"])
def test_what_is_said_of_a_task_is_no_wish_to_put_it_right(desk: Desk, said: str) -> None:
    assert "Chưa sửa" not in desk.say("lan", said)
    assert due_on(desk) == date(2024, 9, 20)


def test_several_units_in_front_of_the_colon_are_no_person(desk: Desk) -> None:
    desk.assign("giao Bắc Sơn, Hạ Lễ: thống kê hộ nghèo, hạn 22/9")
    assert (desk.task(2).unit_id, desk.task(3).unit_id) == (BAC_SON, HA_LE)
    assert desk.task(2).lead_id is None
