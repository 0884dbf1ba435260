"""One figure in the place of another, without a code: the line is the one in which the old figure
stands, and the new one is shown before it is written.

lan  < ghi lộn 1 số, 13 thành 12
bot  > 4.2 hoàn thành đúng hạn: đang ghi 13 nhiệm vụ; hiểu là 12 nhiệm vụ, đúng không?
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.reading.numbers import read_number
from domain.reading.numerals_said import number_said
from domain.reading.spoken import NUMBER_WORDS
from domain.report.forms import Indicator
from domain.talk.mentions import codes_typed
from domain.talk.messages import Reply
from domain.words import clean, fold, without_rim
from handlers.figures.answer import is_one_figure
from handlers.figures.correct import ask_corrected
from handlers.figures.questions import ask_which_line, given_last, held_codes, stands_now
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.wishes.reports import ask_about, correction
from handlers.wording.in_place import in_place_of
from handlers.wording.say import say
from handlers.wording.understood import parted
from storage.catalogue.words import folded

_CLAUSE = re.compile(r"[,;.:]\s+")


@dataclass(frozen=True, slots=True)
class _InPlace:
    """The figure that stands, and the one that is meant, as they were typed."""

    old: str
    new: str


def replaced(request: Request) -> Reply | None:
    """The new figure for the line of the old one, asked about; None where the text tells no two
    figures so, or nothing was given yet."""
    if not request.incoming.typed:
        return None
    told = tuple(_told(request.incoming.text))
    coded = request.said.codes or any(codes_typed(each.old) for each in told)
    turn = turn_of(request) if told and not coded else None
    if turn is None:
        return None
    given = tuple(code for code in turn.part.codes if code in turn.part.sheet.figures)
    meant = [_without_lines(turn, each.new) for each in told]
    clear = [each for each, new in zip(told, meant, strict=True) if _is_number(new)]
    for codes in (held_codes(turn), given_last(turn), given):
        for each in clear:
            if lines := [code for code in codes if _is_of(turn, code, each.old)]:
                return _ask(request, turn, lines, each.new)
    last = told[-1]
    if not given or last not in clear or not _is_number(last.old):
        return None
    return Reply(say("talk.no_such_figure", old=last.old, example=correction(turn.part, meant[-1])))


def _told(text: str) -> Iterator[_InPlace]:
    """ "không phải 13 mà là 12", "12 chứ không phải 13", "13 thành 12"; "nhầm 13 thành 12" may as
    well be 12 that was typed for 13."""
    plain = clean(text).strip(" .!")
    if pair := in_place_of(plain):
        yield _bare(*pair)
    elif pair := parted("in_place", "into", plain):
        *before, old = _CLAUSE.split(pair[0])
        if not all(map(_tells_of_a_slip, before)):
            return
        told = _bare(old, pair[1])
        if not folded("told", "slip").isdisjoint(fold(old).split()):
            yield _InPlace(told.new, told.old)
        yield told
    elif pair := parted("in_place", "denied", plain):
        yield _bare(pair[1], pair[0])


def _tells_of_a_slip(clause: str) -> bool:
    """ "ghi lộn 1 số": that something is wrong, and nothing else."""
    small = folded("told", "beside") | folded("told", "slip")
    return all(word in small or number_said([word]) or word.isdigit() for word in _words(clause))


def _bare(old: str, new: str) -> _InPlace:
    small = folded("told", "beside") | folded("in_place", "front")
    small = (small - NUMBER_WORDS) | folded("told", "slip")  # "tạm" is no "tám"
    end = (folded("sentence", "polite") | folded("in_place", "end")) - NUMBER_WORDS
    first, *_ = _CLAUSE.split(new)
    return _InPlace(*(without_rim(each, small, small | end).strip(" ,.") for each in (old, first)))


def _words(text: str) -> list[str]:
    return fold(text).replace(",", " ").split()


def _is_number(typed: str) -> bool:
    return is_one_figure(typed) or number_said(typed.lower().split()) is not None


def _without_lines(turn: ReportTurn, typed: str) -> str:
    """Without words of the lines in front and behind: "tổng số 131", "120 phiếu"."""
    lines = map(called, map(turn.part.sheet.indicator, turn.part.codes))
    small = folded("told", "beside").union(*lines) - NUMBER_WORDS
    return without_rim(typed, small, small)


def _is_of(turn: ReportTurn, code: str, old: str) -> bool:
    """The old figure stands in this line, whose words may be beside it; or it is its code."""
    line = turn.part.sheet.indicator(code)
    if line.kind.written or line.ratio:
        return False
    if line.printed == old:
        return True
    before = stands_now(turn, code)
    read = read_number(_without_label(old, line).lower(), line.kind, line.options)
    return before is not None and read.sure and read.value == before


def _without_label(typed: str, line: Indicator) -> str:
    """ "văn bản chỉ đạo 13" -> "13"; a unit behind the number tells how much it is."""
    words, unit = called(line), frozenset(bases(line.unit))
    return without_rim(typed, words | unit, words - unit)


def _ask(request: Request, turn: ReportTurn, lines: Sequence[str], new: str) -> Reply | None:
    if len(lines) > 1:
        return ask_which_line(turn, new, lines)
    line = turn.part.sheet.indicator(lines[0])
    said = _without_label(new, line)
    read = read_number(said.lower(), line.kind, line.options)
    if read.sure and read.figure_value is not None:
        return ask_about(request, {line.code: f"{read.figure_value:f}"}, turn)
    return ask_corrected(turn, line.code, said)
