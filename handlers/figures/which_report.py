"""Figures of a person with several open reports: a code that more than one of them has is asked
about, a code that only another one has goes there, and a report's name alone changes to it.

lan  < I.1 = 310
bot  > “I.1 = 310” là số của báo cáo nào?  [Cải cách hành chính quý III] [...]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.reading.answers import is_row, read_answer
from domain.reading.awaited import Answer
from domain.talk.conversation import Asked, Chosen, Conversation, from_plain, step
from domain.talk.held import Held, held_to_plain
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.words import fold
from handlers.figures.answer import answer, awaited_by
from handlers.figures.questions import GIVE, WHICH, asked_besides, held_by
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import go_to, meant_by, names_of, offer
from handlers.question import Answering, ask, settle
from handlers.report.parts import Part, finished_parts, named_apart, parts, told_apart
from handlers.wording.say import say, say_ask
from handlers.work import Work, addressed
from storage.messages import conversations
from storage.reports.figures import CLOSED
from storage.reports.rounds import Obligation, obligation

_CORRECTS = re.compile(r"(?:sua|doi|chinh|thay)\b")
_CODED = re.compile(
    r"(?:^|[\s;,(])(?:[ivxlc]+\.)?\d+(?:\.\d+)*\.?\s*(?:=|:|->)"  # 4.2 = 13
    r"|^(?:sua|doi|chinh|thay)\b"  # sửa 4.2 thành 13
    r"|^[ivxlc]+(?:\.\d+)*\s"  # V kps
    r"|^\d+(?:\.\d+)+\s"  # 4.2 13
)


def choose_report(turn: ReportTurn) -> Reply | None:
    """The reply where the message may be about another report; None where it is about the one
    that is asked now. Nothing is looked up for a person with one open report, but for what may
    correct a finished one."""
    asked = asked_besides(turn)
    if asked is None:
        told = is_row(turn.incoming.text) or _reads(turn).entries
        if reply := (no_longer_asked(turn) if told else None) or _of_finished(turn):
            return reply
    if not turn.part.sheet.told_as:
        return None
    every = parts(turn.work, turn.person)
    found = meant_by(every, turn.incoming, turn.work.today)
    if found and not _reads(turn).entries:
        if len(found) > 1:
            return offer(turn, found)
        return go_to(turn.work, turn.person, turn.incoming, turn.conversation, found[0])
    return None if asked and asked.about != GIVE else _by_code(turn, every)


def no_longer_asked(turn: ReportTurn) -> Reply | None:
    """Figures for a block of a report that has been closed, or given to somebody else, since it
    was asked: they are never those of another report that has the same block."""
    conversation = turn.conversation
    if conversation.obligation_id in (None, turn.part.sheet.obligation.id):
        return None
    if conversation.block_id is None:
        return None
    report = obligation(turn.work.session, conversation.obligation_id)
    if report is None:
        return None
    name = told_apart(turn.work, turn.person, report)
    if report.state in CLOSED:
        why = say(f"desk.closed_named.{report.state.value}", report=name)
    else:
        why = say("switch.not_yours", report=name, name=addressed(turn.person))
    part = _named_beside(turn, report)
    onward = go_to(turn.work, turn.person, turn.incoming, conversation, part)
    return replace(onward, text=f"{why}\n\n{onward.text}")


def _named_beside(turn: ReportTurn, gone: Obligation) -> Part:
    """The part that is asked now, told apart from a report that is open no longer."""
    sheet = turn.part.sheet
    name = told_apart(turn.work, turn.person, sheet.obligation, [gone])
    return replace(turn.part, sheet=replace(sheet, told_as=name))


def _known(turn: ReportTurn) -> tuple[Part, ...]:
    """The person's open reports and those that were finished lately, told apart."""
    return _known_to(turn.work, turn.person, turn.part)


def _known_to(work: Work, person: Official, *asked: Part) -> tuple[Part, ...]:
    found = {
        part.sheet.obligation.id: part
        for part in (*asked, *parts(work, person), *finished_parts(work, person))
    }
    return named_apart(work, person, tuple(found.values()))


def _of_finished(turn: ReportTurn) -> Reply | None:
    """ "sửa I.1 = 6" changes what was given: where the report that is asked now has no such
    figure, the finished one that has it is meant, or the bot says that it is closed."""
    text = turn.incoming.text
    if not _CORRECTS.match(fold(text)):
        return None
    codes = {entry.code for entry in _reads(turn).entries}
    if _has_given(turn, turn.part) and _just_seen(turn, codes):
        return None
    corrected = [part for part in _known(turn) if _has_given(turn, part)]
    others = [part for part in corrected if not _same(part, turn)]
    if not others:
        return None
    open_ones = [part for part in corrected if part.sheet.obligation.state not in CLOSED]
    if len(open_ones) > 1:
        return _ask(turn, text, open_ones)
    return _answer_in(turn, open_ones[0], text) if open_ones else _closed(turn, others[0])


def _has_given(turn: ReportTurn, part: Part) -> bool:
    """True where all that the words would change in a report has been given there."""
    read = _reads(_in(turn, part))
    return _clean(read) and all(part.sheet.figure(entry.code) for entry in read.entries)


def _closed(turn: ReportTurn, part: Part) -> Reply:
    """It cannot be changed; where another report is open, how to give it a first figure."""
    state = part.sheet.obligation.state.value
    return Reply(say(f"desk.closed_named.{state}", report=part.sheet.told_as))


def chosen(turn: Answering) -> Reply | None:
    """Which report was meant, by a tap or by its name; nothing is written into a closed one."""
    every = _known_to(turn.work, turn.person)
    tapped = [part for part in every if str(part.sheet.obligation.id) == turn.word]
    found = tapped or list(meant_by(every, turn.incoming, turn.work.today))
    if len(found) != 1:
        return None
    settle(turn, turn.question)
    saved = conversations.load(turn.work.session, turn.incoming.address)
    here = ReportTurn(turn.work, turn.person, turn.incoming, found[0], from_plain(saved))
    if found[0].sheet.obligation.state in CLOSED:
        return _closed(here, found[0])
    return _answer_in(here, found[0], held_by(turn.question).said)


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
        return turn
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


def _ask(turn: ReportTurn, said: str, among: Sequence[Part] = ()) -> Reply:
    spoken = replace(turn, incoming=replace(turn.incoming, text=said))
    every = among or [
        part for part in parts(turn.work, turn.person) if _clean(_reads(_in(spoken, part)))
    ]
    question = Question(
        WHICH,
        Wanted.ONE_OF,
        held_to_plain(Held(said=said)),
        names_of(every),
        name=say("question.words", said=said),
    )
    return ask(turn, question, say_ask("ask.figures.whose", said=said))
