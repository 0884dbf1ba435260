"""Who is in charge is found for many days at once, and is nobody else than was found for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.people.people import Leave, Official, Post, Role
from domain.people.units import Succession, Unit
from handlers.owed.people import acting_role
from handlers.report import in_charge
from handlers.report.in_charge import InCharge
from handlers.report.parts import responsible_by_field
from handlers.work import Work
from storage.database.database import Database, Session
from tests.support.district import AN_THI, BAC_SON, DA_LOC, PEOPLE, UNITS, District, person

DAYS = [date(2024, 8, 25) + timedelta(days=n) for n in range(25)]
MERGED = date(2024, 9, 12)  # from that day on Đa Lộc is a part of Bắc Sơn
NEW = (
    person("oanh", "Vũ Oanh", Post(BAC_SON, Role.OFFICIAL, ("culture",), date(2024, 9, 5))),
    person(
        "yen",
        "Hà Thị Yến",
        Post(BAC_SON, Role.OFFICIAL, ("justice",), valid_to=date(2024, 9, 2)),
        Post(BAC_SON, Role.OFFICE_HEAD, (), date(2024, 9, 9), date(2024, 9, 10)),
    ),
)
AWAY = (
    Leave("lan", date(2024, 9, 3), date(2024, 9, 4), "oanh"),
    Leave("dung", date(2024, 9, 9), date(2024, 9, 9), "thanh"),
)
ENDED = tuple(
    Unit(DA_LOC, "xa", "xã Đa Lộc", "xa-da-loc", AN_THI, "12175", valid_to=MERGED)
    if unit.id == DA_LOC
    else unit
    for unit in UNITS
)


def until_merged(official: Official) -> Official:
    """Nobody holds a post in a unit that has ended."""
    posts = (replace(p, valid_to=MERGED) if p.unit_id == DA_LOC else p for p in official.posts)
    return replace(official, posts=tuple(posts))


@pytest.fixture
def district(memory_database: Database) -> District:
    found = District(
        memory_database,
        units=ENDED,
        people=(*map(until_merged, PEOPLE), *NEW),
        successions=(Succession(DA_LOC, BAC_SON, MERGED),),
        leaves=AWAY,
    )
    found.move("2024-08-25 09:00")
    return found


def of_one_day(
    work: Work, unit_id: str, day: date
) -> tuple[Mapping[str, tuple[Official, ...]], list[tuple[Official, ...]]]:
    roles = [acting_role(work, unit_id, role, day) for role in Role]
    return responsible_by_field(work, unit_id, day), roles


@pytest.mark.parametrize("unit_id", [BAC_SON, DA_LOC])
def test_posts_leave_and_the_end_of_a_unit_are_seen_on_their_days(
    district: District, unit_id: str
) -> None:
    with district.database.read() as session:
        work = Work(session, district.catalogue, district.now)
        charge, seen = InCharge(work), []
        for day in (*DAYS, *reversed(DAYS)):
            fields = charge.by_field(unit_id, day)
            roles = [charge.with_role(unit_id, role, day) for role in Role]
            assert (fields, roles) == of_one_day(work, unit_id, day), day
            seen.append(str((fields, roles)))
    assert len(set(seen)) >= (5 if unit_id == BAC_SON else 2)


def test_nobody_is_asked_for_again_while_nothing_changes(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []

    def note(work: Work, unit_id: str, day: date) -> Mapping[str, tuple[Official, ...]]:
        asked.append(day)
        return responsible_by_field(work, unit_id, day)

    monkeypatch.setattr(in_charge, "responsible_by_field", note)

    def all_days(session: Session) -> None:
        charge = InCharge(Work(session, district.catalogue, district.now))
        for day in DAYS:
            charge.by_field(BAC_SON, day)

    with district.database.read() as session:
        all_days(session)
    # the first day, both days of a leave, and the first of each stretch with other posts
    assert asked == [date(2024, 8, 25), *(date(2024, 9, day) for day in (3, 4, 5, 9, 10, 11))]
