"""One message comes in: the first row of the table of intents that it fits answers it."""

from __future__ import annotations

from dataclasses import replace

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from handlers.figures.correct import correct
from handlers.talk.commands import command_in, said_or_tapped
from handlers.talk.group import in_group
from handlers.talk.intent import SILENCE, Request
from handlers.talk.intents import INTENTS
from handlers.talk.start import stranger
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.work import Work
from storage.people.officials import official_at
from storage.reports.figures import ReportClosed

UNREAD = {
    "file": "router.unread_file",
    "big_file": "router.unread_big",
    "strange_file": "router.unread_strange",
}
"""What is said where a file did not come as far as here; all else is no text."""


def respond(work: Work, incoming: Incoming) -> Reply | None:
    """The bot's reply to one message, None where silence is the best one; figures and state are
    written in the same transaction."""
    if incoming.in_group:
        return in_group(work, incoming)
    person = official_at(work.session, incoming.address, work.today)
    if person is None:
        return stranger(work, incoming)
    try:
        reply = _respond(work, person, incoming)
    except ReportClosed as closed:
        return refuse(work, person, f"figures of {closed}", f"desk.closed.{closed.state.value}")
    return None if reply == SILENCE else reply


def _respond(work: Work, person: Official, incoming: Incoming) -> Reply:
    if incoming.unread == "sticker":
        return SILENCE
    if incoming.unread:
        return Reply(say(UNREAD.get(incoming.unread, "router.unread")))
    if incoming.edited:
        return correct(work, person, incoming)
    return _first(Request(work, person, incoming, INTENTS))


def _first(request: Request) -> Reply:
    """The reply of the first row that has one; the last row has one for every message."""
    command = command_in(INTENTS, said_or_tapped(request.incoming))
    for intent in INTENTS:
        reply = None
        if not intent.words:
            reply = intent.act(request)
        elif command and command[0] is intent:
            reply = intent.act(replace(request, argument=command[1]))
        if reply:
            return reply
    raise AssertionError("the last row answers everything")
