"""A list that grows with the units goes out part by part, and "xem tiếp" gives the next one."""

from __future__ import annotations

import re

import pytest

from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from handlers.wording.onward import next_page
from storage.database.database import Database
from tests.support.district import District
from tests.support.task_desk import DISTRICT, PROVINCE

COMMUNES = tuple(
    Unit(f"{DISTRICT}/xa-{n}", "xa", f"xã Số {n}", f"xa-so-{n}", DISTRICT) for n in range(1, 36)
)
UNITS = (
    Unit(PROVINCE, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen"),
    Unit(DISTRICT, "huyen", "huyện Ân Thi", "huyen-an-thi", PROVINCE),
    *COMMUNES,
)
PEOPLE = (
    Official("quynh", "Hoàng Thu Quỳnh", "chị", posts=(Post(DISTRICT, Role.SUPERIOR_STAFF),)),
    Official("tam", "Lê Văn Tâm", "anh", posts=(Post(DISTRICT, Role.ADMINISTRATOR),)),
    *(
        Official(
            f"o{n}", f"Trần Thị Số {n}", "chị", posts=(Post(each.id, Role.OFFICIAL, ("office",)),)
        )
        for n, each in enumerate(COMMUNES, 1)
    ),
)
_LINE = re.compile(r"^(\d+)\. xã Số (\d+)", re.MULTILINE)


@pytest.fixture
def desk(memory_database: Database) -> District:
    unlinked = frozenset(f"o{n}" for n in range(1, 36))
    desk = District(memory_database, units=UNITS, people=PEOPLE, unlinked=unlinked)
    desk.move("2024-09-05 08:00")
    desk.move("2024-09-20 08:00")
    return desk


@pytest.mark.parametrize("onward", ["xem tiếp", "Xem tiếp ạ", "/tre từ 31"])
def test_the_late_are_told_in_parts_and_none_twice(desk: District, onward: str) -> None:
    first, second = desk.answer("quynh", "/tre"), desk.answer("quynh", onward)
    lines = [_LINE.findall(reply.text) for reply in (first, second)]
    assert [int(n) for part in lines for n, _ in part] == list(range(1, 36))
    assert len({unit for part in lines for _, unit in part}) == 35
    assert "Số 1–30 trong 35. Xem tiếp: /tre từ 31" in first.text
    shown = {unit for _, unit in lines[1]}
    assert {tap.words.rpartition(" ")[2] for tap in second.choices} == shown


@pytest.mark.parametrize("said", ["/tre", "tình hình", "xếp hạng", "/moi", "so sánh III.3.1"])
def test_every_list_of_units_goes_on(desk: District, said: str) -> None:
    first = desk.answer("quynh" if said != "/moi" else "tam", said)
    assert next_page(first.text)
    second = desk.answer("quynh" if said != "/moi" else "tam", "xem tiếp")
    assert "Số 31–35 trong 35." in second.text
    assert not next_page(second.text)


def test_nothing_goes_on_behind_what_is_no_list(desk: District) -> None:
    desk.say("quynh", "/lich")
    assert "trong 35" not in desk.say("quynh", "xem tiếp")
