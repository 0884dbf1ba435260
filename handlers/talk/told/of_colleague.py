"""A head of office tells figures that a colleague gives, and names the colleague: read against the
part of that one alone, shown and asked.

dung < 4.2 của Lan là 13
bot  > 4.2 hoàn thành đúng hạn: Hiểu là 13 nhiệm vụ, đúng không?
dung < phần của Minh tôi ghi luôn: 1 1 1 100
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.people.people import Official
from domain.reading.answers import is_row, read_answer
from domain.talk.conversation import Asked, step
from domain.talk.messages import Reply
from domain.words import fold
from handlers.figures.answer import all_asked, awaited_by, take
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import Part, fields_of
from handlers.talk.give_figures import headed_turn
from handlers.talk.intent import Request
from handlers.talk.wishes.by_line import told_in
from storage.catalogue.words import folded


def of_colleague(request: Request) -> Reply | None:
    """What is told of the lines of the one colleague who is named; None for anything else, and for
    everybody but a head."""
    text = request.incoming.text
    if not request.incoming.typed or "?" in text:
        return None
    if len(request.said.people) != 1 or not any(map(str.isdigit, text)):
        return None
    colleague = request.work.people[request.said.people[0]]
    turn = _their_part(request, colleague)
    if turn is None or colleague.id == request.person.id:
        return None
    said = _without_name(text, colleague)
    row = said.rpartition(":")[2].strip(" .!")
    if row != said and is_row(row):
        return _row(turn, row)
    spoken = replace(turn, incoming=replace(turn.incoming, text=said))
    awaited = awaited_by(spoken)
    read = read_answer(said, replace(awaited, correcting=True))
    if read.trouble is None and read.entries:
        return take(spoken, all_asked(read), awaited)
    return told_in(request, turn, without={fold(colleague.name).split()[-1]})


def _their_part(request: Request, colleague: Official) -> ReportTurn | None:
    """The lines of the colleague in the report that the head puts together."""
    turn, work = headed_turn(request), request.work
    if turn is None:
        return None
    sheet = turn.part.sheet
    fields = fields_of(work, colleague, sheet.obligation.unit_id, work.today)
    theirs = Part(sheet, fields, (), as_head=True)
    return replace(turn, part=theirs) if fields and theirs.codes else None


def _row(turn: ReportTurn, row: str) -> Reply | None:
    """A row for the first block of that part which is open and has as many lines."""
    sheet = turn.part.sheet
    for block in turn.part.owned.open_in(sheet.figures) or turn.part.blocks:
        asked = step(turn.conversation, Asked(sheet.obligation.id, block.id))
        spoken = replace(turn.incoming, text=row)
        about = replace(turn, incoming=spoken, conversation=asked, began=turn.conversation)
        awaited = awaited_by(about)
        read = read_answer(row, awaited)
        if read.trouble is None and read.entries:
            return take(about, all_asked(read), awaited)
    return None


def _without_name(text: str, colleague: Official) -> str:
    """ "4.2 của Lan là 13" -> "4.2 là 13"."""
    given = fold(colleague.name).split()[-1]
    small = folded("sentence", "salutation") | folded("around_titled", "of_unit")
    kept: list[str] = []
    for word in text.split():
        if fold(word).strip(",.:") != given:
            kept.append(word)
            continue
        while kept and fold(kept[-1]) in small:
            kept.pop()
        if kept and (sign := re.search(r"[,.:]+$", word)):
            kept[-1] += sign[0]
    return " ".join(kept)
