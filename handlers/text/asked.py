"""A yes or a no about a heading: asked, and the heading that an open question is about."""

from __future__ import annotations

from domain.talk.conversation import from_plain
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import NO, YES
from handlers.figures.report_turn import ReportTurn
from handlers.question import Answering, ask, settle, yes_or_no
from handlers.text.which import TextPlace, place_in
from handlers.wording.say import Asking, say
from storage.messages import conversations
from storage.reports.rounds import obligation


def ask_about(turn: ReportTurn, place: TextPlace, about: str, text: Asking, **data: str) -> Reply:
    """Ask for a yes or a no about the heading; nothing waits for it."""
    code = place.line.code
    held = {"report": place.part.sheet.obligation.id, "code": code, **data}
    name = say(f"{about}.name", code=code)
    question = Question(about, Wanted.YES_NO, held, yes_or_no(), name=name, light=True)
    return ask(turn, question, text)


def place_asked(turn: Answering) -> TextPlace | None:
    """The heading that a question is about, as it stands now; None where it is there no more."""
    data, work = turn.question.data, turn.work
    report = obligation(work.session, data["report"])
    return place_in(work, turn.person, report, data["code"]) if report else None


def place_decided(turn: Answering) -> TextPlace | None:
    """The same where the message says yes or no: the question has its answer then."""
    place = place_asked(turn) if turn.word in (YES, NO) else None
    if place is not None:
        settle(turn, turn.question)
    return place


def report_turn(turn: Answering, place: TextPlace) -> ReportTurn:
    """The answer as a message about the report of that heading."""
    conversation = from_plain(conversations.load(turn.work.session, turn.incoming.address))
    return ReportTurn(turn.work, turn.person, turn.incoming, place.part, conversation)
