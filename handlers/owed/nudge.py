"""A reminder by hand goes out in office hours and not twice in a short while, of whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from domain.dates.ladder import OFFICE_HOURS, Quiet, allowed, next_allowed
from domain.dates.owed import Subject
from domain.people.people import Official
from handlers.owed.tell import told_by
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_until
from handlers.wording.told import Told, names_of
from handlers.work import Work
from storage.database.audit import AuditEntry, deeds, note

AGAIN_AFTER = timedelta(hours=4)


def nudge(
    work: Work,
    person: Official,
    subject: Subject,
    people: Iterable[Official],
    send: Callable[[Official], object],
    **noted: str,
) -> Told:
    """Remind these people by what `send` queues, and write it down with what is `noted` besides,
    where somebody is reached."""
    told = told_by(work, people, send)
    if told.now:
        reached = {"told": [p.id for p in told.now], "missed": [p.id for p in told.missed]}
        detail = {**reached, **noted}
        note(work.session, work.now, person.id, nudged_word(subject), str(subject), detail)
    return told


def nudge_words(told: Told, name: str, unit: str) -> str:
    """Who was reminded of what, and who of its unit could not be. `name`: what it is, in words."""
    lines = []
    if told.now:
        lines.append(say("owed.nudge.done", name=name, names=names_of(told.now)))
    if told.missed:
        lines.append(say("owed.nudge.missed", unit=unit, names=names_of(told.missed)))
    return "\n".join(lines) or say("owed.nudge.nobody", unit=unit)


def nudged_word(subject: Subject) -> str:
    """How the audit calls it."""
    return f"{subject.about}.nudged"


def nudges(work: Work, *subjects: Subject) -> tuple[AuditEntry, ...]:
    """Every time that one of these was reminded of by hand, oldest first."""
    return deeds(work.session, tuple({*map(nudged_word, subjects)}), map(str, subjects))


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
