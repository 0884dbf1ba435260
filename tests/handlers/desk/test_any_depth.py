"""A tree of units may be of any depth, and a unit may hang anywhere in it (F72)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.people.people import Post, Role
from domain.people.units import Unit
from storage.database.database import Database
from tests.support.district import District, filler, person

COUNTRY, REGION = "nuoc", "nuoc/vung"
PROVINCE = f"{REGION}/tinh"
DISTRICT = f"{PROVINCE}/huyen"
FAR, NEAR, LATE = f"{DISTRICT}/xa-sau", f"{PROVINCE}/phuong-gan", f"{PROVINCE}/xa-muon"
UNITS = (
    Unit(COUNTRY, "bo", "Bộ Nội vụ", "bo-noi-vu"),
    Unit(REGION, "vung", "vùng Bắc", "vung-bac", COUNTRY),
    Unit(PROVINCE, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen", REGION),
    Unit(DISTRICT, "huyen", "huyện Ân Thi", "huyen-an-thi", PROVINCE),
    Unit(FAR, "xa", "xã Bắc Sơn", "xa-bac-son", DISTRICT, code="12001", aliases=("Bãi Bắc",)),
    Unit(NEAR, "phuong", "phường Lam Sơn", "phuong-lam-son", PROVINCE),
    Unit(LATE, "xa", "xã Mới", "xa-moi", PROVINCE, valid_from=date(2025, 7, 1)),
)
PEOPLE = (
    person("bo", "Đỗ Văn Bộ", Post(COUNTRY, Role.SUPERIOR_STAFF)),
    person("tinh", "Trần Thị Tính", Post(PROVINCE, Role.SUPERIOR_STAFF)),
    person("huyen", "Lê Thị Huyền", Post(DISTRICT, Role.SUPERIOR_STAFF)),
    filler("lan", "Nguyễn Thị Lan", FAR),
    filler("hung", "Đào Thị Hưng", NEAR),
)


@pytest.fixture
def desk(memory_database: Database) -> District:
    desk = District(memory_database, units=UNITS, people=PEOPLE)
    desk.move("2024-08-28 08:00")
    return desk


@pytest.mark.parametrize("called", ["xa-bac-son", "xã Bắc Sơn", "Bãi Bắc", "12001"])
@pytest.mark.parametrize("who", ["bo", "tinh", "huyen"])
def test_whoever_is_above_sees_a_unit_however_far_below(
    desk: District, who: str, called: str
) -> None:
    assert "Đã có 0/97" in desk.say(who, f"/status {called}")


def test_a_unit_that_hangs_higher_is_seen_by_those_above_it_alone(desk: District) -> None:
    assert "Đã có 0/97" in desk.say("tinh", "/status phuong-lam-son")
    assert "Đã có" not in desk.say("huyen", "/status phuong-lam-son")


def test_a_unit_that_is_not_there_yet_owes_nothing(desk: District) -> None:
    assert "xã Mới" not in desk.say("tinh", "ai chưa nộp")
