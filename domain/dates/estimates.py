"""Figures that are given before they can be final: estimates ("ước").

A figure is final from the day on which the period closes. Where the report is due so soon after it
that nobody is at work in between, it is final from the last working day before the due day: on that
day everybody is asked once whether the earlier figures still stand.
"""

from __future__ import annotations

from datetime import date

from domain.dates.calendar import WorkCalendar
from domain.dates.periods import DAY


def asked_on(closes: date, due_on: date, calendar: WorkCalendar) -> date | None:
    """The day on which it is asked whether estimates still stand: the last working day before the
    due day. None where the period goes on behind it: then they can only be estimates."""
    return None if closes > due_on else calendar.last_working_day_on_or_before(due_on - DAY)


def final_from(closes: date, due_on: date, calendar: WorkCalendar) -> date:
    """The first day on which what is given is no estimate."""
    asked = asked_on(closes, due_on, calendar)
    return closes if asked is None else min(closes, asked)
