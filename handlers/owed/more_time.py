"""More time: until which moment, why, and whether that is later at all."""

from __future__ import annotations

from datetime import date, datetime

from domain.dates.moments import END_OF_DAY, at_local, local
from domain.tasks.details import MoreTime, read_more_time
from handlers.work import Work


def read_wish(work: Work, words: str, due: datetime | None) -> MoreTime:
    """Until when and why: days are counted from the due day."""
    due_on = local(due).date() if due else None
    return read_more_time(words, due_on, work.today, work.catalogue.calendar)


def moved_to(day: date, due: datetime | None) -> datetime:
    """That day at the hour at which it is due; the end of the day where it had no due moment."""
    return at_local(day, local(due).time() if due else END_OF_DAY)


def is_later(work: Work, new: datetime, due: datetime | None) -> bool:
    """Does the new moment lie ahead, and behind the one of before?"""
    return new > work.now and (due is None or new > due)
