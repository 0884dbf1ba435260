"""A message that its sender has edited: a correction of the figures it brought; and figures whose
line or block is told afterwards.

lan  < (sửa tin) 14 13 0 0
bot  > Đã sửa 4.2 Hoàn thành đúng hạn: 14 → 13
lan  < nhầm rồi, số đúng là 12
bot  > Số 12 là của dòng nào?  [...]
lan  < dòng thứ hai
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.people.people import Official
from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited
from domain.reading.codes import without_name
from domain.reading.readings import Reason, doubted
from domain.reading.shortcuts import behind_no
from domain.report.figures import Figure, State
from domain.report.shown import show, show_figure
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.held import Held
from domain.talk.messages import Incoming, Reply
from domain.words import clean, without_end
from handlers.figures.answer import answer, awaited_by, is_one_figure, take
from handlers.figures.questions import (
    CONFIRM,
    ask_figures,
    ask_which_line,
    given_last,
    held_codes,
)
from handlers.figures.report_turn import Edited, ReportTurn
from handlers.figures.said_again import REMEMBERED
from handlers.question import Answering, ask_again, settle
from handlers.report.own_example import own_example
from handlers.report.parts import Part, part_of
from handlers.turn import source_of
from handlers.wording.say import say, say_ask
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.messages.inbox import words_before
from storage.reports.figures import brought_by
from storage.reports.rounds import obligation
from storage.tasks.tasks import has_acted


def changes_nothing(work: Work, incoming: Incoming) -> bool:
    """An edit that changes no word; with a file it comes only where the file or its words are
    others."""
    before = words_before(work.session, incoming)
    same = before is not None and before.split() == incoming.text.split()
    return same and incoming.file is None


def correct(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Read the new text against the blocks that the old text answered, in its order; a figure that
    the edit leaves as it was stays as it has been corrected since. None where the old text had
    brought nothing: then the new one is a message like any other."""
    brought = brought_by(work.session, source_of(incoming))
    if brought is None:
        acted = has_acted(work.session, source_of(incoming))
        return Reply(say("correct.acted")) if acted else None
    found = obligation(work.session, brought.obligation_id)
    part = part_of(work, person, found) if found else None
    if part is None:
        return Reply(say("correct.unknown", **own_example(work, person).fields))
    form = part.sheet.form
    blocks = dict.fromkeys(form.block_of[code] for code in brought.figures if code in part.codes)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if first := next(iter(blocks), None):
        conversation = step(conversation, Asked(part.sheet.obligation.id, first.id))
    edited = Edited(tuple(blocks)[1:], brought.figures)
    return answer(ReportTurn(work, person, incoming, part, conversation, edited))


def instead(turn: ReportTurn) -> Reply | None:
    """ "à không, 2 tỷ 530" right behind what was written: the figures are for its lines, and wait
    for a yes; None for anything else."""
    said = "" if turn.incoming.choice else behind_no(clean(turn.incoming.text).lower())
    taken, codes = turn.conversation.taken, held_codes(turn) or given_last(turn)
    if not said or not codes or taken is None or turn.work.now - taken.at > REMEMBERED:
        return None
    said = without_end(said.rstrip(" ."), folded("other_day", "end"))
    if not is_one_figure(said):
        blocks = {turn.part.sheet.form.block_of[code].id for code in codes}
        return _shown(turn, said, blocks.pop()) if len(blocks) == 1 else None
    if len(codes) > 1:
        return ask_which_line(turn, said, codes)
    return ask_corrected(turn, codes[0], said)


def ask_corrected(turn: ReportTurn, code: str, said: str) -> Reply | None:
    """What is read so for that line, shown before it is written; None where it is not read."""
    block = turn.part.sheet.form.block_of[code].id
    return _shown(turn, say("talk.correction", code=code, value=said), block)


def _shown(turn: ReportTurn, said: str, block_id: str) -> Reply | None:
    """What is read so, for that block, shown before it is written; None where not all is read."""
    asked = step(turn.conversation, Asked(turn.part.sheet.obligation.id, block_id))
    spoken = replace(turn.incoming, text=said)
    began = turn.began or turn.conversation
    about = replace(turn, incoming=spoken, conversation=asked, began=began)
    awaited = awaited_by(about)
    read = read_answer(said, awaited)
    if read.trouble is not None or not read.entries:
        return None
    return _take_doubted(about, read, awaited)


def _take_doubted(turn: ReportTurn, read: Answer, awaited: Awaited) -> Reply:
    likely = tuple(replace(e, reading=doubted(e.reading, Reason.SEPARATED)) for e in read.entries)
    return take(turn, replace(read, entries=likely), awaited)


def block_chosen(turn: Answering) -> Reply | None:
    """The block is known now: the row is read for it."""
    work, (report_id, _, block_id) = turn.work, turn.word.partition("/")
    report = obligation(work.session, int(report_id)) if report_id.isdecimal() else None
    part = part_of(work, turn.person, report) if report else None
    if report is None or part is None or block_id not in part.sheet.form.blocks_by_id:
        return None
    settle(turn, turn.question)
    spoken = replace(turn.incoming, text=turn.question.data["said"], choice="")
    before = from_plain(conversations.load(work.session, turn.incoming.address))
    conversation = step(before, Asked(report.id, block_id))
    return answer(ReportTurn(work, turn.person, spoken, part, conversation))


def line_chosen(turn: Answering) -> Reply | None:
    """The line is known now: the figure is read as a correction of it."""
    work, data = turn.work, turn.question.data
    report = obligation(work.session, data["report"])
    part = part_of(work, turn.person, report) if report else None
    added = data.get("added")
    if part is not None and not added and (values := _in_turn(turn)):
        return _row_so_far(turn, part, values)
    code = turn.word or _printed(turn)
    if part is None or code not in part.codes:
        return None
    settle(turn, turn.question)
    if added:
        return ask_sum(_saying(turn, part, turn.incoming.text), code, Decimal(added))
    return answer(_saying(turn, part, say("talk.correction", code=code, value=data["value"])))


def ask_sum(turn: ReportTurn, code: str, more: Decimal) -> Reply:
    """What stands and what comes to it, or goes from it, with the sum: right? Where nothing stands
    there, or less than goes from it, the new figure is asked for."""
    sheet = turn.part.sheet
    line, figure = sheet.indicator(code), sheet.figure(code)
    old = figure.number(line.kind) if figure else None
    if old is None or old + more < 0:
        example = say("talk.correction", code=line.printed, value="…")
        return Reply(say("talk.the_new_figure", value=show(abs(more)), example=example))
    words = {"old": show(old), "sign": "+" if more > 0 else "−", "more": show(abs(more))}
    new = Figure(code, State.VALUE, old + more)
    text = say_ask(
        "ask.figures.sum",
        code=line.printed,
        label=sheet.short(code),
        new=show_figure(new, line),
        **words,
    )
    return ask_figures(turn, CONFIRM, Held(figures=(new,), codes=(code,)), text)


def _saying(turn: Answering, part: Part, said: str) -> ReportTurn:
    """These words, said about that report."""
    spoken = replace(turn.incoming, text=said, choice="")
    conversation = from_plain(conversations.load(turn.work.session, turn.incoming.address))
    return ReportTurn(turn.work, turn.person, spoken, part, conversation)


def _in_turn(turn: Answering) -> tuple[str, ...]:
    """The figure whose line was asked and the bare one that has come now: as well the next figure
    as the number of a line. None where a line was told or tapped."""
    typed = turn.said.strip(" .")
    return (turn.question.data["value"], typed) if typed.isdecimal() else ()


def _row_so_far(turn: Answering, part: Part, values: Sequence[str]) -> Reply:
    """Two figures for two lines are shown in their order, and wait for a yes; of more lines it is
    asked again."""
    codes = tuple(option.data for option in turn.question.options)
    if len(codes) != len(values):
        words = {"said": values[-1], "value": values[0], "count": len(codes)}
        return ask_again(turn, turn.question, say("answer.digit_or_line", **words))
    settle(turn, turn.question)
    said = "; ".join(f"{code}={value}" for code, value in zip(codes, values, strict=True))
    about = _saying(turn, part, said)
    awaited = awaited_by(about)
    return _take_doubted(about, read_answer(said, awaited), awaited)


def _printed(turn: Answering) -> str:
    """The line whose number is typed as the option shows it: "4.4", "dòng 2"."""
    typed = without_name(turn.said.strip(" .").lower())
    shown = {each.words.partition(" ")[0].strip("."): each.data for each in turn.question.options}
    return shown.get(typed, "")
