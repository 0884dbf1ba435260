"""What was not understood: that it was not, where things stand, and up to three ways on.

lan  < asdfghjkl
bot  > Bot chưa hiểu câu này. Báo cáo … còn chờ chị Lan 14 số, hạn Chủ nhật 15/9/2024 ...
       Chị có thể chọn hoặc gửi: tiếp, còn thiếu, trợ giúp                  [tiếp] [còn thiếu] ...
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.people.permissions import Action
from domain.talk.messages import LONGEST_DATA, Choice, Reply
from domain.talk.question import Question
from handlers.figures.questions import ABOUT_FIGURES
from handlers.figures.record import past_question
from handlers.figures.small_talk import small_talk
from handlers.office.remarks import offered
from handlers.question import UNREAD_AT_MOST, note_unread, open_question
from handlers.talk.commands import shown_word, typed_as
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Intent, Request
from handlers.talk.slips import guess
from handlers.talk.stands import stands
from handlers.talk.wishes.named import order_words
from handlers.wording.say import say
from handlers.work import addressed_first

WAYS_AT_MOST = 3
_FILLS = ("resume", "missing", "help")
_OVERSEES = ("late_units", "status", "help")
_LOOKS_ON = ("status", "missing", "help")


def not_understood(request: Request) -> Reply:
    """Never a claim about anything that was not looked up."""
    if reply := guess(request) or _small_talk(request) or offered(request.turn):
        return reply
    question = open_question(request.work, request.incoming.address)
    if left := _left_for_later(request, question):
        return left
    if question is not None:
        note_unread(request, question)
    if question is not None and not question.light:  # what waits for an answer says so itself
        said = request.incoming.text.strip()[:UNREAD_AT_MOST]
        return Reply(say("question.unread", said=said))
    ways = tuple(_ways(request))[:WAYS_AT_MOST]
    lines = [say(_unread_text(request)), stands(request.work, request.person)]
    words = ", ".join(way.words for way in ways)
    lines.append(say("fallback.ways", name=addressed_first(request.person), words=words))
    return Reply("\n".join(lines), ways)


def _left_for_later(request: Request, question: Question | None) -> Reply | None:
    """The second text over a question about figures that may have told others: it does not stand in
    the way any longer."""
    turn = turn_of(request)
    if question is None or turn is None or question.about not in ABOUT_FIGURES:
        return None
    return past_question(turn, question)


def _unread_text(request: Request) -> str:
    """Whoever has sent figures hears that none of them was noted."""
    told = "{n}" in request.said.masked.split() and turn_of(request) is not None
    return "fallback.unread_figures" if told else "fallback.unread"


def _small_talk(request: Request) -> Reply | None:
    turn = turn_of(request)
    return small_talk(turn) if turn else None


def _ways(request: Request) -> Iterator[Choice]:
    """What it may have been first, then what somebody in this place needs most."""
    by_id = {intent.id: intent for intent in request.intents}
    usual = _usual(request)
    for id_ in dict.fromkeys((*request.understood.offers, *usual)):
        intent = by_id.get(id_)
        if intent and shown_word(intent) and intent.allowed(request.work, request.person):
            yield _way(request, intent, offered=id_ not in usual)


def _usual(request: Request) -> tuple[str, ...]:
    work, person = request.work, request.person
    if work.below(person, Action.SEE_STATUS):
        return _OVERSEES
    fills = work.scope(person, Action.GIVE_FIGURES)
    owns = any(post.fields for post in person.posts_on(work.today))
    return _FILLS if fills and owns else _LOOKS_ON


def _way(request: Request, intent: Intent, *, offered: bool) -> Choice:
    """The command; with the unit that was named, where it was offered for the sentence."""
    word = shown_word(intent)
    units = request.said.units[:1] if offered else ()
    argument = order_words(request, *units) if units else ""
    data = " ".join(filter(None, [typed_as(word), argument]))
    if not units or len(data.encode()) > LONGEST_DATA:
        return Choice(word, typed_as(word))
    return Choice(f"{word} {request.work.units[units[0]].name}", data)
