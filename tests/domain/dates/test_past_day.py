"""A day that is over: the last such day, and never one of a year before for a slip."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.past_day import NEAR, read_past_day, take_past_day

TODAY = date(2024, 9, 11)


@pytest.mark.parametrize(
    ("text", "on", "left"),
    [
        ("BC 68 ngày 10/9", date(2024, 9, 10), "BC 68"),
        ("ngày 11 tháng 9", TODAY, ""),
        ("mùng 1 tháng 9 năm 2024", date(2024, 9, 1), ""),
        ("ngày hôm qua", date(2024, 9, 10), ""),
        ("hôm kia ạ", date(2024, 9, 9), " ạ"),
        ("ngày 13/9", date(2024, 9, 13), ""),  # ahead, and to be refused
        ("ngày 13/9/2024", date(2024, 9, 13), ""),
        ("ngày 31/9", None, "ngày 31/9"),
        ("68/BC-UBND", None, "68/BC-UBND"),
    ],
)
def test_a_day_is_taken_out_of_the_words(text: str, on: date | None, left: str) -> None:
    assert take_past_day(text, TODAY) == (on, left.strip())


@pytest.mark.parametrize(
    ("said", "today", "on"),
    [
        ("28/12", date(2024, 1, 3), date(2023, 12, 28)),
        ("13/9", date(2024, 9, 11), None),
        ("19/2", date(2024, 9, 11), date(2024, 2, 19)),
        ("2024-02-19", date(2024, 9, 11), date(2024, 2, 19)),
        ("2024-10-19", date(2024, 9, 11), None),
    ],
)
def test_a_day_that_is_over_is_read(said: str, today: date, on: date | None) -> None:
    assert read_past_day(said, today) == on


@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(0, 365))
def test_a_day_without_a_year_is_never_that_of_last_year_where_it_is_near_ahead(
    today: date, ahead: int
) -> None:
    day = today + timedelta(days=ahead)
    if (day.month, day.day) == (2, 29):
        return
    read = read_past_day(f"{day.day}/{day.month}", today)
    assert read is None or read <= today
    if timedelta(0) < day - today <= NEAR and day.year == today.year:
        assert read is None
