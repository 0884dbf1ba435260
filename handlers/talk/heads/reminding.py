"""Whom a head has reminded, and with which words: those who owe figures, named or all of them.

thanh < nhắc tụi nó nộp trước trưa
bot   > Nhắc những ai còn nợ số, kèm lời của ông Thành: “nộp trước trưa”, đúng không?  [đúng] [sai]
"""

from __future__ import annotations

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from domain.words import fold, without_rim
from handlers.office.remind import nudge_own
from handlers.question import Answering, ask, settle, yes_or_no
from handlers.talk.intent import Request
from handlers.talk.said import read_said
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind
from handlers.work import addressed
from storage.catalogue.words import folded

REMIND = "heads.remind"
WORDS_AT_MOST = 16


def reminded(request: Request) -> Reply | None:
    """Those who are named, or all who owe, with the words behind them, asked about; None where
    nothing is to be told them besides, and for those who have units below."""
    work, person, said = request.work, request.person, request.said
    if not request.incoming.typed or said.tasks or said.units or "?" in said.text:
        return None
    if work.below(person, Action.NUDGE) or len(said.text.split()) > WORDS_AT_MOST:
        return None
    polite = folded("sentence", "polite")
    text = without_rim(said.text, polite - {"cho"}, frozenset())
    rest = next(filter(None, (behind(*each, text) for each in _ORDERS)), None)
    if rest is None:
        return None
    whom, words = _all_of_them(rest) or _named(request, rest)
    words = _told(words)
    if not words:
        return None
    names = [addressed(work.people[id_]) for id_ in whom if id_ in work.people]
    named = ", ".join(names) or say("nudge_own.who_owes")
    fields = {"names": named, "words": words, "name": addressed(person)}
    data = {"people": list(whom), "words": words}
    question = Question(REMIND, Wanted.YES_NO, data, yes_or_no(), say("question.remind", **fields))
    return ask(request, question, say_ask("ask.heads.remind", **fields))


_ORDERS = (("order", "nudge"), ("task", "nudge"), ("own_report", "tell"))


def _all_of_them(rest: str) -> tuple[tuple[str, ...], str] | None:
    """ "tụi nó nộp trước trưa": nobody by name."""
    behind_them = behind("own_report", "them", rest)
    return None if behind_them is None else ((), behind_them)


def _named(request: Request, rest: str) -> tuple[tuple[str, ...], str]:
    """The colleagues who are named in front, and what stands behind the last of them."""
    work, person = request.work, request.person
    own = {p.id for unit in work.scope(person, Action.NUDGE) for p in work.people.staff(unit)}
    read = read_said(work, person, f"{say('desk.verb.nhac')} {rest}")
    named = [m for m in read.mentions if m.kind == "person" and m.value in own - {person.id}]
    if not named:
        return (), ""
    start = len(say("desk.verb.nhac")) + 1
    front = read.said.text[start : named[0].start]
    small = folded("sentence", "polite") | folded("sentence", "salutation")
    if any(fold(word) not in small for word in front.split()):
        return (), ""
    return tuple(dict.fromkeys(m.value for m in named)), read.said.text[named[-1].end :]


def _told(words: str) -> str:
    """What they are to be told: "nộp trước trưa"; empty where that says nothing to do."""
    said = words.strip(" ,.:;!")
    lead, polite = folded("own_report", "lead"), folded("sentence", "polite")
    said = without_rim(said, lead, polite, least=0).strip(" ,.:;!")
    todo = folded("own_report", "todo")
    return said if not todo.isdisjoint(fold(said).replace(",", " ").split()) else ""


def told(turn: Answering) -> Reply | None:
    """A yes: they are reminded, and read the words."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    data, work, person = turn.question.data, turn.work, turn.person
    names = data["people"] or [say("all.units")]
    replies = [nudge_own(work, person, name, data["words"]) for name in names]
    lines = dict.fromkeys(reply.text for reply in replies if reply)
    return Reply("\n".join(lines) or say("question.past"))
