"""A person with several open reports chooses which one to fill: `chuyển`, or its name. It stays
the one meant until the next choice.

lan  < chuyển
bot  > Anh/chị có 2 báo cáo đang mở: ...  [chuyển Cải cách hành chính quý III] [chuyển ...]
lan  < cao điểm
bot  > Tiếp theo: Cao điểm 30 ngày đêm. Mục I.1 – Hồ sơ tiếp nhận (4 số): ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from domain.dates.period_reading import names_period
from domain.people.people import Official
from domain.talk.conversation import (
    Asked,
    Chosen,
    Conversation,
    TakenBack,
    from_plain,
    step,
    to_plain,
)
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.words import fold
from handlers.figures.ask_block import ask_block
from handlers.question import Answering, Turn, ask, settle
from handlers.report.heading import noun
from handlers.report.parts import Part, parts, reports_of
from handlers.turn import TaskTurn
from handlers.wording.example import OwnLine, example_in
from handlers.wording.said_periods import read_period
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_until
from handlers.wording.understood import behind, says
from handlers.work import Work
from storage.messages import conversations
from storage.people.choices import choose_unit

TAP, WHICH = "report:", "report.which"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUARTER = "quy"
_FOR = " cho "  # "chuyển cho anh Tuấn": a task is handed over


def take_switch(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to `chuyển` and to a tap on a report; None where one report is open, or for any
    other message."""
    if name_in(incoming) is None or len(reports_of(work, person)) < 2:
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    every = parts(work, person)
    found = meant_by(every, incoming, work.today)
    if len(found) == 1:
        return go_to(work, person, incoming, conversation, found[0])
    return offer(TaskTurn(work, person, incoming), found or every)


def name_in(incoming: Incoming) -> str | None:
    """What stands behind `chuyển`, folded; None for another message."""
    if incoming.choice:
        return "" if incoming.choice.startswith(TAP) else None
    rest = behind("switch", "to", incoming.text.lstrip("/").replace("-", " "))
    if rest is None:
        return None
    name = fold(rest)
    return None if name[:1].isdigit() or _FOR in f" {name} " else name


def meant_by(every: Sequence[Part], incoming: Incoming, today: date) -> tuple[Part, ...]:
    """The reports that a tap, `chuyển` with a name, or a name or a period alone can mean: one,
    several or none."""
    if incoming.choice:
        ids = {f"{TAP}{part.sheet.obligation.id}": part for part in every}
        return (ids[incoming.choice],) if incoming.choice in ids else ()
    behind = name_in(incoming)
    said = _words(incoming.text if behind is None else behind)
    said = said[2:] if said[:2] == ["bao", "cao"] else said
    if period := _period(" ".join(said), today):
        return tuple(p for p in every if p.sheet.obligation.period_code.endswith(period))
    found = [part for part in every if said and _fits(said, part, alone=behind is None)]
    whole = [part for part in found if said in map(_words, _names(part))]
    return tuple(whole if len(whole) == 1 else found)


def _period(said: str, today: date) -> str:
    """`2024-Q4`; without a year in the words `-Q4`, of whatever year; empty for other words."""
    if says("switch", "whole_year", said):
        return "-Y"
    code = read_period(said, today)[0] if names_period(said) else None
    if code is None:
        return ""
    return code if _YEAR.search(said) else code[4:]


def _fits(said: list[str], part: Part, *, alone: bool) -> bool:
    """Some words of the report's name; standing alone at least two, with which a name begins."""
    names = [words for name in _names(part) if (words := _words(name))]
    if said in names:
        return True
    if alone and (len(said) < 2 or said[0] not in [name[0] for name in names]):
        return False
    return set(said) <= {word for name in names for word in name}


def _words(text: str) -> list[str]:
    return fold(text).replace("-", " ").replace(",", " ").strip(" .!/").split()


def _names(part: Part) -> Iterator[str]:
    sheet, unit = part.sheet, part.sheet.unit
    yield from (sheet.told_as, *sheet.told_as.split(", "))
    bare = [word for word in unit.name.split() if not word[:1].islower()]
    yield from (unit.name, unit.slug, *unit.aliases, " ".join(bare) or unit.name)


def named_in(every: Sequence[Part], text: str) -> tuple[Part, ...]:
    """Those whose name begins with two words of the text, "cao điểm"; the only one of a quarter
    also by "quý" alone. A request is called by its figures, which name their lines."""
    said = _words(text)
    every = [part for part in every if part.sheet.regime.legal_basis]
    pairs = [*pairwise(said)]
    names = [[_words(name) for name in part.sheet.told_as.split(", ")] for part in every]
    quarters = [any(_QUARTER in name for name in each) for each in names]
    alone = _QUARTER in said and sum(quarters) == 1
    return tuple(
        part
        for part, each, quarter in zip(every, names, quarters, strict=True)
        if any(tuple(name[:2]) in pairs for name in each) or (alone and quarter)
    )


def offer(turn: Turn, every: Sequence[Part]) -> Reply:
    """The open reports with what each still lacks of this person."""
    lines = [say("switch.title"), *map(_line, every)]
    text = Asking("\n".join([*lines, say_ask("ask.report.which").words]))
    options = tuple(
        Choice(say("switch.choice", report=part.sheet.told_as), str(part.sheet.obligation.id))
        for part in every
    )
    name = say("question.report")
    return ask(turn, Question(WHICH, Wanted.ONE_OF, {}, options, name, light=True), text)


def chosen(turn: Answering) -> Reply | None:
    """The report that is to be filled, by a tap or by its name."""
    work, person, incoming = turn.work, turn.person, turn.incoming
    every = parts(work, person)
    tapped = [part for part in every if str(part.sheet.obligation.id) == turn.word]
    found = tapped or list(meant_by(every, incoming, work.today))
    if len(found) != 1:
        return None
    settle(turn, turn.question)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    return go_to(work, person, incoming, conversation, found[0])


def _line(part: Part) -> str:
    due = show_until(part.sheet.obligation.due)
    text_id = "switch.line" if part.open_codes else "switch.line_done"
    owed = {"count": len(part.open_codes), "what": noun(part.sheet.form, part.open_codes)}
    return say(text_id, report=part.sheet.told_as, due=due, **owed)


def choices_for(every: Sequence[Part]) -> tuple[Choice, ...]:
    """A tap for each report."""
    return tuple(
        Choice(say("switch.choice", report=part.sheet.told_as), f"{TAP}{part.sheet.obligation.id}")
        for part in every
    )


def names_of(every: Sequence[Part]) -> tuple[Choice, ...]:
    """A tap for each report, by its name alone."""
    return tuple(Choice(part.sheet.told_as, str(part.sheet.obligation.id)) for part in every)


def go_to(
    work: Work, person: Official, incoming: Incoming, conversation: Conversation, part: Part
) -> Reply:
    """From now on this report is meant; its first open block is asked."""
    report = part.sheet.obligation
    anew = step(conversation, TakenBack())  # the same row may well be meant for this report
    if len({post.unit_id for post in person.posts_on(work.today)}) > 1:
        choose_unit(work.session, person.id, report.unit_id, work.now)
    if not part.open_blocks:
        _save(work, incoming, step(anew, Chosen(report.id)))
        return Reply(say("switch.done", report=part.sheet.told_as, **_own(part).fields))
    block = part.open_blocks[0]
    _save(work, incoming, step(anew, Asked(report.id, block.id)))
    left = say("answer.next", left=len(part.open_blocks))
    return Reply(left + "\n" + ask_block(part.sheet, block))


def _own(part: Part) -> OwnLine:
    return example_in(part.sheet.form, part.codes)


def _save(work: Work, incoming: Incoming, conversation: Conversation) -> None:
    conversations.save(work.session, incoming.address, to_plain(conversation), work.now)
