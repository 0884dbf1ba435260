"""Moments are aware and Vietnamese."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.dates.moments import (
    END_OF_DAY,
    ICT,
    at_local,
    days_of_half_week,
    local,
    parse_at,
)


def test_local_time_is_seven_hours_ahead_of_utc() -> None:
    moment = datetime(2024, 9, 12, 17, 30, tzinfo=UTC)
    assert local(moment).isoformat() == "2024-09-13T00:30:00+07:00"
    assert local(moment) == moment


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2024, 9, 13, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-09-13", datetime(2024, 9, 13, 7, 30, tzinfo=ICT)),
        (" 2024-09-13 ", datetime(2024, 9, 13, 7, 30, tzinfo=ICT)),
        ("2024-09-13 08:00", datetime(2024, 9, 13, 8, 0, tzinfo=ICT)),
        ("2024-09-13T08:00:05", datetime(2024, 9, 13, 8, 0, 5, tzinfo=ICT)),
        ("2024-09-13T01:00:00Z", datetime(2024, 9, 13, 8, 0, tzinfo=ICT)),
        ("2024-09-13T08:00+07:00", datetime(2024, 9, 13, 8, 0, tzinfo=ICT)),
    ],
)
def test_a_written_moment_is_aware(text: str, moment: datetime) -> None:
    assert parse_at(text) == moment
    assert parse_at(text).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("text", ["", "13/9/2024", "2024-02-30", "2024-09-13 25:00", "hôm nay"])
def test_what_is_no_moment_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment") as refusal:
        parse_at(text)
    assert repr(text) in str(refusal.value)


def test_the_end_of_a_day_is_still_that_day() -> None:
    end = at_local(date(2024, 9, 15), END_OF_DAY)
    assert local(end).date() == date(2024, 9, 15)
    assert end + timedelta(seconds=1) == at_local(date(2024, 9, 16), time(0))


def test_a_week_has_a_half_that_begins_on_monday_and_one_that_begins_on_thursday() -> None:
    monday = date(2024, 9, 16)
    before = [
        [(day - monday).days for day in days_of_half_week(monday + timedelta(days=count))]
        for count in range(8)
    ]
    assert before == [[], [0], [0, 1], [], [3], [3, 4], [3, 4, 5], []]
