"""Telling a commune's office what the superior has done with its report."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.talk.question import Wanted
from handlers.delivery.outgoing import send_to_all
from handlers.desk.find import Meant, newest, opened, report_mark, verb
from handlers.desk.nudge import who
from handlers.desk.order import ask_to_complete
from handlers.figures.complete import office
from handlers.owed.reason import reason_given
from handlers.question import ToAsk
from handlers.report.name import report_words
from handlers.report.sheet import Sheet
from handlers.wording.example import example_in
from handlers.wording.say import say, say_ask
from handlers.wording.told import told_words
from handlers.work import Work


def tell_office(
    work: Work, person: Official, sheet: Sheet, text_id: str, reason: str = "", **fields: str
) -> str:
    """Queue the notice for everybody who puts the report together; whom it reaches, in words."""
    words = say(
        text_id,
        superior=who(work, person),
        report=report_words(sheet),
        reason=reason,
        **example_in(sheet.form).fields,
        **fields,
    )
    people = office(work, sheet)
    key = f"{text_id}:{sheet.obligation.id}:{work.now.isoformat()}"
    told = send_to_all(work, people, Reply(words), kind="judged", key=key)
    return told_words(told) or say("told.nobody", unit=sheet.unit.name)


def reason_in(work: Work, meant: Meant, word: str) -> str | ToAsk:
    """The reason behind the unit, or the request for one."""
    if reason := reason_given(meant.rest):
        return reason
    named = meant.report in newest(opened(work, meant.unit.id))
    example = f"{verb(word)} {meant.unit.slug if named else report_mark(meant.report.id)}: "
    text = say_ask("ask.desk.reason", example=example)
    mark = f"{report_mark(meant.report.id)}:"
    return ask_to_complete(word, mark, Wanted.REASON, text, of=meant.unit.name)
