"""Dates, hours and periods in words."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from domain.dates.moments import END_OF_DAY, at_local, parse_at
from domain.dates.periods import KINDS
from handlers.wording.show_moments import (
    period_words,
    show_clock,
    show_date,
    show_day,
    show_day_month,
    show_full_day,
    show_moment,
    show_until,
    show_weekday,
)

SUNDAY = date(2024, 9, 15)
LATE_IN_UTC = parse_at("2024-09-12T18:05:00+00:00")  # 01:05 on 13/9 in Viet Nam


def test_a_day_is_shown_with_and_without_weekday_and_year() -> None:
    assert show_date(SUNDAY) == "15/9/2024"
    assert show_day_month(SUNDAY) == "15/9"
    assert show_full_day(SUNDAY) == "Chủ nhật 15/9/2024"
    assert show_day(date(2024, 9, 13)) == "thứ Sáu 13/9"


def test_every_weekday_has_its_name() -> None:
    names = [show_weekday(date(2024, 9, day)) for day in range(9, 16)]
    assert names == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def test_moments_are_shown_in_vietnamese_time() -> None:
    assert show_clock(LATE_IN_UTC) == "01:05"
    assert show_moment(LATE_IN_UTC) == "01:05 ngày 13/9/2024"
    assert show_day(LATE_IN_UTC) == "thứ Sáu 13/9"
    assert show_date(LATE_IN_UTC) == "13/9/2024"


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (time(17), "17 giờ Chủ nhật 15/9"),
        (time(16, 30), "16 giờ 30 Chủ nhật 15/9"),
        (time(7, 5), "7 giờ 05 Chủ nhật 15/9"),
        (END_OF_DAY, "Chủ nhật 15/9"),
    ],
)
def test_a_limit_names_its_hour(hour: time, words: str) -> None:
    assert show_until(at_local(SUNDAY, hour)) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2024-M07", "tháng 7 năm 2024"),
        ("2024-Q1", "quý I năm 2024"),
        ("2024-Q3", "quý III năm 2024"),
        ("2024-Q4", "quý IV năm 2024"),
        ("2024-H1", "6 tháng đầu năm 2024"),
        ("2024-H2", "6 tháng cuối năm 2024"),
        ("2024-M9", "9 tháng năm 2024"),
        ("2024-Y", "năm 2024"),
        ("2023-D2408", "đợt bắt đầu ngày 24/8/2023"),
        ("2023-CAODIEM", "đợt CAODIEM năm 2023"),
    ],
)
def test_a_period_is_named(code: str, words: str) -> None:
    assert period_words(code) == words


def test_every_kind_has_its_own_words() -> None:
    assert len({period_words(f"2024-{kind}") for kind in KINDS}) == len(KINDS)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        show_clock(datetime(2024, 9, 13, 8, 0))  # noqa: DTZ001
