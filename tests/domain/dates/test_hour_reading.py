"""An hour and a weekday mean the same wherever they are said, however they are shortened."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.due_wording import read_due
from domain.dates.leave_reading import read_leave
from domain.dates.moments import ICT, local
from domain.talk.moments_said import moments
from domain.tasks.details import read_more_time, read_snooze
from domain.words import aligned

NOW = datetime(2024, 9, 9, 8, 0, tzinfo=ICT)  # a Monday
TODAY = NOW.date()
EVERY_DAY = WorkCalendar(frozenset())


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("4h rưỡi chiều", time(16, 30)),
        ("4h ruoi chieu", time(16, 30)),
        ("4 giờ rưỡi chiều", time(16, 30)),
        ("5 giờ kém 10 chiều", time(16, 50)),
        ("16h30", time(16, 30)),
        ("10H", time(10, 0)),
    ],
)
def test_an_hour_is_read_the_same_for_a_due_day_more_time_and_a_reminder(
    said: str, at: time
) -> None:
    assert read_due(f"trước {said} hôm nay", TODAY).at == at
    assert read_more_time(f"đến {said} chờ huyện", None, TODAY, EVERY_DAY).at == at
    snoozed = read_snooze(said, NOW)
    assert snoozed is not None
    assert local(snoozed).time() == at


def test_the_reason_behind_a_shortened_hour_stays_whole() -> None:
    wish = read_more_time("đến 4h rưỡi chiều vì chờ huyện", None, TODAY, EVERY_DAY)
    assert (wish.at, wish.reason) == (time(16, 30), "chờ huyện")


@pytest.mark.parametrize("said", ["t6", "T6", "thứ 6", "thứ sáu", "thu 6", "THỨ SÁU"])
def test_a_weekday_is_read_the_same_for_a_due_day_more_time_leave_and_a_reminder(
    said: str,
) -> None:
    friday = date(2024, 9, 13)
    assert read_due(f"hạn {said}", TODAY).on == friday
    assert read_more_time(f"tới {said} vì chờ huyện", None, TODAY, EVERY_DAY).on == friday
    snoozed = read_snooze(said, NOW)
    assert snoozed is not None
    assert local(snoozed).date() == friday
    leave = read_leave(f"nghỉ {said} 13/9", TODAY)
    assert leave is not None
    assert (leave.who, leave.first) == ("", friday)
    assert moments(aligned(f"em xong {said} nhé"))


@pytest.mark.parametrize("said", ["biểu t.4", "5T2023", "kỳ t4/2024", "t8"])
def test_a_letter_before_a_figure_is_not_always_a_weekday(said: str) -> None:
    assert read_due(said, TODAY).on is None or "/" in said
    assert not any("t" in said[start:end] for start, end in moments(aligned(said)))


def test_a_day_with_its_date_is_never_another_weekday() -> None:
    read = read_due("báo cáo t6, trước 16h ngày 18/9/2024", TODAY)
    assert (read.on, read.reason) == (date(2024, 9, 18), None)
