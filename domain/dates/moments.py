"""Moments: aware always, Vietnamese local time wherever people see them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ICT = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(7, 30)
END_OF_DAY = time(23, 59, 59)
"""The due day is in time until it ends; kept on the day itself so that its date stays right."""


def local(moment: datetime) -> datetime:
    """An aware moment in Vietnamese local time; ValueError on a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(ICT)


def at_local(day: date, hour: time) -> datetime:
    """That hour of that day in Viet Nam, aware."""
    return datetime.combine(day, hour, ICT)


def through_day(moment: datetime, days: int) -> datetime:
    """The end of the day, in Viet Nam, that many days after a moment.

    >>> from datetime import UTC
    >>> through_day(datetime(2024, 8, 27, 23, 30, tzinfo=UTC), 14).isoformat()
    '2024-09-11T23:59:59+07:00'
    """
    return at_local(local(moment).date() + timedelta(days=days), END_OF_DAY)


def days_of_half_week(day: date) -> tuple[date, ...]:
    """The days before this one in its half of the week; halves begin on Monday and Thursday."""
    begun = (0, 1, 2, 0, 1, 2, 3)[day.weekday()]  # days ago
    return tuple(day - timedelta(days=ago) for ago in range(begun, 0, -1))


def parse_at(text: str) -> datetime:
    """An ISO moment, made aware: `2024-09-13 08:00` is Vietnamese time, `2024-09-13` is 07:30.

    ValueError names the text.
    """
    try:
        if len(text.strip()) == len("2024-09-13"):
            return at_local(date.fromisoformat(text.strip()), MORNING)
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"not a moment: {text!r}") from None
    return moment.replace(tzinfo=ICT) if moment.tzinfo is None else local(moment)
