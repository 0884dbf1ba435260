"""Figures, and behind them what stays open: "4.1 = 14, còn 4.2 để mai". The figures are written,
and of the rest it is said that nothing is.

lan  < 4.1 = 14, còn 4.2 để mai
bot  > Đã ghi 4.1 ... / “4.2 để mai”: bot chưa ghi gì, vẫn chờ.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from domain.reading.answers import is_row, read_answer
from domain.reading.numerals_said import number_said
from domain.report.figures import State
from domain.talk.messages import Reply
from domain.words import without_rim
from handlers.figures.answer import awaited_by
from handlers.figures.ask_block import open_in
from handlers.figures.questions import ask_which_line
from handlers.figures.report_turn import ReportTurn
from handlers.question import asked_now
from handlers.report.counted import fitting
from handlers.talk.give_figures import figures, reads_plainly, turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.said import read_said
from handlers.talk.wishes.by_line import told
from handlers.talk.wishes.reports import ask_about
from handlers.wording.say import say
from handlers.wording.understood import behind, places
from storage.catalogue.words import either_way, equals, folded, of_words

_CODE = re.compile(r"(?:[ivx]+\.)?\d+(?:\.\d+)+|[ivx]+\.\d+", re.IGNORECASE)


def figures_then(request: Request) -> Reply | None:
    """What is told in front is taken as if it had come alone; None where either half is anything
    else."""
    text = request.incoming.text
    if not request.incoming.typed or turn_of(request) is None:
        return None
    for sign in _signs().finditer(text):
        rest = behind("rest", "lead", text[sign.end() :])
        if rest and (reply := _one_of_several(request, text[: sign.start()], rest.strip(" .!"))):
            return reply
        if not rest or not _stays_open(rest):
            continue
        front = folded("rest", "before") | folded("around_answer", "before")
        first = request.retyped(without_rim(text[: sign.start()], front, ()))
        rest = rest.strip(" .!")
        if not any(map(str.isdigit, first.incoming.text)):
            continue
        if reply := _begun_row(first):
            return _with_rest(first, reply, rest)
        if not sign[0].strip():
            continue  # "17.465 3.598 nhưng chưa chắc": of the figures themselves
        if reads_plainly(first):
            return _both(first, rest)
        if reply := told(read_anew(first)):  # by the words of its line: "văn bản 13"
            return _with_rest(first, reply, rest)
    return None


def _begun_row(first: Request) -> Reply | None:
    """Some figures of the block from the first line on, asked about; None for anything else."""
    turn, row = turn_of(first), first.incoming.text
    assert turn is not None  # looked at before
    codes = _awaited_codes(turn)
    numbers = row.split()
    if not is_row(row) or not 1 < len(numbers) < len(codes):
        return None
    return ask_about(first, dict(zip(codes, numbers, strict=False)), turn)


def _awaited_codes(turn: ReportTurn) -> tuple[str, ...]:
    """The open lines of the block that is asked."""
    return open_in(turn.block, turn.part.sheet.figures) if turn.block else ()


def read_anew(request: Request) -> Request:
    """A part of a message about an awaited report, with what that part names."""
    turn = turn_of(request)
    assert turn is not None  # looked at before
    awaited = awaited_by(turn)
    read = read_said(request.work, request.person, request.incoming.text, awaited=awaited)
    return replace(request, said=fitting(read.said, awaited.form))


@of_words
@cache
def _signs() -> re.Pattern[str]:
    """A sign, or a word right behind a figure that leads to the rest."""
    joins = either_way("rest", "joins")
    return re.compile(rf"\s*[,;.]\s+|(?<=\d) +(?=(?:{joins})\s)", re.IGNORECASE)


def _one_of_several(request: Request, front: str, rest: str) -> Reply | None:
    """ "hai việc chưa xong, còn lại đúng hạn": how many the others are is not told; the one number
    is asked about."""
    turn = turn_of(request)
    assert turn is not None  # looked at before
    sheet, codes = turn.part.sheet, _awaited_codes(turn)
    small = folded("told", "beside") | folded("told", "no_line") | folded("sentence", "polite")
    names = {code: called(sheet.indicator(code)) - small for code in codes}
    words = set(_meant_words(rest)) - small
    number, *said = _meant_words(front) or [""]
    value = number if number.isdigit() else number_said([number])
    if value is None or not words or not words <= frozenset().union(*names.values()):
        return None
    told = set(said) - small
    lines = [code for code, name in names.items() if told and told <= name]
    if not lines or any(map(str.isdigit, rest)):
        return None
    if len(lines) == 1:
        asked = ask_about(request, {lines[0]: str(value)}, turn)
    else:
        asked = ask_which_line(turn, str(value), lines)
    left = say("talk.number_untold", said=rest)
    return replace(asked, text=f"{left}\n\n{asked.text}") if asked else None


def _meant_words(text: str) -> tuple[str, ...]:
    known = equals()
    said = (word for base in bases(text) for word in known.get(base, base).split())
    digits = (each for each in text.split()[:1] if each.isdigit())
    return (*digits, *said)


def _stays_open(rest: str) -> bool:
    """It comes later, or there is no figure yet; and it tells no figure itself."""
    words = _CODE.sub("", rest)
    open_ = places("rest", "later", rest) or places("rest", "no_data", rest)
    return bool(open_) and not any(map(str.isdigit, words))


def _both(first: Request, rest: str) -> Reply | None:
    """The figures; and where the rest has none yet and says of which line, that as well."""
    codes = _CODE.findall(rest)
    none_yet = bool(places("rest", "no_data", rest)) and not places("rest", "later", rest)
    if codes and none_yet:
        lines = [f"{code} {say('short.no_data')}" for code in codes]
        whole = first.retyped("\n".join([first.incoming.text, *lines]))
        if reads_plainly(whole) and not _takes_away(whole):
            return figures(whole)
    reply = figures(first)
    return _with_rest(first, reply, rest) if reply else None


def _takes_away(request: Request) -> bool:
    """A figure stands where there would be none yet."""
    turn = turn_of(request)
    assert turn is not None  # looked at before
    awaited = awaited_by(turn)
    entries = read_answer(request.incoming.text, awaited).entries
    none_yet = (entry for entry in entries if entry.reading.state is State.MISSING)
    return any(entry.code in awaited.current for entry in none_yet)


def _with_rest(first: Request, reply: Reply, rest: str) -> Reply:
    """The reply, and in front of a question or behind it that the rest is not written."""
    left = say("talk.stays_open", said=rest)
    asks = asked_now(first.work, first.incoming)
    text = f"{left}\n\n{reply.text}" if asks else f"{reply.text}\n\n{left}"
    return replace(reply, text=text)
