"""A later reminder of a report, for the person who asks, never past its due moment; the last wish
counts.

lan  < nhắc lại 15h
bot  > Bot sẽ nhắc lại Báo cáo ... quý III năm 2024 của xã Bắc Sơn lúc 15:00 ngày 6/9/2024.
"""

from __future__ import annotations

from datetime import datetime

from domain.dates.owed import of_report
from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.tasks.details import read_snooze
from domain.tasks.words import Verb
from handlers.owed.later import remind_later, why_then
from handlers.question import Answering, ask, settle
from handlers.report.name import report_words
from handlers.report.parts import Part, parts
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_full_day, show_moment
from handlers.wording.understood import read_acts
from handlers.work import Work
from storage.messages.conversations import shown_last

WHEN = "snooze.when"


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
        question = Question(WHEN, Wanted.DATE, name=say("question.snooze"), light=True)
        return ask(TaskTurn(work, person, incoming), question, say_ask("ask.snooze.when"))
    return Reply("\n".join(_snoozed(work, person, part, wanted) for part in waiting))


def when(turn: Answering) -> Reply | None:
    """The moment that was asked for; None where the text names none."""
    wanted = read_snooze(turn.said, turn.work.now) if turn.said else None
    if wanted is None:
        return None
    settle(turn, turn.question)
    waiting = [part for part in parts(turn.work, turn.person) if part.open_codes]
    return Reply("\n".join(_snoozed(turn.work, turn.person, part, wanted) for part in waiting))


def _about_tasks(work: Work, incoming: Incoming) -> bool:
    return bool(shown_last(work.session, incoming.address, work.now))


def _snoozed(work: Work, person: Official, part: Part, wanted: datetime) -> str:
    report, regime = part.sheet.obligation, part.sheet.regime
    at = remind_later(work, person, of_report(report.id), wanted, report.due, regime.quiet)
    words = report_words(part.sheet)
    if at is None:
        return say("snooze.too_late", report=words, due=show_full_day(report.due))
    noted = say("snooze.noted", report=words, at=show_moment(at))
    return " ".join(filter(None, [noted, why_then(work, wanted, at)]))
