"""A later reminder that a person has asked for: in the hours for messages, never past its due
moment; of what is late already, not past today."""

from __future__ import annotations

from datetime import datetime

from domain.dates.ladder import OFFICE_HOURS, Quiet, allowed, next_allowed
from domain.dates.moments import END_OF_DAY, at_local, local
from domain.dates.owed import Subject
from domain.people.people import Official
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_day_month
from handlers.work import Work
from storage.reports.reminders import put_off


def remind_later(
    work: Work,
    person: Official,
    subject: Subject,
    wanted: datetime,
    due: datetime | None,
    quiet: Quiet = OFFICE_HOURS,
) -> datetime | None:
    """When the person will be reminded; None where that would be too late, and nothing is
    planned."""
    at = _next_time(work, wanted, quiet)
    if due is not None and at > (due if due > work.now else at_local(work.today, END_OF_DAY)):
        return None
    put_off(work.session, subject, person.id, at, work.now)
    return at


def _next_time(work: Work, wanted: datetime, quiet: Quiet) -> datetime:
    """The hour that was named, on the next working day where it is of a day off; otherwise the next
    moment at which a message may go out."""
    calendar, here = work.catalogue.calendar, local(wanted)
    moved = at_local(calendar.first_working_day_on_or_after(here.date()), here.time())
    return moved if allowed(moved, quiet, calendar) else next_allowed(wanted, quiet, calendar)


def why_then(work: Work, wanted: datetime, at: datetime) -> str:
    """Why the reminder comes at another moment than the one that was named; nothing where it does
    not."""
    if at == wanted:
        return ""
    if not work.catalogue.calendar.is_working_day(local(wanted).date()):
        return say("snooze.day_off", day=show_day_month(wanted))
    return say("snooze.quiet", hour=show_clock(wanted))
