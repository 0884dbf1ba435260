"""Who was to stand in cannot: those who counted on it hear so at once, and it is asked who else.

hoa  < em bận không thay chị Lan được
bot  > Đã ghi: chị Hoa không thay chị Lan nghỉ thứ Tư 18/9, hiện chưa ai thay. Đã báo chị Lan, ...
bot  > (lan) Chị Hoa không thay được chị Lan nghỉ thứ Tư 18/9, ... Ai thay? ...
lan  < anh Tuấn
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from domain.people.people import Leave, Official
from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.words import fold, without_rim
from handlers.names.people import people_named
from handlers.owed.tell import send_to
from handlers.people.colleague import colleague
from handlers.people.leave import LONGEST, leave, may_speak_for
from handlers.people.leave_told import days_words, heads_of
from handlers.question import Answering, ask, ask_at, settle
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.told import Told, told_words
from handlers.wording.understood import places
from handlers.work import Work, addressed, addressed_first
from storage.catalogue.words import folded, single_words
from storage.messages.outbox import queue
from storage.people.leaves import leaves_between, name_substitute

WHO = "leave.who"
_AT_MOST = 3  # words of a name


def take_declined(turn: TaskTurn) -> Reply | None:
    """ "không thay được", "chị Hoa không thay chị Lan được": of whoever stands in or is away, or of
    their head; None for anything else."""
    incoming = turn.incoming
    if not incoming.typed:
        return None
    clause, because = re.split(r"[,;.]", incoming.text.strip())[0], folded("sentence", "because")
    said = list(takewhile(lambda word: fold(word) not in because, clause.split()))
    found = places("away", "cannot", " ".join(said))
    if not found or not any(fold(word) in folded("away", "can") for word in said[found[0] :]):
        return None
    front, rest = " ".join(said[: found[0]]), " ".join(said[found[0] :])
    if _bare(rest) and not _named(turn, rest):
        return None  # "không thay đổi được"
    meant = _meant(turn, front, rest)
    if not meant and (not _bare(front) or _named(turn, front)):
        return Reply(say("leave.cannot_nobody"))
    if len(meant) > 1:
        names = ", ".join(addressed(turn.work.people[each.official_id]) for each in meant)
        return Reply(say("leave.cannot_whom", names=names))
    return _declined(turn, meant[0]) if meant else None


def _meant(turn: TaskTurn, front: str, rest: str) -> list[Leave]:
    """The leaves of which that may be said, the ones of whoever is named behind before others."""
    work, person = turn.work, turn.person
    who = {each.id for each in _named(turn, front)} - {person.id}
    every = leaves_between(work.session, work.today, work.today + LONGEST)
    if who:
        theirs = [each for each in every if each.substitute_id in who]
        found = [x for x in theirs if may_speak_for(work, person, work.people[x.official_id])]
    else:
        found = [each for each in every if each.substitute_id == person.id]
    for_whom = {each.id for each in _named(turn, rest)}
    return [each for each in found if each.official_id in for_whom] or found


def _bare(words: str) -> str:
    """The words without polite ones and those of the act at their ends."""
    small = _of_the_act() | folded("sentence", "polite")
    return without_rim(words, small, small, least=0)


def _of_the_act() -> frozenset[str]:
    return folded("away", "can") | single_words("away", "cannot")


def _named(turn: TaskTurn, words: str) -> tuple[Official, ...]:
    """Whom the words name, of those for whom the person may speak and of the own units: "chị Dung"
    before the words without polite ones, of which "dùng" is one."""
    work, act = turn.work, _of_the_act()
    own = {post.unit_id for post in turn.person.posts_on(work.today)}
    here = own | work.scope(turn.person, Action.HANDLE_LEAVE)
    every = (without_rim(words, act, act, least=0), _bare(words))
    names = (name for name in every if 0 < len(name.split()) <= _AT_MOST)
    return next(filter(None, (people_named(work, name, here) for name in names)), ())


def _declined(turn: TaskTurn, noted: Leave) -> Reply:
    work, by = turn.work, turn.person
    absent, substitute = work.people[noted.official_id], work.people[noted.substitute_id or ""]
    name_substitute(work.session, noted, None, work.now, by.id)
    after = work.anew()
    everybody = (absent, substitute, *heads_of(after, absent))
    hearers = {each.id: each for each in everybody if each.id != by.id}
    fields = {"name": addressed(absent), "days": days_words(noted)}
    fields["substitute"] = addressed_first(substitute)
    notice = say("leave.told_cannot", **fields)
    told = [each for each in hearers.values() if _tell(turn, noted, each, notice)]
    words = say("leave.cannot", **{**fields, "substitute": addressed(substitute)})
    text = " ".join(filter(None, [words, told_words(Told(tuple(told)))]))
    if absent.id != by.id:
        return Reply(text)
    return ask(turn, _who_else(noted), _asking(after, noted, text))


def _tell(turn: TaskTurn, noted: Leave, person: Official, notice: str) -> bool:
    """Whoever is away is asked who else; everybody else only hears it."""
    work, key = turn.work, f"leave:cannot:{turn.reply_key}:{person.id}"
    addresses = work.addresses(person.id)
    if person.id != noted.official_id or not addresses:
        return send_to(work, person, Reply(notice), kind="leave", key=key)
    reply = ask_at(work, addresses[0], key, _who_else(noted), _asking(work, noted, notice))
    return queue(work.session, key, addresses[0], person.id, "leave", reply, work.now) is not None


def _who_else(noted: Leave) -> Question:
    data = {"official": noted.official_id}
    data |= {"first": f"{noted.first_day:%d/%m/%Y}", "last": f"{noted.last_day:%d/%m/%Y}"}
    return Question(WHO, Wanted.NAME, data, name=say("question.who_stands_in"), light=True)


def _asking(work: Work, noted: Leave, told: str) -> Asking:
    absent = work.people[noted.official_id]
    other = colleague(work, absent, list(filter(None, [noted.substitute_id])))
    return say_ask("ask.leave.who_else", colleague=other).behind(told)


def named(turn: Answering) -> Reply | None:
    """Somebody of the own unit stands in: shown and asked as any leave."""
    work, data = turn.work, turn.question.data
    own: Sequence[str] = [post.unit_id for post in turn.person.posts_on(work.today)]
    small = single_words("sentence", "stand_in") | folded("sentence", "polite")
    name = without_rim(turn.said.strip(" .!"), frozenset(), small)
    found = people_named(work, name, own)
    if len(found) != 1:
        return None
    settle(turn, turn.question)
    words = f"{data['official']} {data['first']}-{data['last']}, {found[0].id}"
    return leave(TaskTurn(work, turn.person, turn.incoming), words)
