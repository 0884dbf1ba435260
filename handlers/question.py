"""The one door through which the bot asks, and through which an answer comes in.

lan  < sửa 2.1 = 8888
bot  > Chênh nhiều so với kỳ trước, đúng không? ...                       [đúng] [không]
lan  < sửa 4.1 = 7777
bot  > Chênh nhiều so với kỳ trước, đúng không? ...                       [đúng] [không]
       Câu hỏi về 2.1 để sau, xong câu này bot hỏi lại.

What is asked is stored with its answers and comes back until it is answered, dropped ("thôi") or
asked in other words. A tap belongs to the question under which it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Address, Choice, Incoming, Reply
from domain.talk.question import Question, Wanted, tapped, tapped_before
from domain.talk.yes_no import DROP, NO, YES
from domain.words import without_rim
from handlers.turn import TaskTurn, source_of
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say
from handlers.wording.understood import (
    places,
    read_courtesy,
    read_ordinal,
    read_verdict,
    says,
)
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages.held import hold
from storage.messages.questions import (
    StoredQuestion,
    end_questions,
    renew_question,
    store_question,
    told_since,
    waiting_questions,
)


class Turn(Protocol):
    """Who says what."""

    @property
    def work(self) -> Work: ...
    @property
    def person(self) -> Official: ...
    @property
    def incoming(self) -> Incoming: ...


@dataclass(frozen=True, slots=True)
class Answering:
    """A message that comes while a question is open. `word` is the data of the option that is
    meant, or "yes", "no", "drop" where the question knows them; empty for free text. `elsewhere`:
    it may as well be about something else, so that only what fits exactly is the answer."""

    work: Work
    person: Official
    incoming: Incoming
    question: Question
    word: str = ""
    elsewhere: bool = False

    @property
    def task_turn(self) -> TaskTurn:
        """The same for what is about tasks."""
        return TaskTurn(self.work, self.person, self.incoming)

    @property
    def said(self) -> str:
        """The free text; empty where an option was tapped."""
        return "" if self.incoming.choice else self.incoming.text.strip()


@dataclass(frozen=True, slots=True)
class ToAsk:
    """What an act that knows no chat wants asked: `ask_for` asks it."""

    question: Question
    text: Asking


May = Callable[[Answering], bool]
"""Who may answer by now: a question lives for days, and a post may end in the meantime."""


def asks_itself(turn: Answering) -> bool:
    """The act finds by itself what the person may: the part that one fills, the task that one
    owes, what one says of oneself, a command that asks."""
    return True


def on_some_unit(action: Action) -> May:
    """Who may do that to a unit, the own one or one below; of which, the act asks."""
    return lambda turn: bool(turn.work.scope(turn.person, action))


@dataclass(frozen=True, slots=True)
class Reaction:
    """A row of the table of questions. `act`: what a question does with its answer; None where the
    message is none. It ends the question by `settle`, or leaves it standing."""

    act: Callable[[Answering], Reply | None]
    may: May


COMMAND = "command"
"""About one of several commands: what is chosen is done as if it had been typed."""

KNOWS: Mapping[Wanted, frozenset[str]] = {
    Wanted.YES_NO: frozenset({YES, NO, DROP}),
    Wanted.FILE: frozenset({YES, NO, DROP}),
    Wanted.ONE_OF: frozenset({YES, NO, DROP}),
}
"""The short words that are an answer; to every other kind only "thôi" is one."""

DRAFTS = frozenset({Wanted.DRAFT, Wanted.FILE, Wanted.WORDS})
"""What may be a draft, where it has options: a yes writes what was shown."""

FREE = frozenset({Wanted.NAME, Wanted.REASON, Wanted.DAYS, Wanted.DATE, Wanted.DRAFT, Wanted.WORDS})
"""Any text may be the answer: only to what was asked last."""


def ask(turn: Turn, question: Question, text: Asking, choices: tuple[Choice, ...] = ()) -> Reply:
    """Ask and remember: the only way in which a reply asks.

    The same question in new words takes the place of the old one; another one is named as set
    aside. `choices` are further taps, which answer nothing.
    """
    question = replace(question, source=question.source or source_of(turn.incoming))
    address, key = turn.incoming.address, reply_key(turn.incoming)
    return ask_at(turn.work, address, key, question, text, choices)


def ask_at(
    work: Work,
    address: Address,
    key: str,
    question: Question,
    text: Asking,
    choices: tuple[Choice, ...] = (),
) -> Reply:
    """Ask in a message that answers nobody; `key` is that under which it is queued."""
    hold(work.session, [address])
    same = [q.id for q in open_questions(work, address) if _same(q, question)]
    end_questions(work.session, address, same)
    aside = [q for q in open_questions(work, address) if not (q.light or is_aside(q))]
    light = [q.id for q in open_questions(work, address) if q.light]
    end_questions(work.session, address, light)
    asked = replace(question, text=text.words, asked_by=key)
    asked = replace(asked, id=store_question(work.session, address, asked, work.now))
    words = text.whole
    if aside:
        words += "\n" + say("question.aside", name=aside[0].name)
    return Reply(words, (*asked.taps(), *choices))


def yes_or_no() -> tuple[Choice, Choice]:
    """The two words, or taps, of a question that wants one of them."""
    return Choice(say("answer.yes"), YES), Choice(say("answer.no"), NO)


def to_choose(options: tuple[Choice, ...], text: Asking, name: str) -> ToAsk:
    """Which of these commands is meant; nothing waits for it."""
    return ToAsk(Question(COMMAND, Wanted.ONE_OF, {}, options, name, light=True), text)


def ask_for(turn: Turn, done: Reply | ToAsk) -> Reply:
    """The reply of an act, or its question."""
    return ask(turn, done.question, done.text) if isinstance(done, ToAsk) else done


def ask_again(turn: Turn, question: Question, *told: str, short: bool = False) -> Reply:
    """The open question once more, behind what is told first; `short`: that tells how to answer."""
    back = _without(question, ASIDE)
    renew_question(turn.work.session, turn.incoming.address, back, reply_key(turn.incoming))
    text = () if short else (question.text,)
    return Reply("\n\n".join([*told, *text]), question.taps())


UNREAD = "unread"
"""In the data of a draft, or of a question about figures: what was said and not understood."""
UNREAD_AT_MOST = 60  # characters of it

ASIDE = "aside"
"""In the data of a question that was left for later: what is said goes past it."""


THEN = "then"
"""In the data of a question: the words of another wish, which is looked at behind the answer."""


def go_on_with(work: Work, incoming: Incoming, question: Question, words: str) -> None:
    """Another wish was said behind the one that the question is about."""
    kept = replace(question, data={**question.data, THEN: words})
    renew_question(work.session, incoming.address, kept, question.asked_by)


def note_unread(turn: Turn, question: Question) -> None:
    """What was said over a draft, or may correct figures that a yes would write, was not
    understood: whoever says yes next may think that it was."""
    said = turn.incoming.text.strip()[:UNREAD_AT_MOST]
    noted = question.wanted is Wanted.DRAFT or (question.of_figures and _may_correct(said))
    if noted and not question.data.get(UNREAD):
        data = {**question.data, UNREAD: said}
        kept = replace(question, data=data)
        renew_question(turn.work.session, turn.incoming.address, kept, question.asked_by)


def shown_again(turn: Answering) -> Reply | None:
    """The draft once more in the place of what a yes would do, where something was said over it
    that was not understood; else None."""
    if not turn.question.data.get(UNREAD):
        return None
    return ask_again(turn, _as_seen(turn.question), say("question.unread_over"))


_CORRECTING = (
    ("small_talk", "wrong"),
    ("excepted", "but"),
    ("told", "slip"),
    ("told", "changes"),
)


def _may_correct(said: str) -> bool:
    return any(map(str.isdigit, said)) or any(places(*words, said) for words in _CORRECTING)


def which_is_wrong(turn: Answering) -> Reply | None:
    """In the place of what a bare yes would write or make final: which figure shall be another
    one, where something was said over the question that was not understood; else None."""
    said = turn.question.data.get(UNREAD)
    if not said or not turn.question.of_figures:
        return None
    question = replace(_as_seen(turn.question), light=False)
    return ask_again(turn, question, say("question.unread_which", said=said))


def _as_seen(question: Question) -> Question:
    """The question over which nothing that was said is unread any more."""
    return _without(question, UNREAD)


def _without(question: Question, mark: str) -> Question:
    return replace(question, data={k: v for k, v in question.data.items() if k != mark})


def _to_be_seen(question: Question, text: str) -> bool:
    """ "cho xem lại" over a draft."""
    if question.wanted not in DRAFTS or not question.options:
        return False
    polite = folded("sentence", "polite")
    return says("draft_again", "show", without_rim(text.strip(" .!?"), polite, polite))


def is_aside(question: Question) -> bool:
    """It was left for later."""
    return bool(question.data.get(ASIDE))


def leave_for_later(turn: Turn, question: Question) -> None:
    """It is kept, and what is said goes past it until it is asked again."""
    kept = replace(question, data={**_as_seen(question).data, ASIDE: True})
    renew_question(turn.work.session, turn.incoming.address, kept, question.asked_by)


def open_question(work: Work, address: Address) -> Question | None:
    """The question that was asked last of those that have no answer and are not left for later."""
    return next((q for q in open_questions(work, address) if not is_aside(q)), None)


def is_last_word(work: Work, address: Address) -> bool:
    """The open question is the last that was said to the address."""
    stored = _waiting(work, address)
    return bool(stored) and not told_since(work.session, address, stored[0])


def asked_now(work: Work, incoming: Incoming) -> Question | None:
    """The open question where the reply to this message asks it."""
    question = open_question(work, incoming.address)
    return question if question and question.asked_by == reply_key(incoming) else None


def settle(turn: Turn, question: Question) -> None:
    """It has its answer, or is not asked any more."""
    end_questions(turn.work.session, turn.incoming.address, [question.id])


def answer(
    work: Work,
    person: Official,
    incoming: Incoming,
    answers: Mapping[str, Reaction],
    *,
    command: bool = False,
    other: Callable[[], bool] = lambda: False,
) -> Reply | None:
    """What the open question, or the one that was tapped, does with a message; None where it is
    no answer to it. A `command` is no free text, whatever is asked; `other`: it is surely another
    wish than words for a draft."""
    if tap := tapped(incoming.choice):
        return _tapped(work, person, incoming, answers, *tap)
    stored = _waiting(work, incoming.address)
    waiting = [each.question for each in stored]
    if word := tapped_before(incoming.choice):
        waited = next((q.id for q in waiting if not q.asked_by), 0)
        return _tapped(work, person, incoming, answers, waited, word)
    if chosen := [q for q in waiting if incoming.choice in _commands(q)]:
        end_questions(work.session, incoming.address, [q.id for q in chosen])
    if not waiting or incoming.choice or incoming.edited or incoming.unread:
        return None
    newest, *older = waiting
    word = _word(newest, incoming, command=command)
    turn = Answering(work, person, incoming, newest, word)
    past = told_since(work.session, incoming.address, stored[0])
    if past and word not in ("", DROP) and newest.wanted is Wanted.YES_NO:
        return ask_again(turn, newest, say("question.this_one"))
    late = past and (newest.light or newest.wanted in FREE)
    if newest.wanted is Wanted.DRAFT and not word and not command:
        turn = replace(turn, elsewhere=late or other())
        late = False
    if (word or not (command or late)) and (reply := _answered(turn, answers)):
        return reply
    for question in older:
        if word := question.option_typed(incoming.text):
            meant = Answering(work, person, incoming, question, word)
            return _shown_first(meant) if word in (YES, NO) else _answered(meant, answers)
    return None


def _shown_first(turn: Answering) -> Reply:
    """A yes or a no where another question was asked since: what it would answer is put before
    the person, who may never have seen it."""
    settle(turn, turn.question)
    text = Asking(turn.question.text).behind(say("question.set_aside"))
    return ask(turn, replace(turn.question, id=0), text)


def answer_as(
    work: Work, person: Official, incoming: Incoming, answers: Mapping[str, Reaction], word: str
) -> Reply | None:
    """What the open question does with a short word that stands for the message."""
    question = open_question(work, incoming.address)
    if question is None:
        return None
    return _answered(Answering(work, person, incoming, question, word), answers)


def as_command(work: Work, incoming: Incoming, *, command: bool) -> Incoming:
    """The message, or the command that it chooses of those that the open question offers."""
    stored = _waiting(work, incoming.address)
    if not stored or incoming.choice or incoming.edited or incoming.unread:
        return incoming
    question = stored[0].question
    word = _word(question, incoming, command=command)
    if word.startswith("/") and question.light:  # only then it counts whether it is still fresh
        past = told_since(work.session, incoming.address, stored[0])
        word = _word(question, incoming, command=command or past)
    only = [option.data for option in question.options]
    if word == YES and question.wanted is Wanted.ONE_OF and len(only) == 1:
        word = only[0]
    return replace(incoming, choice=word, text=word) if word.startswith("/") else incoming


def still_open(work: Work, incoming: Incoming, before: Question | None, reply: Reply) -> Reply:
    """The reply to what was no answer says that the question still waits; one that was set aside
    comes back when the newer one has its answer."""
    now = open_question(work, incoming.address)
    if now is None or now.asked_by == reply_key(incoming):
        return reply
    if before is not None and now.id == before.id:
        if now.light:
            return _back_behind(work, incoming, now, reply)
        once = "figures" not in now.data  # what holds figures back is never forgotten
        unread = once or UNREAD in now.data  # a yes to it asks first
        if unread or not any(map(str.isdigit, incoming.text)):  # else perhaps a correction of them
            renew_question(work.session, incoming.address, now, reply_key(incoming), light=once)
        line = say("question.waits", name=now.name)
        return replace(reply, text=f"{reply.text}\n\n{line}", choices=(*reply.choices, *now.taps()))
    return _back(work, incoming, now, reply)


def _back_behind(work: Work, incoming: Incoming, light: Question, reply: Reply) -> Reply:
    """A light question that was not answered goes, where another one was set aside for it: that
    one comes back, as it was told."""
    every = open_questions(work, incoming.address)
    aside = next((q for q in every if not (q.light or is_aside(q))), None)
    if aside is None:
        return reply
    end_questions(work.session, incoming.address, [light.id])
    return _back(work, incoming, aside, reply)


def _back(work: Work, incoming: Incoming, question: Question, reply: Reply) -> Reply:
    """What was set aside is asked once more behind the reply."""
    renew_question(work.session, incoming.address, question, reply_key(incoming))
    text = f"{reply.text}\n\n{say('question.back', text=question.text)}"
    return replace(reply, text=text, choices=(*reply.choices, *question.taps()))


def reply_key(incoming: Incoming) -> str:
    """The key under which `bot.inbox.inbox` queues the reply to a message."""
    return f"re:{incoming.key}"


def open_questions(work: Work, address: Address) -> tuple[Question, ...]:
    """All that have no answer, the one that was asked last first."""
    return tuple(w.question for w in waiting_questions(work.session, address, work.now))


def _waiting(work: Work, address: Address) -> list[StoredQuestion]:
    """Those of them that are not left for later."""
    stored = waiting_questions(work.session, address, work.now)
    return [each for each in stored if not is_aside(each.question)]


def _commands(question: Question) -> set[str]:
    """The options that are commands: a tap on one is the answer, whoever does it."""
    return {option.data for option in question.options if option.data.startswith("/")}


def _same(one: Question, other: Question) -> bool:
    return one.about == other.about and one.name == other.name


def _word(question: Question, incoming: Incoming, *, command: bool) -> str:
    """The data of the option that is meant, or a yes, a no, "thôi"; of a `command`, and after
    something else was said, only by all words of the option."""
    verdict = read_verdict(incoming.text)
    # "đúng" is no part of "hoàn thành đúng hạn": a yes or a thanks chooses nothing
    apart = not command and not verdict and read_courtesy(incoming.text) is None
    part = question.option_told_apart(incoming.text) if apart else ""
    if word := question.option_typed(incoming.text) or part or _option_placed(question, incoming):
        return word
    if verdict == DROP or verdict in KNOWS.get(question.wanted, ()):
        return verdict
    return ""


def _option_placed(question: Question, incoming: Incoming) -> str:
    """The data of the option that is told by its place: "cái thứ hai"; empty where none is."""
    if question.wanted is not Wanted.ONE_OF or len(question.options) < 2:
        return ""
    at = read_ordinal(incoming.text, len(question.options))
    return "" if at is None else question.options[at].data


def _tapped(
    work: Work,
    person: Official,
    incoming: Incoming,
    answers: Mapping[str, Reaction],
    question_id: int,
    word: str,
) -> Reply:
    known = (q for q in open_questions(work, incoming.address) if q.id == question_id)
    question = next(known, None)
    if question is None:
        return Reply(say("question.past"))
    reply = _answered(Answering(work, person, incoming, question, word), answers)
    return reply or Reply(say("question.past"))


def _answered(turn: Answering, answers: Mapping[str, Reaction]) -> Reply | None:
    if not turn.word and _to_be_seen(turn.question, turn.said):
        return ask_again(turn, _as_seen(turn.question))
    row = answers[turn.question.about]
    if not row.may(turn):
        return _not_any_more(turn)
    if turn.word == YES and (which := which_is_wrong(turn)):
        return which
    if reply := row.act(turn):
        return reply
    if turn.word not in (DROP, NO):
        return None
    settle(turn, turn.question)
    return Reply(say("question.dropped", name=turn.question.name))


def _not_any_more(turn: Answering) -> Reply | None:
    """The question is over; what may be no answer to it goes on as any other message."""
    settle(turn, turn.question)
    name = turn.question.name
    if turn.word in (DROP, NO):
        return Reply(say("question.dropped", name=name))
    if not turn.word and turn.question.wanted not in FREE:
        return None
    asked = f"answer {turn.question.about}"
    return refuse(turn.work, turn.person, asked, "question.not_yours_now", name=name)
