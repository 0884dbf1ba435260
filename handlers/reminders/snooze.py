"""A later reminder of a report, for the person who asks, never past its due moment.

lan  < nhắc lại 15h
bot  > Bot sẽ nhắc lại Báo cáo ... quý III năm 2024 của xã Bắc Sơn lúc 15:00 ngày 6/9/2024.
"""

from __future__ import annotations

from datetime import datetime

from domain.dates.ladder import next_allowed
from domain.dates.moments import END_OF_DAY, at_local
from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from domain.talk.task_talk import Topic, from_plain
from domain.tasks.details import read_snooze
from domain.tasks.words import Verb, read_acts
from handlers.report.name import report_words
from handlers.report.parts import Part, parts
from handlers.wording.say import say
from handlers.wording.show_moments import show_full_day, show_moment
from handlers.work import Work
from storage.messages.conversations import load_talk
from storage.reports.reminders import SNOOZE, plan_reminders


def take_snooze(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """ "nhắc lại 15h" where tasks were not the last thing shown; None for anything else."""
    acts = read_acts(incoming.text)
    if len(acts) != 1 or acts[0].verb is not Verb.SNOOZE or acts[0].numbers:
        return None
    if _about_tasks(work, incoming):
        return None
    waiting = [part for part in parts(work, person) if part.open_codes]
    if not waiting:
        return None
    wanted = read_snooze(acts[0].rest, work.now) if acts[0].rest else None
    if wanted is None:
        return Reply(say("snooze.when"))
    return Reply("\n".join(_snoozed(work, person, part, wanted) for part in waiting))


def _about_tasks(work: Work, incoming: Incoming) -> bool:
    saved = load_talk(work.session, incoming.address, work.now)
    if saved is None or not saved.newest:
        return False
    return from_plain(saved.data).topic in (Topic.LIST, Topic.TASK)


def _snoozed(work: Work, person: Official, part: Part, wanted: datetime) -> str:
    report, regime = part.sheet.obligation, part.sheet.regime
    at = next_allowed(wanted, regime.quiet, work.catalogue.calendar)
    words = report_words(part.sheet)
    if at > max(report.due, at_local(work.today, END_OF_DAY)):
        return say("snooze.too_late", report=words, due=show_full_day(report.due))
    plan_reminders(work.session, [(report.id, f"{SNOOZE} {at.isoformat()}", person.id, at)])
    return say("snooze.noted", report=words, at=show_moment(at))
