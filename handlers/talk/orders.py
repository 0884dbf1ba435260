"""The orders of the desk: each reads the words behind its command word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.talk.question import Wanted
from domain.talk.yes_no import YES
from domain.words import fold
from handlers.desk.late import late_list, nudge_taps
from handlers.desk.more_time import extend, refuse_extension, refuse_without_reason
from handlers.desk.nudge import nudge as nudge_unit
from handlers.desk.nudge import nudge_all
from handlers.desk.order import ORDER
from handlers.desk.returned import send_again as send_report_again
from handlers.desk.returned import send_back
from handlers.desk.verdict import lock, reopen
from handlers.names.everybody import means_everybody, means_who_is_late, means_who_owes
from handlers.office.remind import nudge_own
from handlers.owed.extension import WITHOUT_REASON
from handlers.owed.reason import remark_given, says_another
from handlers.people.hand_over import hand_over
from handlers.question import (
    Answering,
    ToAsk,
    ask_again,
    ask_for,
    open_questions,
    settle,
    to_choose,
)
from handlers.talk.intent import Act, Request
from handlers.talk.said import read_said
from handlers.wording.say import Asking, say
from handlers.work import Work
from storage.catalogue.words import phrases

Order = Callable[[Work, Official, str], Reply | ToAsk]
ORDERS: Mapping[str, Order] = {
    "khoa": lock,
    "tra": send_back,
    "mo": reopen,
    "gia-han": extend,
    "khong-gia-han": refuse_extension,
    "thay-nguoi": hand_over,
}
"""The orders that ask for what is missing."""
_JUDGES = ("approve", "return_report", "lock", "reopen", "nudge", "more_time")


def by_words(order: Order) -> Act:
    """An order of the desk as an act; given in full it is not asked about any more."""

    def act(request: Request) -> Reply:
        done = order(request.work, request.person, request.argument)
        for question in open_questions(request.work, request.incoming.address):
            if question.about == ORDER and _is_of(ORDERS[question.data["word"]], order):
                settle(request, question)
        return ask_for(request, done)

    return act


def _is_of(asked: Order, order: Order) -> bool:
    """More time that is given is refused no more."""
    return asked is order or {asked, order} == {extend, refuse_extension}


def completed(turn: Answering) -> Reply | None:
    """The order with what was missing: a yes, a reason, a number of days."""
    data, wanted = turn.question.data, turn.question.wanted
    argument = data["argument"]
    if turn.word == WITHOUT_REASON:
        settle(turn, turn.question)
        return ask_for(turn, refuse_without_reason(turn.work, turn.person, argument))
    if wanted is Wanted.YES_NO and turn.word != YES:
        return None
    if wanted is not Wanted.YES_NO:
        said = turn.said
        if wanted is Wanted.DAYS and said.isdecimal() and len(said) <= 2:
            said = say("days.count", count=said)
        if turn.word or not any(char.isalpha() or char == "/" for char in said):
            return None
        if wanted is Wanted.REASON and (says_another(said) or _judges_another(turn)):
            return None
        if not any(map(str.isdigit, said)) and not remark_given(said):
            return ask_again(turn, turn.question, say("owed.no_reason", said=said))
        argument = f"{argument} {said}"
    done = ORDERS[data["word"]](turn.work, turn.person, argument)
    if isinstance(done, ToAsk) and done.question.data == data and not turn.word:
        return None  # nothing of it was an answer
    settle(turn, turn.question)
    return ask_for(turn, done)


def _judges_another(turn: Answering) -> bool:
    """ "chưa duyệt Hoàng Hoa Thám": a word of the desk and a unit are a wish, and no reason."""
    said = read_said(turn.work, turn.person, turn.said).said
    orders = (fold(word) for id_ in _JUDGES for word in phrases("order")[id_])
    return bool(said.units) and any(f" {word} " in f" {said.folded} " for word in orders)


def late(request: Request) -> Reply:
    """Who is late."""
    return late_list(request.work, request.person, request.argument)


def nudge(request: Request) -> Reply:
    """Without a unit: who is late, each with a tap that reminds."""
    work, person, text = request.work, request.person, request.argument
    if means_who_owes(text):
        text = phrases("all")["all"][0]  # whoever owes nothing is not reminded
    if means_who_is_late(text):
        return _nudge_late(request)
    if own := nudge_own(work, person, text):
        return whom(request, own)
    if means_everybody(text):
        return nudge_all(work, person)
    if not text.strip(" :"):
        return whom(request, late_list(work, person))
    return ask_for(request, nudge_unit(work, person, text))


def _nudge_late(request: Request) -> Reply:
    """Who is late; where nobody is, and of the own unit, the list whose taps remind."""
    work, person = request.work, request.person
    if nudge_taps(work, person):
        return nudge_all(work, person)
    return whom(request, nudge_own(work, person, "") or late_list(work, person))


def whom(request: Request, listed: Reply) -> Reply:
    """A list whose taps remind asks whom: a name alone is the answer."""
    if not listed.choices:
        return listed
    name = say("question.whom_to_nudge")
    return ask_for(request, to_choose(listed.choices, Asking(listed.text), name))


def send_again(request: Request) -> Reply:
    """A returned report goes back to the superior."""
    return ask_for(request, send_report_again(request.work, request.person))
