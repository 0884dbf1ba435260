"""Working days with the shipped holidays, which are the real ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.calendar import WorkCalendar
from storage.catalogue.calendar_file import load_calendar
from storage.catalogue.folders import CATALOGUE

CALENDAR, _ = load_calendar(CATALOGUE / "holidays.toml")
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
WORKING_DAYS = DAYS.filter(CALENDAR.is_working_day)
COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 9, 13), True),  # an ordinary Friday
        (date(2024, 9, 14), False),  # Saturday
        (date(2024, 9, 15), False),  # Sunday
        (date(2024, 5, 4), True),  # Saturday worked in exchange for Monday 29/4
        (date(2024, 4, 29), False),
        (date(2026, 8, 22), True),  # Saturday worked in exchange for Monday 31/8
        (date(2026, 8, 31), False),
        (date(2024, 4, 18), False),  # Giỗ Tổ on a Thursday
        (date(2025, 4, 7), False),  # Giỗ Tổ on a Monday
        (date(2026, 4, 27), False),  # Giỗ Tổ on Sunday 26/4: the Monday compensates
        (date(2026, 4, 28), True),
        (date(2024, 9, 2), False),  # Quốc khánh and the day beside it
        (date(2024, 9, 3), False),
        (date(2026, 11, 24), True),  # Ngày Văn hóa Việt Nam: unconfirmed, switched off
    ],
)
def test_a_day_is_worked_or_not(day: date, worked: bool) -> None:
    assert CALENDAR.is_working_day(day) is worked


@pytest.mark.parametrize(
    ("last_before", "first_after"),
    [
        (date(2024, 2, 7), date(2024, 2, 15)),  # Giáp Thìn 8–14/2
        (date(2025, 1, 24), date(2025, 2, 3)),  # Ất Tỵ 27–31/1
        (date(2026, 2, 13), date(2026, 2, 23)),  # Bính Ngọ 16–20/2
    ],
)
def test_tet_is_one_gap(last_before: date, first_after: date) -> None:
    assert CALENDAR.working_days_after(last_before, 1) == first_after
    assert CALENDAR.working_days_before(first_after, 1) == last_before
    assert CALENDAR.working_days_between(last_before, first_after) == 1


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (date(2024, 9, 11), date(2024, 9, 13), 2),  # "còn 2 ngày làm việc" on Wednesday for Friday
        (date(2024, 9, 13), date(2024, 9, 13), 0),
        (date(2024, 9, 13), date(2024, 9, 15), 0),  # only the weekend lies between
        (date(2024, 8, 28), date(2024, 9, 13), 10),  # 2/9 and 3/9 do not count
        (date(2024, 9, 16), date(2024, 9, 13), -1),
    ],
)
def test_days_left_count_the_due_day_and_not_today(today: date, due: date, left: int) -> None:
    assert CALENDAR.working_days_between(today, due) == left


def test_the_nearest_working_day_on_either_side() -> None:
    sunday = date(2024, 9, 15)
    assert CALENDAR.last_working_day_on_or_before(sunday) == date(2024, 9, 13)
    assert CALENDAR.first_working_day_on_or_after(sunday) == date(2024, 9, 16)
    friday = date(2024, 9, 13)
    assert CALENDAR.last_working_day_on_or_before(friday) == friday
    assert CALENDAR.first_working_day_on_or_after(friday) == friday


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.working_days_before(date(2024, 9, 13), -1)


def test_years_without_announced_holidays_are_told_apart() -> None:
    assert CALENDAR.knows(date(2026, 12, 31))
    assert not CALENDAR.knows(date(2027, 2, 8))  # Tết Đinh Mùi is not announced yet
    assert not CALENDAR.knows(date(2022, 12, 31))


def test_known_years_default_to_the_listed_ones() -> None:
    calendar = WorkCalendar(frozenset({date(2024, 4, 30)}), frozenset({date(2025, 4, 26)}))
    assert (calendar.known_from, calendar.known_until) == (date(2024, 1, 1), date(2025, 12, 31))
    assert not WorkCalendar(frozenset()).knows(date(2024, 1, 1))


@given(WORKING_DAYS, COUNTS)
def test_before_and_after_are_inverse_on_working_days(day: date, count: int) -> None:
    assert CALENDAR.working_days_after(CALENDAR.working_days_before(day, count), count) == day
    assert CALENDAR.working_days_before(CALENDAR.working_days_after(day, count), count) == day


@given(DAYS, st.integers(1, 60))
def test_a_counted_day_is_worked_and_that_far_away(day: date, count: int) -> None:
    later = CALENDAR.working_days_after(day, count)
    assert CALENDAR.is_working_day(later)
    assert CALENDAR.working_days_between(day, later) == count


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    first, second, third = sorted((first, second, third))
    between = CALENDAR.working_days_between
    assert between(first, third) == between(first, second) + between(second, third)
    assert between(third, first) == -between(first, third)


@given(DAYS)
def test_the_last_working_day_is_not_later_and_nothing_is_worked_after_it(day: date) -> None:
    last = CALENDAR.last_working_day_on_or_before(day)
    assert last <= day
    assert CALENDAR.is_working_day(last)
    gap = (last + timedelta(days=n) for n in range(1, (day - last).days + 1))
    assert not any(CALENDAR.is_working_day(between) for between in gap)
