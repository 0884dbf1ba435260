"""Which step rings when, and when the bot keeps quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.ladder import (
    DEFAULT_LADDER,
    OFFICE_HOURS,
    Audience,
    Remaining,
    Rung,
    Step,
    allowed,
    newest_due,
    next_allowed,
    remaining,
    steps_of,
    told,
)
from domain.dates.moments import MORNING, at_local, local, parse_at
from domain.dates.regimes import Round, round_of
from storage.catalogue.calendar_file import load_calendar
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.regime_files import load_regimes

CALENDAR, _ = load_calendar(CATALOGUE / "holidays.toml")
PAR = next(r for r in load_regimes(CATALOGUE / "regimes")[0] if r.id == "par")


def par_round(code: str) -> Round:
    round_ = round_of(PAR, code, CALENDAR)
    assert round_ is not None
    return round_


Q3 = par_round("2024-Q3")
STEPS = steps_of(Q3, PAR.ladder, CALENDAR)


@dataclass(frozen=True)
class Task:
    """Anything with these three is a deadline."""

    opens_on: date
    due: datetime
    last_working_day: date


def task(opens_on: date, due_on: date) -> Task:
    due = at_local(due_on, time(23, 59, 59))
    return Task(opens_on, due, CALENDAR.last_working_day_on_or_before(due_on))


def days_of(steps: tuple[Step, ...]) -> dict[str, str]:
    return {str(step.name): f"{step.at:%d/%m}" for step in steps}


def test_the_ladder_of_the_third_quarter_of_2024() -> None:
    assert [(str(step.name), step.at, step.audience.value, step.late) for step in STEPS] == [
        ("T-10", parse_at("2024-08-28 07:30"), "owner", False),  # 2/9 and 3/9 are days off
        ("T-5", parse_at("2024-09-06 07:30"), "owner", False),
        ("T-2", parse_at("2024-09-11 07:30"), "chairman", False),
        ("T-1", parse_at("2024-09-12 07:30"), "owner", False),
        ("T-0", parse_at("2024-09-13 07:30"), "chairman", False),  # Friday; due Sunday 15/9
        ("T+1", parse_at("2024-09-16 07:30"), "owner", True),
        ("T+2", parse_at("2024-09-17 07:30"), "office_head", True),
        ("T+4", parse_at("2024-09-19 07:30"), "chairman", True),
    ]


@pytest.mark.parametrize(
    ("code", "first", "last_call", "first_overdue"),
    [
        ("2024-Q1", "01/03", "15/03", "18/03"),
        ("2026-Y", "01/12", "15/12", "16/12"),
        ("2027-Q1", "01/03", "15/03", "16/03"),
    ],
)
def test_ladders_of_other_rounds(code: str, first: str, last_call: str, first_overdue: str) -> None:
    days = days_of(steps_of(par_round(code), PAR.ladder, CALENDAR))
    assert (days["T-10"], days["T-0"], days["T+1"]) == (first, last_call, first_overdue)


def test_a_worked_saturday_counts() -> None:
    days = days_of(steps_of(task(date(2026, 8, 1), date(2026, 8, 24)), PAR.ladder, CALENDAR))
    assert (days["T-0"], days["T-1"], days["T-2"]) == ("24/08", "22/08", "21/08")


def test_a_step_knows_the_last_call() -> None:
    assert [str(step.name) for step in STEPS if step.urgent] == ["T-0"]


def test_escalation_adds_people_and_keeps_the_owner() -> None:
    owner, head, chairman = Audience.OWNER, Audience.OFFICE_HEAD, Audience.CHAIRMAN
    assert told(owner) == (owner,)
    assert told(head) == (owner, head)
    assert told(chairman) == (owner, head, chairman)


def test_the_shipped_ladder_is_the_usual_one() -> None:
    assert PAR.ladder == DEFAULT_LADDER
    assert PAR.quiet == OFFICE_HOURS
    assert PAR.ring_at == MORNING


def test_an_extension_moves_the_whole_ladder() -> None:
    day = date(2024, 9, 18)
    later = replace(Q3, due=at_local(day, time(23, 59, 59)), last_working_day=day)
    days = days_of(steps_of(later, PAR.ladder, CALENDAR))
    assert (days["T-0"], days["T+1"]) == ("18/09", "19/09")


def test_asked_at_short_notice_the_nearest_step_rings_at_once() -> None:
    steps = steps_of(task(date(2024, 9, 11), date(2024, 9, 13)), DEFAULT_LADDER, CALENDAR)
    assert [str(step.name) for step in steps] == ["T-2", "T-1", "T-0", "T+1", "T+2", "T+4"]
    same_day = steps_of(task(date(2024, 5, 15), date(2024, 5, 15)), DEFAULT_LADDER, CALENDAR)
    assert [str(step.name) for step in same_day] == ["T-0", "T+1", "T+2", "T+4"]
    late_opening = steps_of(task(date(2024, 9, 9), date(2024, 9, 13)), DEFAULT_LADDER, CALENDAR)
    assert days_of(late_opening)["T-5"] == "09/09"


def test_asked_after_the_due_day_escalation_still_climbs() -> None:
    steps = steps_of(task(date(2024, 9, 25), date(2024, 9, 13)), DEFAULT_LADDER, CALENDAR)
    assert days_of(steps) == {"T-0": "25/09", "T+1": "26/09", "T+2": "27/09", "T+4": "01/10"}


DATES = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@given(DATES, DATES)
def test_no_two_steps_at_one_moment_none_before_the_opening(opens_on: date, due_on: date) -> None:
    steps = steps_of(task(opens_on, due_on), DEFAULT_LADDER, CALENDAR)
    moments = [step.at for step in steps]
    assert moments == sorted(set(moments))
    assert all(step.at.date() >= opens_on for step in steps)
    assert [str(step.name) for step in steps if step.late] == ["T+1", "T+2", "T+4"]
    assert any(not step.late for step in steps)
    assert all(step.at.date() > due_on for step in steps if step.late)


@given(DATES)
def test_every_step_of_a_timely_deadline_rings_on_a_working_day(due_on: date) -> None:
    steps = steps_of(task(date(2022, 1, 1), due_on), DEFAULT_LADDER, CALENDAR)
    assert len(steps) == len(DEFAULT_LADDER)
    assert all(allowed(step.at, OFFICE_HOURS, CALENDAR) for step in steps)


@pytest.mark.parametrize(
    ("now", "name"),
    [
        ("2024-08-28 07:29", None),
        ("2024-08-28 07:30", "T-10"),
        ("2024-09-12 09:00", "T-1"),
        ("2024-09-14 10:00", "T-0"),
        ("2024-12-01 07:30", "T+4"),
    ],
)
def test_after_an_outage_only_the_newest_step_is_due(now: str, name: str | None) -> None:
    newest = newest_due(STEPS, parse_at(now))
    assert (str(newest.name) if newest else None) == name


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2024-08-28 07:30", Remaining(18, 10, 0, overdue=False)),
        ("2024-09-11 07:30", Remaining(4, 2, 0, overdue=False)),
        ("2024-09-13 07:30", Remaining(2, 0, 0, overdue=False)),
        ("2024-09-14 09:00", Remaining(1, 0, 0, overdue=False)),
        ("2024-09-15 23:59", Remaining(0, 0, 0, overdue=False)),
        ("2024-09-16 00:00", Remaining(0, 0, 1, overdue=True)),
        ("2024-09-19 07:30", Remaining(0, 0, 4, overdue=True)),
        ("2024-09-15T17:30:00+00:00", Remaining(0, 0, 1, overdue=True)),  # 16/9 in Viet Nam
    ],
)
def test_time_left(now: str, left: Remaining) -> None:
    assert remaining(Q3, parse_at(now), CALENDAR) == left


def test_an_hour_can_go_by_on_the_due_day() -> None:
    due = Task(date(2024, 9, 1), parse_at("2024-09-05 16:00"), date(2024, 9, 5))
    assert remaining(due, parse_at("2024-09-05 16:00"), CALENDAR).overdue is False
    after = remaining(due, parse_at("2024-09-05 16:01"), CALENDAR)
    assert after == Remaining(0, 0, 0, overdue=True, late=timedelta(minutes=1))


def test_an_hour_that_was_missed_is_told_until_a_day_is_over() -> None:
    due = Task(date(2024, 9, 1), parse_at("2024-09-05 16:00"), date(2024, 9, 5))
    assert remaining(due, parse_at("2024-09-06 09:00"), CALENDAR).late == timedelta(hours=17)
    assert remaining(due, parse_at("2024-09-06 16:00"), CALENDAR).late is None


def test_the_last_call_comes_at_least_an_hour_before_the_hour_of_the_letter() -> None:
    early = Task(date(2024, 9, 1), parse_at("2024-09-05 07:00"), date(2024, 9, 5))
    rung = steps_of(early, DEFAULT_LADDER, CALENDAR)
    assert all(step.at < early.due for step in rung if not step.late)
    assert [step.at for step in rung if step.urgent] == [parse_at("2024-09-04 07:30")]
    late_enough = Task(date(2024, 9, 1), parse_at("2024-09-05 08:30"), date(2024, 9, 5))
    rung = steps_of(late_enough, DEFAULT_LADDER, CALENDAR)
    assert [step.at for step in rung if step.urgent] == [parse_at("2024-09-05 07:30")]


@pytest.mark.parametrize(
    ("moment", "ordinary", "urgent"),
    [
        ("2024-09-13 07:29", False, False),
        ("2024-09-13 07:30", True, True),
        ("2024-09-13 11:29", True, True),
        ("2024-09-13 11:30", False, True),  # the noon rest binds all but the last call
        ("2024-09-13 13:29", False, True),
        ("2024-09-13 13:30", True, True),
        ("2024-09-13 16:59", True, True),
        ("2024-09-13 17:00", False, True),
        ("2024-09-13 19:59", False, True),
        ("2024-09-13 20:00", False, False),  # night binds even the last call
        ("2024-09-14 09:00", False, False),  # Saturday
        ("2024-09-02 09:00", False, False),  # Quốc khánh
        ("2024-05-04 09:00", True, True),  # a worked Saturday
        ("2024-09-13T02:00:00+00:00", True, True),  # 09:00 in Viet Nam
    ],
)
def test_quiet_hours(moment: str, ordinary: bool, urgent: bool) -> None:
    assert allowed(parse_at(moment), OFFICE_HOURS, CALENDAR) is ordinary
    assert allowed(parse_at(moment), OFFICE_HOURS, CALENDAR, urgent=True) is urgent


@pytest.mark.parametrize(
    ("moment", "urgent", "then"),
    [
        ("2024-09-13 06:00", False, "2024-09-13 07:30"),
        ("2024-09-13 09:15", False, "2024-09-13 09:15"),
        ("2024-09-13 12:00", False, "2024-09-13 13:30"),
        ("2024-09-13 12:00", True, "2024-09-13 12:00"),
        ("2024-09-13 17:00", False, "2024-09-16 07:30"),
        ("2024-09-13 21:00", True, "2024-09-16 07:30"),
        ("2024-08-31 10:00", False, "2024-09-04 07:30"),  # weekend, then 2/9 and 3/9
        ("2024-02-07 18:00", False, "2024-02-15 07:30"),  # over Tết
    ],
)
def test_a_message_waits_for_the_next_open_hour(moment: str, urgent: bool, then: str) -> None:
    waited = next_allowed(parse_at(moment), OFFICE_HOURS, CALENDAR, urgent=urgent)
    assert waited == parse_at(then)


@given(st.builds(at_local, DATES, st.times()), st.booleans())
def test_the_next_open_hour_is_open_never_earlier_and_the_first(
    moment: datetime, urgent: bool
) -> None:
    then = next_allowed(moment, OFFICE_HOURS, CALENDAR, urgent=urgent)
    assert then >= moment
    assert allowed(then, OFFICE_HOURS, CALENDAR, urgent=urgent)
    if then > moment:
        just_before = then - timedelta(microseconds=1)
        assert not allowed(moment, OFFICE_HOURS, CALENDAR, urgent=urgent)
        assert not allowed(just_before, OFFICE_HOURS, CALENDAR, urgent=urgent)
        halfway = moment + (then - moment) / 2
        assert not allowed(halfway, OFFICE_HOURS, CALENDAR, urgent=urgent)


def test_a_ladder_is_data() -> None:
    short = (Rung(-3), Rung(1, Audience.CHAIRMAN))
    steps = steps_of(Q3, short, CALENDAR, time(8))
    assert [(str(step.name), local(step.at).hour) for step in steps] == [("T-3", 8), ("T+1", 8)]
