"""A reminder by hand goes out in office hours and not twice in a short while, of whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.dates.ladder import OFFICE_HOURS, Quiet, allowed, next_allowed
from domain.dates.owed import Subject
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_until
from handlers.work import Work
from storage.database.audit import AuditEntry, deeds

AGAIN_AFTER = timedelta(hours=4)


def nudged_word(subject: Subject) -> str:
    """How the audit calls it."""
    return f"{subject.about}.nudged"


def nudges(work: Work, subject: Subject) -> tuple[AuditEntry, ...]:
    """Every time that it was reminded of by hand, oldest first."""
    return deeds(work.session, nudged_word(subject), [str(subject)])


def quiet_now(work: Work, quiet: Quiet = OFFICE_HOURS) -> str:
    """That it is outside the hours for messages, and when they begin; empty within them."""
    calendar = work.catalogue.calendar
    if allowed(work.now, quiet, calendar):
        return ""
    return say("owed.nudge.quiet", until=show_until(next_allowed(work.now, quiet, calendar)))


def lately(work: Work, subject: Subject) -> Iterator[AuditEntry]:
    """The nudges after which it is too early for another one."""
    return (deed for deed in nudges(work, subject) if work.now - deed.at < AGAIN_AFTER)


def why_not_now(work: Work, subject: Subject, name: str, quiet: Quiet = OFFICE_HOURS) -> str:
    """Outside those hours, or so soon after the last time; empty where it may go out. `name`:
    what is reminded of, in words."""
    if said := quiet_now(work, quiet):
        return said
    last = max((deed.at for deed in lately(work, subject)), default=None)
    return _again(name, last) if last else ""


def _again(name: str, last: datetime) -> str:
    until = show_clock(last + AGAIN_AFTER)
    return say("owed.nudge.again", name=name, at=show_clock(last), until=until)
