"""A tick plans the reminders of reports when something has changed, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, event, select, text

from domain.dates.moments import parse_at
from domain.people.people import Leave, Post, Role
from domain.people.units import Succession
from scheduler.tick import tick
from storage.database import tables
from storage.database.database import Database, Session
from storage.database.states import ObligationState, ReminderState
from storage.people.officials import end_posts_in, save_leave, save_official
from storage.people.units import save_units
from storage.reports.reminders import REMINDERS
from storage.reports.rounds import set_obligation_state
from tests.support.district import AN_THI, BAC_SON, DA_LOC, PHU_UNG, UNITS, District, filler, person
from tests.support.standing import standing_report

OPEN = "2024-08-30 07:30"
Act = Callable[[District, Session], None]


@pytest.fixture
def district(memory_database: Database) -> District:
    """The third quarter is open, and its first reminders have rung."""
    found = District(memory_database)
    found.move(OPEN)
    found.now += timedelta(minutes=1)
    return found


def rows(district: District) -> set[tuple[object, ...]]:
    """The plan: whom which step of which report is for, and when it rings."""
    columns = (REMINDERS.c.obligation_id, REMINDERS.c.step, REMINDERS.c.official_id)
    with district.database.read() as session:
        found = session.execute(select(*columns, REMINDERS.c.due_at))
        return {tuple(row) for row in found if row[0] is not None}


def look(district: District) -> int:
    """One tick; how many times it wrote into the plan."""
    seen = 0

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal seen
        seen += statement.startswith("INSERT INTO reminders")

    event.listen(district.database.engine, "before_cursor_execute", count)
    tick(district.database, district.catalogue, district.now)
    event.remove(district.database.engine, "before_cursor_execute", count)
    return seen


def anew(district: District) -> set[tuple[object, ...]]:
    """The plan as it is when nothing is known of earlier ones."""
    with district.database.work() as session:
        session.execute(delete(tables.PLANS))
    assert look(district)
    return rows(district)


def test_what_is_planned_is_not_planned_again(district: District) -> None:
    before = rows(district)
    assert before
    assert look(district) == 0
    district.now = parse_at("2024-08-30 16:59")
    assert look(district) == 0
    assert rows(district) == before


def test_a_new_day_plans_once(district: District) -> None:
    district.now = parse_at("2024-08-31 00:01")
    assert look(district)
    assert look(district) == 0


def _joins(district: District, session: Session) -> None:
    save_official(session, filler("moi", "Người Mới", BAC_SON), district.now)


def _leaves_for_good(district: District, session: Session) -> None:
    end_posts_in(session, "lan", [BAC_SON], date(2024, 8, 29), district.now)


def _changes_field(district: District, session: Session) -> None:
    other = person("hien", "Vũ Thị Hiền", Post(DA_LOC, Role.OFFICIAL, ("justice",)))
    save_official(session, other, district.now)


def _goes_on_leave(district: District, session: Session) -> None:
    leave = Leave("lan", date(2024, 9, 5), date(2024, 9, 20), "dung")
    save_leave(session, leave, district.now)


def _is_merged(district: District, session: Session) -> None:
    ended = replace(UNITS[5], valid_to=date(2024, 8, 31))
    save_units(session, [ended], [Succession(DA_LOC, PHU_UNG, date(2024, 9, 1))])


def _is_begun(district: District, session: Session) -> None:
    home = replace(UNITS[3], id=f"{AN_THI}/xa-moi", slug="xa-moi", name="xã Mới", code="")
    save_units(session, [home])
    save_official(session, filler("moi", "Người Mới", home.id), district.now)


def _is_sent_back(district: District, session: Session) -> None:
    report = district_report(district, session)
    for state in (ObligationState.COMPLETE, ObligationState.RETURNED):
        set_obligation_state(
            session, standing_report(session, report), state, "quynh", district.now, "thiếu số"
        )


def district_report(district: District, session: Session) -> int:
    found = select(REMINDERS.c.obligation_id).where(REMINDERS.c.official_id == "lan").limit(1)
    return int(session.execute(found).scalar_one())


CHANGES: dict[str, Act] = {
    "somebody joins": _joins,
    "somebody changes their field": _changes_field,
    "somebody goes on leave": _goes_on_leave,
    "a commune begins": _is_begun,
    "a report is sent back": _is_sent_back,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_planned_by_the_next_tick(district: District, change: Act) -> None:
    before = rows(district)
    with district.database.work() as session:
        change(district, session)
    assert look(district)
    assert rows(district) > before
    assert rows(district) == anew(district)
    assert look(district) == 0


@pytest.mark.parametrize("change", [_leaves_for_good, _is_merged])
def test_an_end_is_looked_at_too(district: District, change: Act) -> None:
    with district.database.work() as session:
        change(district, session)
    look(district)
    assert rows(district) == anew(district)


def test_sent_back_twice_between_two_ticks_is_reminded_of_the_second(district: District) -> None:
    with district.database.work() as session:
        _is_sent_back(district, session)
    look(district)
    with district.database.work() as session:
        _is_sent_back(district, session)
    look(district)
    steps = {row[1] for row in rows(district)}
    assert {"R1+1", "R2+1"} <= steps


def test_another_hour_or_calendar_is_planned(district: District) -> None:
    catalogue = district.catalogue
    at_eight = tuple(replace(regime, ring_at=time(8, 0)) for regime in catalogue.regimes)
    no_holidays = replace(catalogue.calendar, days_off=frozenset())
    for changed in (
        replace(catalogue, regimes=at_eight),
        replace(catalogue, calendar=no_holidays),
    ):
        district.catalogue = changed
        assert look(district)
        assert look(district) == 0


def test_a_plan_that_lost_a_step_is_whole_again_the_next_day(district: District) -> None:
    whole = rows(district)
    with district.database.work() as session:
        waiting = REMINDERS.c.state == ReminderState.WAITING
        session.execute(delete(REMINDERS).where(waiting, REMINDERS.c.official_id == "lan"))
    assert rows(district) < whole
    district.now = parse_at("2024-08-31 00:01")
    look(district)
    assert rows(district) == whole


@contextmanager
def asked(district: District) -> Iterator[list[str]]:
    """What the database is asked meanwhile, but for the ends of transactions."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(district.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(district.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("at", ["2024-08-30 08:00", "2024-08-30 15:00"])
def test_a_quiet_tick_asks_one_question_and_writes_nothing(district: District, at: str) -> None:
    """In the morning, in which superiors are told what there is, as well as later."""
    district.move(at)
    with asked(district) as seen:
        tick(district.database, district.catalogue, district.now + timedelta(minutes=1))
    assert len(seen) == 1
    assert seen[0].startswith("SELECT")


def test_the_question_of_a_quiet_tick_reads_no_table_through(district: District) -> None:
    with asked(district) as seen:
        tick(district.database, district.catalogue, district.now + timedelta(minutes=1))
    with district.database.read() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {seen[0].replace('?', 'NULL')}")).all()
    steps = [row.detail for row in plan]
    assert any("ix_reminders_waiting" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step] == []
