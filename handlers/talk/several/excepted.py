"""A unit that is left out of an order for several: it is never the one to which it is done.

quynh < duyệt hết, trừ Đa Lộc
bot   > Có phải chị Quỳnh muốn duyệt: xã Bắc Sơn, xã Quang Vinh?                [đúng] [sai]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.mentions import Mention
from domain.talk.messages import Reply
from domain.words import without_rim
from handlers.desk.board import boards, older_boards
from handlers.desk.scope import overseen
from handlers.names.everybody import means_everybody
from handlers.talk.commands import command_in
from handlers.talk.intent import Request
from handlers.talk.likely import ask_whether
from handlers.talk.said import read_said
from handlers.talk.wishes.named import UNITS_AT_MOST
from handlers.wording.say import say
from handlers.work import Work
from storage.catalogue.words import folded, single_words
from storage.database.states import UNFINISHED, ObligationState

_CLOSED = frozenset({ObligationState.SUBMITTED, ObligationState.LOCKED})
_FITS: Mapping[str, tuple[Action, frozenset[ObligationState]]] = {
    "approve": (Action.JUDGE_REPORT, frozenset({ObligationState.COMPLETE})),
    "return_report": (Action.JUDGE_REPORT, frozenset({ObligationState.COMPLETE})),
    "lock": (Action.LOCK_REPORT, frozenset(ObligationState) - {ObligationState.LOCKED}),
    "reopen": (Action.REOPEN_REPORT, _CLOSED),
    "nudge": (Action.NUDGE, frozenset(UNFINISHED)),
    "more_time": (Action.EXTEND_REPORT, frozenset(UNFINISHED)),
}
"""To which reports each order can be done, and who may."""


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """The units behind "trừ", and the message without them."""

    units: tuple[str, ...]
    rest: str


def excepted(request: Request, read: Callable[[str], Request]) -> Reply | None:
    """The order for the others, asked about with all their names; None where nothing is left out,
    or it is no order. `read`: a part of the message as if it had come alone."""
    incoming = request.incoming
    if not incoming.typed or not request.said.units:
        return None
    words = single_words("excepted", "but")
    found = None if words.isdisjoint(request.said.bases) else _left_out(request)
    if found is None:
        return None
    polite = folded("sentence", "polite")
    if not without_rim(found.rest, polite, polite, least=0).strip(" ,.:"):
        return _alone(request.work, found)
    rest = read(found.rest)
    intent = _order(rest)
    if intent not in _FITS:
        return None
    units = _meant(rest, intent, found)
    if units is None:
        return Reply(say("excepted.whom", verb=say(f"wish.{intent}")))
    if not units:
        verb = say(f"wish.{intent}")
        return Reply(say("excepted.none", verb=verb, units=_names(request.work, found.units)))
    if len(units) > UNITS_AT_MOST:
        return Reply(say("excepted.many", count=len(units), most=UNITS_AT_MOST))
    said = replace(rest.said, units=units, everybody=False)
    asked = replace(rest, incoming=incoming, said=said)
    return ask_whether(asked, next(each for each in request.intents if each.id == intent))


def _left_out(request: Request) -> _LeftOut | None:
    """Of "duyệt hết trừ Hạ Lễ và Đa Lộc nhé" both, and "duyệt hết nhé"."""
    read = read_said(request.work, request.person, request.said.text)
    units = [mention for mention in read.mentions if mention.kind == "unit"]
    between = folded("excepted", "between") | folded("excepted", "but")
    tokens = read.tokens
    for at, token in enumerate(tokens):
        if token.base not in folded("excepted", "but"):
            continue
        named, here = list[Mention](), at + 1
        while here < len(tokens):
            unit = next((u for u in units if u.start <= tokens[here].start < u.end), None)
            if unit is not None:
                named += [] if unit in named else [unit]
            elif tokens[here].is_word and tokens[here].base not in between:
                break
            here += 1
        if named:
            text = read.said.text
            rest = f"{text[: token.start].rstrip(' ,;')} {text[named[-1].end :].lstrip()}"
            ids = tuple(dict.fromkeys(mention.value for mention in named))
            return _LeftOut(ids, " ".join(rest.replace(" ,", ",").split()))
    return None


def _order(rest: Request) -> str:
    """What is wanted of the others: by its command word, otherwise by what is likeliest."""
    found = command_in(rest.incoming.text)
    return found[0] if found and found[0] in _FITS else rest.understood.intent


def _meant(rest: Request, intent: str, found: _LeftOut) -> tuple[str, ...] | None:
    """Those that are named; all below to whose report it can be done where all are meant; None
    where neither is said."""
    if named := tuple(unit for unit in rest.said.units if unit not in found.units):
        return named
    argument = (command_in(rest.incoming.text) or ("", ""))[1]
    polite = folded("sentence", "polite")
    words = without_rim(argument, polite, polite, least=0).strip(" ,.:")
    if not rest.said.everybody and words and not means_everybody(words):
        return None
    action, states = _FITS[intent]
    work, person = rest.work, rest.person
    return tuple(unit for unit in _fitting(work, person, action, states) if unit not in found.units)


def _fitting(
    work: Work, person: Official, action: Action, states: frozenset[ObligationState]
) -> Sequence[str]:
    units = overseen(work, person, action)
    every = (*older_boards(work, units), *boards(work, units))
    lines = (line for board in every for line in board.lines)
    ids = (line.unit.id for line in lines if line.obligation and line.obligation.state in states)
    return tuple(dict.fromkeys(ids))


def _alone(work: Work, found: _LeftOut) -> Reply:
    unit = work.unit(found.units[0]).name
    return Reply(say("excepted.alone", units=_names(work, found.units), unit=unit))


def _names(work: Work, unit_ids: Sequence[str]) -> str:
    return ", ".join(work.unit(unit_id).name for unit_id in unit_ids)
