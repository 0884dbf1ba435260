"""The heading that an open question is about."""

from __future__ import annotations

from domain.talk.conversation import from_plain
from handlers.figures.report_turn import ReportTurn
from handlers.question import Answering
from handlers.text.which import TextPlace, place_in
from storage.messages import conversations
from storage.reports.rounds import obligation


def place_asked(turn: Answering) -> TextPlace | None:
    """The heading that a question is about, as it stands now; None where it is there no more."""
    data, work = turn.question.data, turn.work
    report = obligation(work.session, data["report"])
    return place_in(work, turn.person, report, data["code"]) if report else None


def report_turn(turn: Answering, place: TextPlace) -> ReportTurn:
    """The answer as a message about the report of that heading."""
    conversation = from_plain(conversations.load(turn.work.session, turn.incoming.address))
    return ReportTurn(turn.work, turn.person, turn.incoming, place.part, conversation)
