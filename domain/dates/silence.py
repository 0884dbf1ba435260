"""When a person who was reminded and has not reacted counts as silent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import local

DAYS_TO_REACT = 2
"""Working days that a reminder is given; nobody answers figures between two meetings."""
HOUR_OF_HASTE = timedelta(hours=1)
"""What is left on the due day itself, and afterwards."""


def is_silent(reminded: datetime, now: datetime, due_on: date, calendar: WorkCalendar) -> bool:
    """Has the reminder been left unanswered for long enough to be named?

    After two whole working days; from the due day on after an hour.
    """
    today = local(now).date()
    if today >= due_on:
        return now - reminded >= HOUR_OF_HASTE
    return calendar.working_days_between(local(reminded).date(), today) >= DAYS_TO_REACT
