"""A register by words: a row in a sentence, another cell of one, shown, or where to send it.

ha   < thêm 78/UBND-VP ngày 12/11 về việc rà soát thủ tục hành chính
bot  > Ghi dòng này vào danh mục I.2.B? “78/UBND-VP; 12/11/2022; Rà soát ...”    [đúng] [sai]
ha   < dòng 2 sai ngày, đúng là 14/11
bot  > Dòng 2 của danh mục I.2.B: “...; 12/11/2022; ...” → “...; 14/11/2022; ...”? [đúng] [sai]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates.day_reading import DaySaid, read_day
from domain.people.people import Official
from domain.report.forms import Kind, RowCell
from domain.report.written import Rows, rows_of
from domain.talk.conversation import Conversation, from_plain
from domain.talk.messages import Incoming, Reply
from domain.talk.yes_no import NO
from domain.writing.register import BadRow, RowFlaw, looks_like_rows
from domain.writing.row_said import RowAct, RowSaid, read_row_said
from domain.writing.text_named import TextAct, TextNamed
from handlers.figures.report_turn import ReportTurn
from handlers.question import Answering
from handlers.report.heading import ask_written
from handlers.text.asked import ask_about, place_decided, report_turn
from handlers.text.rows import bad_words
from handlers.text.which import TextPlace, own_registers
from handlers.text.write import act_on, awaited_of, open_heading
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.understood import behind, says
from handlers.work import Work
from storage.catalogue.words import phrases, vocabulary
from storage.messages import conversations

ROW = "text.row"
_ACTS = {RowAct.ADD: TextAct.WRITE, RowAct.CHANGE: TextAct.REWRITE, RowAct.REMOVE: TextAct.REMOVE}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be done with which rows, and how the register stands."""

    turn: ReportTurn
    place: TextPlace
    rows: Rows


def take_row_said(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """The reply to words about a register of the person: the one that is asked, or the only one;
    None for any other message, and while a heading of prose is written."""
    if not incoming.typed:
        return None
    shown, where = (says("register", each, incoming.text) for each in ("show", "where"))
    said = None if shown or where else _rows_said(incoming.text)
    if not (shown or where or said):
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    awaited = awaited_of(work, person, conversation)
    if awaited is not None and awaited.line.kind is not Kind.TABLE:
        return None
    places = [awaited] if awaited else list(own_registers(work, person, conversation))
    if any(looks_like_rows(incoming.text, place.line.row) for place in places):
        return None  # typed as it is taught: written at once
    adds = behind("row", "add", incoming.text) is not None
    if said and (awaited or said[0].row or adds):  # otherwise it may be of anything else
        return _act(work, person, incoming, conversation, _fitting(places, said), said)
    if said or not places:
        return None
    if shown and len(filled := [each for each in places if _standing(each)]) == 1:
        places = filled
    if len(places) > 1:
        return _which(places, shown=shown)
    turn = ReportTurn(work, person, incoming, places[0].part, conversation)
    if shown:
        return open_heading(turn, places[0], show=True)
    return Reply(ask_written(places[0].part.sheet, places[0].line)) if awaited else _where(places)


def _rows_said(text: str) -> tuple[RowSaid, ...]:
    """What each line wants; nothing where one of them is no such sentence."""
    lines = [bare for line in text.splitlines() if (bare := _without_end(line))]
    read = [read_row_said(line, vocabulary("row")) for line in lines]
    found = tuple(each for each in read if each)
    added = all(each.act is RowAct.ADD for each in found)
    return found if len(found) == len(read) and (added or len(found) == 1) else ()


def _without_end(line: str) -> str:
    """Without polite words at its end."""
    typed, polite = line.split(), phrases("register")["end"]
    while typed and typed[-1].lower().strip(" .,!") in polite:
        typed.pop()
    return " ".join(typed)


def _fitting(places: Sequence[TextPlace], said: Sequence[RowSaid]) -> list[TextPlace]:
    """The registers that have the cells that are told, and rows where one is to be changed."""
    return [
        place
        for place in places
        if all(_cells(each, place.line.row) is not None for each in said)
        and (said[0].act is RowAct.ADD or _standing(place))
    ]


def _standing(place: TextPlace) -> Rows:
    return rows_of(place.part.sheet.figure(place.line.code))


def _cells(said: RowSaid, columns: Sequence[RowCell]) -> dict[int, str] | None:
    """Which cell of a row is told as what; None where the register has no such cell. Documents are
    told by number, day and what they are about, in that order."""
    days = [at for at, column in enumerate(columns) if column.is_day]
    documents = len(columns) == 3 and days == [1]
    if (said.number or said.about) and not documents:
        return None
    if said.day and not days:
        return None
    told = {0: said.number, days[0] if days else 0: said.day, 2: said.about}
    return {at: cell for at, cell in told.items() if cell}


def _act(
    work: Work,
    person: Official,
    incoming: Incoming,
    conversation: Conversation,
    places: Sequence[TextPlace],
    said: Sequence[RowSaid],
) -> Reply | None:
    if len(places) != 1:
        return _which(places, shown=False) if places else None
    place = places[0]
    turn = ReportTurn(work, person, incoming, place.part, conversation)
    wanted = _Wanted(turn, place, _standing(place))
    if said[0].act is RowAct.ADD:
        return _ask_to_add(wanted, said)
    row = said[0].row or len(wanted.rows)
    if row > len(wanted.rows):
        code, count = place.line.code, len(wanted.rows)
        return Reply(say("text.rows.no_row", row=row, code=code, count=count))
    return _ask_to_change(wanted, said[0], row)


def _ask_to_add(wanted: _Wanted, said: Sequence[RowSaid]) -> Reply:
    place, columns = wanted.place, wanted.place.line.row
    rows: list[list[str]] = []
    for each in said:
        cells = _cells(each, columns) or {}
        day = _day(each.day, wanted.turn.work.today) if each.day else ""
        if day is None:
            return _no_day(wanted, each.day)
        rows.append([day if c.is_day else cells.get(at, "") for at, c in enumerate(columns)])
    shown = "\n".join(f"“{_shown(row)}”" for row in rows)
    text = say_ask("ask.text.row_add", code=place.line.code, rows=shown)
    return _ask(wanted, RowAct.ADD, 0, "\n".join("\t".join(row) for row in rows), text)


def _ask_to_change(wanted: _Wanted, said: RowSaid, row: int) -> Reply:
    place, standing = wanted.place, wanted.rows[row - 1]
    code, columns = place.line.code, place.line.row
    if said.act is RowAct.REMOVE:
        text = say_ask("ask.text.row_remove", row=row, code=code, old=_shown(standing))
        return _ask(wanted, said.act, row, "", text)
    now = list(standing)
    for at, cell in (_cells(said, columns) or {}).items():
        new = _day(cell, wanted.turn.work.today, now[at]) if columns[at].is_day else cell
        if new is None:
            return _no_day(wanted, cell)
        now[at] = new
    if tuple(now) == standing:
        return Reply(say("text.row.same", row=row, code=code, row_now=_shown(standing)))
    fields = {"row": row, "code": code, "old": _shown(standing), "new": _shown(now)}
    return _ask(wanted, said.act, row, "\t".join(now), say_ask("ask.text.row_change", **fields))


def _no_day(wanted: _Wanted, cell: str) -> Reply:
    said = " ".join(wanted.turn.incoming.text.split())
    return Reply(bad_words(wanted.place.line, BadRow(1, said, RowFlaw.DAY, cell)))


def _day(typed: str, today: date, standing: str = "") -> str | None:
    """The day as the register keeps it. Without a year it is of the standing day's year, otherwise
    of this one; of the year before where it would be to come: it is shown and asked. None where
    there is no such day."""
    read, before = read_day(typed.lower()), read_day(standing.lower())
    if isinstance(read, DaySaid):
        return f"{read.day:%d/%m/%Y}"
    year = before.day.year if isinstance(before, DaySaid) else today.year
    latest = max(today, before.day) if isinstance(before, DaySaid) else today
    tried = [
        read_day(f"{typed}{mark}{each}".lower()) for each in (year, year - 1) for mark in _MARKS
    ]
    days = [each.day for each in tried if isinstance(each, DaySaid) and each.day <= latest]
    return f"{days[0]:%d/%m/%Y}" if days else None


_MARKS = ("/", ".", "-", " năm ")


def _shown(cells: Sequence[str]) -> str:
    return "; ".join(cells)


def _ask(wanted: _Wanted, act: RowAct, row: int, cells: str, text: Asking) -> Reply:
    was = "\t".join(wanted.rows[row - 1]) if row else ""
    data = {"act": act.value, "row": str(row), "cells": cells, "was": was}
    return ask_about(wanted.turn, wanted.place, ROW, text, **data)


def decided(turn: Answering) -> Reply | None:
    """Written after a yes, unless another row stands there by now; a no leaves the register."""
    place = place_decided(turn)
    if place is None:
        return None
    data, code = turn.question.data, place.line.code
    if turn.word == NO:
        return Reply(say("text.row.left", code=code))
    row, rows = int(data["row"]), _standing(place)
    if row and (row > len(rows) or "\t".join(rows[row - 1]) != data["was"]):
        return Reply(say("text.row.moved", row=row, code=code))
    act = _ACTS[RowAct(data["act"])]
    return act_on(report_turn(turn, place), place, TextNamed(act, code, data["cells"], row))


def _which(places: Sequence[TextPlace], *, shown: bool) -> Reply:
    """Several registers may be meant: how each is named."""
    lines = [
        say("text.row.named", code=place.line.code, label=place.part.sheet.short(place.line.code))
        for place in places
    ]
    text_id = "text.row.which_shown" if shown else "text.row.which"
    return Reply(say(text_id, registers="\n".join(lines), code=places[0].line.code))


def _where(places: Sequence[TextPlace]) -> Reply:
    place = places[0]
    example = place.line.example or "; ".join(column.title for column in place.line.row)
    label = place.part.sheet.short(place.line.code)
    return Reply(say("text.row.where", code=place.line.code, label=label, example=example))
