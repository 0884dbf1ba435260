"""Figures of a person with several open reports: a code that more than one of them has is asked
about, a code that only another one has goes there, and a report's name alone changes to it.

lan  < I.1 = 310
bot  > “I.1 = 310” là số của báo cáo nào?  [Cải cách hành chính quý III] [...]
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.reading.answers import read_answer
from domain.reading.awaited import Answer
from domain.talk.conversation import (
    Asked,
    Chosen,
    Conversation,
    Held,
    Pending,
    Settled,
    Waiting,
    step,
)
from domain.talk.messages import Reply
from domain.talk.yes_no import NO_WORDS
from domain.words import fold
from handlers.figures.answer import answer, awaited_by
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import go_to, meant_by, names_of, offer
from handlers.report.parts import Part, parts
from handlers.wording.say import say

_DROP = NO_WORDS | {"thoi", "bo", "bo qua"}
_CODED = re.compile(
    r"(?:^|[\s;,(])(?:[ivxlc]+\.)?\d+(?:\.\d+)*\.?\s*(?:=|:|->)"  # 4.2 = 13
    r"|^(?:sua|doi|chinh|thay)\b"  # sửa 4.2 thành 13
    r"|^[ivxlc]+(?:\.\d+)*\s"  # V kps
    r"|^\d+(?:\.\d+)+\s"  # 4.2 13
)


def choose_report(turn: ReportTurn) -> Reply | None:
    """The reply where the message may be about another open report; None where it is about the
    one that is asked now. Nothing is looked up for a person with one report."""
    if not turn.part.sheet.told_as:
        return None
    every = parts(turn.work, turn.person)
    found = meant_by(every, turn.incoming)
    pending = turn.conversation.pending
    if pending and pending.waiting is Waiting.WHICH:
        return _answered(turn, found, pending.said)
    if found and not _reads(turn).entries:
        if len(found) > 1:
            return offer(found)
        return go_to(turn.work, turn.person, turn.incoming, turn.conversation, found[0])
    return None if pending and pending.waiting is not Waiting.ASK else _by_code(turn, every)


def _answered(turn: ReportTurn, found: tuple[Part, ...], said: str) -> Reply:
    """Which report was meant; a no drops the figures and says so."""
    if len(found) == 1:
        return _answer_in(turn, found[0], said)
    if fold(turn.incoming.text).strip(" .!,") not in _DROP:
        return _ask(turn, said)
    turn.moved(step(turn.conversation, Settled()))
    return Reply(say("undo.withdrawn_all"))


def _by_code(turn: ReportTurn, every: tuple[Part, ...]) -> Reply | None:
    text = turn.incoming.text
    if not _CODED.search(fold(text)):
        return None
    here = _reads(turn)
    if _clean(here) and _just_seen(turn, {entry.code for entry in here.entries}):
        return None
    others = [part for part in every if not _same(part, turn) and _clean(_reads(_in(turn, part)))]
    if len(others) + _clean(here) > 1:
        return _ask(turn, text)
    return _answer_in(turn, others[0], text) if others and not here.entries else None


def _same(part: Part, turn: ReportTurn) -> bool:
    return part.sheet.obligation.id == turn.part.sheet.obligation.id


def _reads(turn: ReportTurn) -> Answer:
    return read_answer(turn.incoming.text, awaited_by(turn))


def _clean(read: Answer) -> bool:
    return read.trouble is None and bool(read.entries)


def _just_seen(turn: ReportTurn, codes: set[str]) -> bool:
    """The codes of the block that is asked now, and of those that were answered last."""
    form, taken = turn.part.sheet.form, turn.conversation.taken
    blocks = [turn.conversation.block_id]
    if taken and taken.obligation_id == turn.part.sheet.obligation.id:
        blocks += taken.blocks
    found = [form.blocks_by_id.get(block or "") for block in blocks]
    return codes <= {code for block in found if block for code in block.codes}


def _in(turn: ReportTurn, part: Part) -> ReportTurn:
    """The same message, said about another report."""
    if _same(part, turn):
        return replace(turn, conversation=step(turn.conversation, Settled()))
    return replace(turn, part=part, conversation=_awaiting(turn.conversation, part))


def _awaiting(conversation: Conversation, part: Part) -> Conversation:
    """Ready to read for a report: its first open block, as where it is the only one."""
    report = part.sheet.obligation.id
    if part.open_blocks:
        return step(conversation, Asked(report, part.open_blocks[0].id))
    return step(conversation, Chosen(report))


def _answer_in(turn: ReportTurn, part: Part, said: str) -> Reply:
    """Read the words for a report; the reply names it where it differs from the one before."""
    spoken = replace(turn.incoming, text=said, choice="")
    reply = answer(_in(replace(turn, incoming=spoken), part))
    name = part.sheet.told_as
    if name in reply.text or name[:1].upper() + name[1:] in reply.text:
        return reply
    return replace(reply, text=say("switch.of", report=name, words=reply.text))


def _ask(turn: ReportTurn, said: str) -> Reply:
    every = [
        part
        for part in parts(turn.work, turn.person)
        if _clean(_reads(_in(replace(turn, incoming=replace(turn.incoming, text=said)), part)))
    ]
    turn.moved(step(turn.conversation, Held(Pending(Waiting.WHICH, said=said))))
    return Reply(say("switch.whose", said=said), names_of(every))
