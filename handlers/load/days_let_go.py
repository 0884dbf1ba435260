"""Holidays that a loaded calendar lets go: its years stand in place of the same years before it,
so that a file with one new day would make working days of all the others."""

from __future__ import annotations

from domain.dates.calendar import WorkCalendar
from handlers.wording.say import say
from handlers.wording.show_moments import show_date


def days_let_go(before: WorkCalendar, after: WorkCalendar) -> tuple[str, ...]:
    """A line where announced days of the week are free no longer; none where none is, or where
    they had only been computed."""
    free = sorted(filter(before.knows, before.days_off))
    gone = [day for day in free if after.is_working_day(day)]
    if not gone:
        return ()
    days = ", ".join(map(show_date, gone))
    return (say("load.days_let_go", count=len(gone), days=days),)
