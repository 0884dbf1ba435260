"""What is said of the figures that stand: that they are right, are another's or of another time,
that one of them shall be as before. Nothing is written unasked.

lan  < 14 14 là số năm ngoái, năm nay 16 15
bot  > Hiểu là: 4.1 tổng số được giao: 16 nhiệm vụ ... đúng không?
lan  < gửi nhầm, mấy số 14 14 0 0 là của xã Đa Lộc
bot  > Mục I.4 đang ghi 14 14 0 0. Bỏ các số ấy, gửi: hoàn tác ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from domain.reading.numerals_said import number_said
from domain.reading.spoken import NUMBER_WORDS
from domain.report.figures import Figure, State
from domain.report.shown import show
from domain.talk.messages import Choice, Reply
from domain.talk.yes_no import DROP
from domain.words import clean, fold, without_rim
from handlers.figures.questions import (
    CONFIRM,
    ask_which_line,
    asked_besides,
    given_last,
    held_by,
    stands_now,
)
from handlers.figures.record import what_waits
from handlers.figures.report_turn import ReportTurn
from handlers.figures.undo import last_given
from handlers.question import open_questions
from handlers.report.stand import STAND
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.told.rest import read_anew
from handlers.talk.wishes.by_line import told_in
from handlers.talk.wishes.reports import ask_about, correction
from handlers.wording.in_place import in_place_of
from handlers.wording.say import say
from handlers.wording.understood import behind, parted, places, state_said
from handlers.work import addressed
from storage.catalogue.words import folded, phrases
from storage.reports.figures import newest_entries

CHANGED_WITHIN = timedelta(hours=24)
_NONE = "khong"
_IN_TIME = "han"  # "đúng hạn" is a line
_CLAUSE = re.compile(r"[,;.]\s+")
_NUMBERS = re.compile(r"(?<![\w.,/])\d+(?:\.\d{3})*(?![\w/])")
_ROW = re.compile(r"(?<![\w.,/])\d+(?: \d+)+(?![\w.,/])")


def standing(request: Request) -> Reply | None:
    """What a text of that kind comes to; None for any other, and where nothing stands yet."""
    if not request.incoming.typed or request.said.codes:
        return None
    text, turn = clean(request.incoming.text).strip(" .!"), turn_of(request)
    kinds = (
        _none_not_unknown,
        _row_of_last,
        _one_by_one,
        _all_but_one,
        _one_right,
        _as_before,
        _removed,
    )
    if turn is None:
        return None
    return next((reply for kind in kinds if (reply := kind(request, turn, text))), None)


# None instead of unknown


def _none_not_unknown(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "không phải chưa có số liệu mà là không có văn bản": of the lines that wait for a yes, or
    were given last, as not known yet there are none."""
    unknown, none = in_place_of(text) or ("", "")
    if state_said(unknown) is not State.MISSING or fold(none).split()[:1] != [_NONE]:
        return None
    waiting = held_by(asked_besides(turn)).figures
    given = [turn.part.sheet.figures[code] for code in given_last(turn)]
    codes = [each.code for each in waiting or given if each.state is State.MISSING]
    return ask_about(request, dict.fromkeys(codes, say("short.none_arisen")), turn)


# A row that is written already


def _row_of_last(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """The row that was given last, or its beginning, with what is said of it behind."""
    rows = list(_ROW.finditer(text))
    if not rows:
        return None
    codes = _lines_of(turn, rows[0][0].split())
    said = text[rows[0].end() :].strip(" ,.;")
    if not codes:
        return None
    rest = behind("stood", "right", said)
    if rest is not None and len(rows) == 1 and _says_no_line(rest):
        return stays(turn)
    if behind("stood", "of_other", said) is None:
        return None
    new = rows[1][0].split() if len(rows) == 2 else []
    if len(new) == len(codes):
        return ask_about(request, dict(zip(codes, new, strict=True)), turn)
    return None if new else _not_mine(turn, codes, rows[0][0])


def _says_no_line(rest: str) -> bool:
    """ "14 13 đúng, còn lại chờ"; not "14 việc 13 đúng hạn 1 trễ"."""
    return not any(map(str.isdigit, rest)) and _IN_TIME not in fold(rest).split()


def _lines_of(turn: ReportTurn, row: Sequence[str]) -> tuple[str, ...]:
    """The lines that were given last, in which these figures stand one behind the other."""
    codes, numbers = given_last(turn), [Decimal(each) for each in row]
    stand = [stands_now(turn, code) for code in codes]
    starts = [
        at
        for at in range(len(codes) - len(numbers) + 1)
        if stand[at : at + len(numbers)] == numbers
    ]
    return codes[starts[0] : starts[0] + len(numbers)] if len(starts) == 1 else ()


def stays(turn: ReportTurn) -> Reply:
    """That what is written stays as it is, and what waits."""
    block = turn.block
    waits = [what_waits(turn.part, block)] if block in turn.part.open_blocks else []
    heard = say("talk.stays_right", name=addressed(turn.person))
    return Reply("\n\n".join([heard, *waits]))


def _not_mine(turn: ReportTurn, codes: Sequence[str], row: str) -> Reply:
    """How they are taken back, and how one of them is put right."""
    block = turn.part.sheet.form.block_of[codes[0]].id
    undo, example = phrases("command")["undo"][0], correction(turn.part, "…")
    recent = last_given(turn.work, turn.person)
    if recent is None or not {entry.code for entry in recent[1]} & set(codes):
        return Reply(say("talk.row_wrong_long_ago", block=block, row=row, example=example))
    text = say("talk.row_wrong", block=block, row=row, undo=undo, example=example)
    return Reply(text, (Choice(undo, undo),))


# Figures by what stands there


def _one_by_one(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "cái một đó là không, cái mười ba là mười bốn": each told by the figure that stands."""
    values: dict[str, str] = {}
    for clause in _CLAUSE.split(text):
        rest = behind("placed", "noun", without_rim(clause, folded("other_day", "before"), ()))
        pair = parted("placed", "is", rest) if rest else None
        if pair is None:
            return None
        old, new = (_number(_bare(each)) for each in pair)
        lines = [code for code in given_last(turn) if old == _written(turn, code)]
        if new is None or old is None or len(lines) != 1:
            return None
        values[lines[0]] = f"{new:f}"
    return ask_about(request, values, turn)


def _all_but_one(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "số nớ vẫn rứa, trừ kiểm tra là 2", "đúng hết trừ giải ngân 3,7 tỷ": the others stay, one is
    told by its line."""
    front, other = parted("stood", "but", text) or ("", "")
    if not places("stood", "right", front) or not _says_no_line(front):
        return None
    asked = (question.about for question in open_questions(turn.work, turn.incoming.address))
    if not given_last(turn) and STAND not in asked:
        return None
    return told_in(read_anew(request.retyped(other)), turn)


def _one_right(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "ủa 3598 đúng rồi mà, để lại như cũ": it was given just now, and stays."""
    found = _NUMBERS.findall(text)
    if len(found) != 1 or not places("stood", "surely", text):
        return None
    figures = {_written(turn, code) for code in given_last(turn)}
    return stays(turn) if Decimal(found[0].replace(".", "")) in figures else None


def _bare(said: str) -> str:
    polite = folded("sentence", "polite") | folded("around_answer", "behind")
    return without_rim(said, folded("stood", "beside"), polite - NUMBER_WORDS)


# One figure as it was


def _as_before(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "thôi để 120", "trả lại 14 đi": the figure that stood there before the last change, or the
    one that stands while another one waits for a yes."""
    said = behind("stood", "back", without_rim(text, folded("around_answer", "before"), ()))
    if said is None:
        return None
    number = _number(_bare(said))
    if number is None:
        return None
    question = asked_besides(turn)
    waits = question is not None and question.about == CONFIRM
    if waits and any(_written(turn, code) == number for code in held_by(question).codes):
        return request.answer(request.incoming, DROP)
    entries = newest_entries(turn.work.session, turn.part.sheet.obligation.id, turn.part.codes)
    since = turn.work.now - CHANGED_WITHIN
    lately = [e for e in entries.values() if e.at >= since and _value(turn, e.old) == number]
    codes = [entry.code for entry in lately if _written(turn, entry.code) != number]
    if len(codes) > 1:
        return ask_which_line(turn, show(number), codes)
    return ask_about(request, {codes[0]: f"{number:f}"}, turn) if codes else None


def _removed(request: Request, turn: ReportTurn, text: str) -> Reply | None:
    """ "bỏ số phiếu khảo sát đi": of that line there is no figure any more."""
    rest = behind("stood", "remove", without_rim(text, folded("around_answer", "before"), ()))
    if not rest or any(map(str.isdigit, rest)):
        return None
    small = folded("told", "beside") | folded("sentence", "polite")
    told = set(bases(rest)) - small
    given = [code for code in turn.part.codes if _written(turn, code) is not None]
    names = {code: called(turn.part.sheet.indicator(code)) for code in given}
    short = {code: frozenset(bases(turn.part.sheet.indicator(code).short)) for code in given}
    codes = [code for code in given if len(told) > 1 and told <= short[code]]
    codes = codes or [code for code in given if len(told) > 1 and told <= names[code]]
    if len(codes) != 1:
        return None
    return ask_about(request, {codes[0]: say("short.no_data")}, turn)


def _written(turn: ReportTurn, code: str) -> Decimal | None:
    return _value(turn, turn.part.sheet.figure(code))


def _value(turn: ReportTurn, figure: Figure | None) -> Decimal | None:
    return figure.number(turn.part.sheet.indicator(figure.code).kind) if figure else None


def _number(said: str) -> Decimal | None:
    plain = said.strip(" ,.")
    if fold(plain) == _NONE:
        return Decimal(0)
    if plain.isdigit():
        return Decimal(plain)
    spoken = number_said(plain.lower().split()) if plain else None
    return Decimal(spoken) if spoken is not None else None
