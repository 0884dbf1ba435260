"""A heading under which words stand, and "kps": nothing is thrown away unasked.

mai  < kps
bot  > Mục I.1.T1 đã có 24 từ. Bỏ hết, ghi không có nội dung?                 [đúng] [không]
"""

from __future__ import annotations

from domain.report.figures import Figure, State
from domain.report.forms import Kind
from domain.talk.messages import Reply
from domain.talk.yes_no import NO
from handlers.figures.report_turn import ReportTurn
from handlers.question import Answering
from handlers.text.asked import ask_about, place_decided, report_turn
from handlers.text.say_back import said_back
from handlers.text.store import store
from handlers.text.which import TextPlace
from handlers.wording.say import say, say_ask

EMPTY = "text.empty"


def write_state(turn: ReportTurn, place: TextPlace, said: State) -> Reply:
    """That there is nothing, or nothing yet; of a heading with words the first is asked about, the
    second leaves them as they are."""
    standing = place.part.sheet.figure(place.line.code)
    if standing is None or standing.state is not State.VALUE:
        change = store(turn, place, Figure(place.line.code, said))
        return said_back(turn, place, change, [], closed=True)
    if said is State.MISSING:
        return said_back(turn, place, None, [], closed=True)
    code, rows = place.line.code, place.line.kind is Kind.TABLE
    amount = say("text.amount.rows" if rows else "text.amount.words", count=standing.value)
    text = say_ask("ask.text.empty", code=code, amount=amount)
    return ask_about(turn, place, EMPTY, text, state=said.value)


def decided(turn: Answering) -> Reply | None:
    """Emptied after a yes; anything else leaves the words."""
    place = place_decided(turn)
    if place is None:
        return None
    if turn.word == NO:
        return Reply(say("text.empty.kept", code=place.line.code))
    report = report_turn(turn, place)
    change = store(report, place, Figure(place.line.code, State(turn.question.data["state"])))
    return said_back(report, place, change, [], closed=True)
