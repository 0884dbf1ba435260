"""How much of a month's messages is used, and when they will run out.

Zalo's free plan takes 3,000 messages a month and 50 people; it answers 429 when they are used up
and tells nobody how many are left, so we count them ourselves. Months are Vietnamese months.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.dates.moments import local

ALARMS = (70, 90, 100)  # percent of the month's messages


def month_start(now: datetime) -> datetime:
    """The first moment of the month in Vietnam that `now` lies in."""
    return local(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month_start(now: datetime) -> datetime:
    """The first moment of the following month in Vietnam: the counter starts anew."""
    return month_start(month_start(now) + timedelta(days=32))


def forecast(used: int, limit: int, now: datetime) -> date | None:
    """The Vietnamese day on which the month's messages will be used up if it goes on like this;
    None where they last. Used up already: today.

    The pace is the mean since the month began. On its first day it is taken as that of a whole
    day: one busy hour of the 1st says nothing about the month.
    """
    if used >= limit:
        return local(now).date()
    if used <= 0:
        return None
    elapsed = max(now - month_start(now), timedelta(days=1))
    left = elapsed * (limit - used) / used
    if left >= next_month_start(now) - now:
        return None
    return local(now + left).date()


def alarm(used: int, limit: int) -> int:
    """The highest alarm that `used` has reached: 70, 90, 100, or 0."""
    return max((step for step in ALARMS if used * 100 >= step * limit), default=0)
