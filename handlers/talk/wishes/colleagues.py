"""How far somebody is who is called by the bare name, which may be a word too; and what a colleague
cannot be made to do.

thanh < hoa xong chưa
bot   > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024: Đã có 6/97 số. ...
        Chị Hoa còn 11 số chưa gửi.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.words import fold, without_rim
from handlers.names.people import LONGEST_NAME, people_named
from handlers.names.units import unit_and_rest
from handlers.talk.commands import command_in
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.wishes.looks import status, who_owes
from handlers.wording.say import say
from handlers.wording.understood import places, says
from handlers.work import addressed
from storage.catalogue.words import folded, of_words


def how_far(request: Request) -> Reply | None:
    """What one person of a unit that may be looked at still owes; None for anything else."""
    work, person, text = request.work, request.person, request.said.text
    if not request.incoming.typed or request.said.tasks:
        return None
    words = text.strip(" ?.!").split()
    if not words or fold(words[-1]) not in _last_words():
        return None
    if says("colleague", "done", text.strip(" ?.!")) and command_in(text) is None:
        return status(request)
    seen = work.scope(person, Action.SEE_STATUS)
    below = {unit_id: work.units[unit_id] for unit_id in seen}
    called = unit_and_rest(text, below, work.today)[0]
    if called.unit_id and not called.guessed:  # "bắc sơn làm đến đâu" is no "bác Sơn"
        return None
    for length in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        if not says("colleague", "done", " ".join(words[length:])):
            continue
        found = people_named(work, _name(words[:length]), seen)
        if len(found) != 1:
            continue
        posts = found[0].posts_on(work.today)
        units = tuple(dict.fromkeys(p.unit_id for p in posts if p.unit_id in seen))
        said = replace(request.said, people=(found[0].id,), units=units)
        return who_owes(replace(request, said=said))
    return None


def asked_to_fill(request: Request) -> Reply | None:
    """ "nhờ anh Tuấn điền giùm mục này" of whoever may remind nobody: nobody fills the part of
    another one, but for days of leave. None for anything else."""
    work, person, said = request.work, request.person, request.said
    named = [work.people[id_] for id_ in said.people if id_ != person.id]
    if request.incoming.choice or said.tasks or len(named) != 1 or turn_of(request) is None:
        return None
    asks, fills = places("colleague", "ask", said.text), places("colleague", "fill", said.text)
    if not asks or not fills or min(asks) > 1 or min(fills) < min(asks):
        return None
    if work.scope(person, Action.NUDGE):
        return None  # "nhắn anh Tuấn gửi số": reminded
    told = {"name": addressed(person), "other": addressed(named[0]), "who": named[0].id}
    return Reply(say("colleague.fill", **told))


@of_words
@cache
def _last_words() -> frozenset[str]:
    """With which such a question ends: most messages need no closer look."""
    behind = folded("sentence", "polite") | folded("around_answer", "behind")
    return frozenset(phrase.split()[-1] for phrase in folded("colleague", "done")) | behind


def _name(words: list[str]) -> str:
    """Without "bot ơi" in front, and without "đã" behind."""
    said = without_rim(
        " ".join(words), folded("sentence", "polite"), folded("colleague", "behind"), least=1
    )
    return said if fold(said) else ""
