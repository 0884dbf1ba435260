"""Figures as a quick reply: read against the awaited block, written, said back, the next asked.

bot  > Mục I.4 – Nhiệm vụ được giao (4 số) ...
lan  < 14 14 0 0
bot  > Đã ghi 4 số: ... / Tiếp theo: mục I.5 ...
"""

from __future__ import annotations

from dataclasses import replace

from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited, Entry, Stop
from domain.reading.readings import Reason, Treatment
from domain.report.figures import Figure
from domain.talk.conversation import Asked, Conversation, Held, Pending, Waiting, step
from domain.talk.messages import Reply
from handlers.figures.ask_block import open_in
from handlers.figures.echo import echo
from handlers.figures.explain import explain
from handlers.figures.record import (
    ask_about_rules,
    in_asking_order,
    is_it_true,
    judge,
    record,
    write,
    yes_or_no,
)
from handlers.figures.report_turn import ReportTurn
from handlers.figures.said_again import said_again
from handlers.figures.small_talk import small_talk
from handlers.figures.typed_rates import take_typed_rates
from handlers.wording.readings import phrase_answer


def answer(turn: ReportTurn) -> Reply:
    """Read the text against what is awaited and do what it says."""
    awaited = awaited_by(turn)
    read = _read(turn, awaited)
    if read.explain is not None:
        return explain(turn.part.sheet, awaited.block, read.explain)
    if _no_figures_at_all(read) and (reply := small_talk(turn)):
        return reply
    return said_again(turn, _clear(read)) or take(turn, read, awaited)


def holds_nothing(turn: ReportTurn) -> bool:
    """True for a text of words in which nothing was read: it was not meant as figures."""
    if any(char.isdigit() for char in turn.incoming.text):
        return False
    read = _read(turn, awaited_by(turn))
    return read.explain is None and _no_figures_at_all(read)


def _no_figures_at_all(read: Answer) -> bool:
    """Nothing in it was understood: perhaps it was not meant as an answer."""
    if read.trouble is not None and read.trouble.reason not in _NOT_READ:
        return False
    return all(entry.reading.reason in _NOT_UNDERSTOOD for entry in read.entries)


_NOT_READ = {Stop.NO_FIGURES, Stop.UNREADABLE, Stop.TOO_FEW, Stop.TOO_MANY}
_NOT_UNDERSTOOD = {
    Reason.NO_FIGURE,
    Reason.OPTION_UNKNOWN,
    Reason.SEVERAL,
    Reason.AMID_WORDS,
    Reason.UNCERTAIN,
}


def _clear(read: Answer) -> tuple[Figure, ...]:
    """The figures of an answer in which nothing is doubtful; none of any other."""
    if read.trouble or any(entry.reading.action is not Treatment.ACCEPT for entry in read.entries):
        return ()
    return tuple(figure_of(entry) for entry in read.entries)


def awaited_by(turn: ReportTurn) -> Awaited:
    """What the conversation waits for, and what else this person may give."""
    part, sheet = turn.part, turn.part.sheet
    block = sheet.form.blocks_by_id.get(turn.conversation.block_id or "")
    later = [other for other in part.open_blocks if other != block]
    return Awaited(
        form=sheet.form,
        block=block,
        later=in_asking_order(part.blocks, later, block),
        owned=part.codes,
        previous=sheet.previous,
        current=sheet.figures,
    )


def _read(turn: ReportTurn, awaited: Awaited) -> Answer:
    """An answer is for the figures that were asked about, or for those of the block that are
    open; a whole row of the block is taken as well."""
    narrowed = _narrowed(awaited, turn.conversation.pending)
    if narrowed is None:
        return read_answer(turn.incoming.text, awaited)
    read = read_answer(turn.incoming.text, narrowed)
    if read.trouble is None and read.action in (Treatment.ACCEPT, Treatment.CONFIRM):
        return read
    whole = read_answer(turn.incoming.text, awaited)
    return whole if whole.trouble is None and whole.entries else read


def _narrowed(awaited: Awaited, pending: Pending | None) -> Awaited | None:
    block = awaited.block
    if block is None:
        return None
    asked = pending.codes if pending else ()
    codes = tuple(code for code in block.codes if code in asked)
    codes = codes or open_in(block, awaited.current)
    if codes == block.codes:
        return None
    later = () if pending else awaited.later
    return replace(awaited, block=replace(block, codes=codes), later=later)


def take(turn: ReportTurn, read: Answer, awaited: Awaited) -> Reply:
    """Write what is sure; hold what is not, and ask about it."""
    rates, said = take_typed_rates(turn.part.sheet, read.entries)
    entries = [entry for entry in read.entries if entry.reading.reason != "typed_rate"]
    sure = [*rates, *(figure_of(e) for e in entries if e.reading.action is Treatment.ACCEPT)]
    doubtful = [entry for entry in entries if entry.reading.action is not Treatment.ACCEPT]
    if read.trouble is None and not doubtful:
        return record(turn, sure, said)
    said = (*said, phrase_answer(read, awaited))
    judged = judge(turn, sure)
    changes = write(turn, judged.good)
    if judged.broken:
        held = (*judged.held, *judged.unusual)
        also = tuple(entry.code for entry in doubtful)
        return ask_about_rules(turn, judged.broken, held, changes, said, also)
    if judged.unusual:
        said = (*said, is_it_true(turn, judged.unusual))
    paragraphs = [echo(turn.part.sheet, changes)] if changes else []
    pending = _question(read, doubtful, judged.unusual)
    turn.moved(step(_at_trouble(turn, read, awaited), Held(pending)))
    choices = yes_or_no() if pending.waiting is Waiting.CONFIRM else ()
    return Reply("\n\n".join([*paragraphs, *said]), choices)


def figure_of(entry: Entry) -> Figure:
    """The figure that a reading stands for."""
    reading = entry.reading
    assert reading.state is not None  # only accepted and likely readings come here
    return Figure(entry.code, reading.state, reading.figure_value)


def _question(read: Answer, doubtful: list[Entry], unusual: tuple[Figure, ...]) -> Pending:
    """What is asked: a yes for likely readings, otherwise the figures again."""
    codes = (*(entry.code for entry in doubtful), *(figure.code for figure in unusual))
    likely = all(entry.reading.action is Treatment.CONFIRM for entry in doubtful)
    if read.trouble is None and likely:
        held = (*(figure_of(e) for e in doubtful), *unusual)
        return Pending(Waiting.CONFIRM, held, codes)
    return Pending(Waiting.ASK, (), codes)


def _at_trouble(turn: ReportTurn, read: Answer, awaited: Awaited) -> Conversation:
    """Wait for the block in which the reading stopped, not for the ones before it."""
    codes = read.trouble.codes if read.trouble else ()
    unsure = (e.code for e in read.entries if e.reading.action is not Treatment.ACCEPT)
    block_of = turn.part.sheet.form.block_of
    block = next((block_of[code] for code in (*codes, *unsure) if code in block_of), awaited.block)
    if block is None:
        return turn.conversation
    return step(turn.conversation, Asked(turn.part.sheet.obligation.id, block.id))
