"""A later reminder that a person has asked for: in the hours for messages, never past its due
moment; of what is late already, not past today."""

from __future__ import annotations

from datetime import datetime

from domain.dates.ladder import OFFICE_HOURS, Quiet, next_allowed
from domain.dates.moments import END_OF_DAY, at_local
from domain.dates.owed import Subject
from domain.people.people import Official
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
    at = next_allowed(wanted, quiet, work.catalogue.calendar)
    if due is not None and at > (due if due > work.now else at_local(work.today, END_OF_DAY)):
        return None
    put_off(work.session, subject, person.id, at, work.now)
    return at
