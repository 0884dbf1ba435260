"""The orders of the desk: each reads the words behind its command word."""

from __future__ import annotations

from collections.abc import Callable

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.words import fold
from handlers.desk.late import late_list
from handlers.desk.nudge import EVERYBODY, nudge_all
from handlers.desk.nudge import nudge as nudge_unit
from handlers.desk.returned import send_again as send_report_again
from handlers.office.remind import nudge_own
from handlers.talk.intent import Act, Request
from handlers.work import Work


def by_words(order: Callable[[Work, Official, str], Reply]) -> Act:
    """An order of the desk as an act."""
    return lambda request: order(request.work, request.person, request.argument)


def late(request: Request) -> Reply:
    """Who is late."""
    return late_list(request.work, request.person)


def nudge(request: Request) -> Reply:
    """Without a unit: who is late, each with a tap that reminds."""
    work, person, text = request.work, request.person, request.argument
    if own := nudge_own(work, person, text):
        return own
    if fold(text).strip(" .!:") in EVERYBODY:
        return nudge_all(work, person)
    return nudge_unit(work, person, text) if text.strip(" :") else late_list(work, person)


def send_again(request: Request) -> Reply:
    """A returned report goes back to the superior."""
    return send_report_again(request.work, request.person)
