"""The bot's reply to one message.

What is only looked at, by its command alone, is shown at once, and figures that are nothing but a
row are taken; everything else goes to the router. That knows every sentence and every act, and to
read it is a third of the start of a new process: it is entered when the first message comes that
needs it.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from domain.talk.said import Said
from domain.words import turned
from handlers.entrance.doors import in_group, routed, row_of_figures, stranger
from handlers.question import open_question, still_open
from handlers.report.overtaken import who_closed
from handlers.report.stand import keep_true
from handlers.talk.commands import command_in
from handlers.talk.intent import SILENCE, Request
from handlers.talk.looking import LOOKING
from handlers.wording.refuse import refuse
from handlers.work import Work
from storage.people.officials import official_at
from storage.reports.figures import ReportClosed

_BY_ID = {intent.id: intent for intent in LOOKING}


def respond(work: Work, incoming: Incoming) -> Reply | None:
    """None where silence is the best one; figures and state are written in the same transaction."""
    if incoming.in_group:
        return in_group(work, incoming)
    person = official_at(work.session, incoming.address, work.today)
    if person is None:
        return stranger(work, incoming)
    work.people.know(person)
    before = open_question(work, incoming.address)
    try:
        plain = None if before else at_once(work, person, incoming)
        reply = plain or routed(work, person, incoming)
    except ReportClosed as closed:
        text_id = f"desk.closed.{closed.state.value}"
        who = who_closed(work, closed.obligation_id)
        return refuse(work, person, f"figures of {closed}", text_id, who=who)
    keep_true(work, person, incoming.address)
    return None if reply == SILENCE else still_open(work, incoming, before, reply)


def at_once(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What needs no sentence understood; None for everything else."""
    if incoming.edited or incoming.unread or not incoming.typed or turned(incoming.text):
        return None
    request = Request(work, person, incoming, said=Said(incoming.text))
    if any(map(str.isalpha, incoming.text)):
        return looked_at(request)
    return row_of_figures(request)


def looked_at(request: Request) -> Reply | None:
    """ "còn thiếu", "/lich": the whole message is a command that changes nothing."""
    found = command_in(request.incoming.text)
    intent = _BY_ID.get(found[0]) if found and not found[1] else None
    return intent.commanded(request) if intent else None
