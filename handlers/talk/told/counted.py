"""A number of things while other figures are asked: it is of the line that counts them, wherever
that stands; where no line does, or only one of a colleague's, that is said.

lan  < giải quyết xong 376 hồ sơ
bot  > 3.1.1 hồ sơ đã giải quyết xong: hiểu là 376 hồ sơ, đúng không?
lan  < tiếp nhận 381 hồ sơ
bot  > Chưa ghi: 381. Dòng VII.5.3.1 hồ sơ tiếp nhận do anh Minh ghi, không thuộc phần của chị Lan.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.report.forms import Indicator
from domain.report.shown import show
from domain.talk.messages import Reply
from handlers.figures.questions import ask_which_line
from handlers.figures.record import what_waits
from handlers.figures.report_turn import ReportTurn
from handlers.report.counted import (
    TASKS,
    SaidOf,
    counting,
    each_told,
    may_count,
    things_said,
    words_beside,
)
from handlers.report.parts import responsible
from handlers.talk.give_figures import reads_plainly, turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases, called
from handlers.talk.wishes.reports import ask_about, not_written
from handlers.wording.say import say
from handlers.work import addressed
from storage.catalogue.words import folded

_NONE = "khong"
Counted = tuple[Decimal, Sequence[Indicator]]
"""A number, and the lines that it may be of."""


def counted(request: Request) -> Reply | None:
    """The numbers of a text that tells nothing but how many there are of what, each for its line;
    None for any other text."""
    said = request.said
    if not request.incoming.typed:
        return None
    if said.codes or said.units or "?" in said.bases:
        return None
    told = tuple(each_told(said.tokens))
    if not told or not all(each.nouns - {TASKS} for _, each in told):
        return None
    turn = turn_of(request)
    if turn is None or reads_plainly(request):
        return None
    small = folded("told", "beside") | folded("sentence", "polite")
    strange = frozenset(words_beside(said.tokens)) - small
    form, owned = turn.part.sheet.form, turn.part.codes
    if strange and said.values.by_code and not said.values.left:
        return None  # words of the lines that are asked tell more
    every = [line for line in form.indicators.values() if line.asked]
    told_mine = [line for line in every if line.code in owned]
    mine = _each_its_own(request, told, told_mine, strange)
    if any(lines for _, lines in mine):
        return _taken(request, turn, mine)
    others = _each_its_own(request, told, every, strange)
    if strange and not any(lines for _, lines in others):
        return None
    return Reply("\n".join([*(_of_others(turn, *each) for each in others), *_waits(turn)]))


def none_counted(request: Request) -> Reply | None:
    """ "không có phản ánh nào" while a block is asked that counts none: of the lines that do; None
    for any other text."""
    said = request.said
    if not request.incoming.typed or said.codes:
        return None
    if _NONE not in said.bases or "?" in said.bases or any(map(str.isdigit, said.text)):
        return None
    told = things_said(said.tokens)
    small = folded("told", "beside") | folded("sentence", "polite") | {_NONE}
    if not told.nouns - {TASKS} or not small.issuperset(words_beside(said.tokens)):
        return None
    turn = turn_of(request)
    if turn is None:
        return None
    form, asked = turn.part.sheet.form, turn.block
    if asked is None or any(may_count(form.indicators[code], told) for code in asked.codes):
        return None
    mine = [form.indicators[code] for code in form.asked() if code in turn.part.codes]
    codes = [line.code for line in counting(mine, told)]
    if len({form.block_of[code].id for code in codes}) == 1:
        return ask_about(request, dict.fromkeys(codes, say("short.none_arisen")), turn)
    return Reply("\n".join([not_written(turn, ["0"], codes), *_waits(turn)]))


def _each_its_own(
    request: Request,
    told: Sequence[tuple[Decimal, SaidOf]],
    lines: Sequence[Indicator],
    strange: frozenset[str],
) -> list[Counted]:
    """The lines of each number, which have all the strange words beside it, without those that
    another number surely has."""
    alone = len(told) == 1
    found = [
        (number, _nearest(may, request.said.bases if alone else each.words, each))
        for number, each in told
        for beside in [strange if alone else strange & each.words]
        for may in [counting([line for line in lines if beside <= called(line)], each)]
    ]
    sure = {may[0].code for _, may in found if len(may) == 1}
    return [
        (number, may if len(may) == 1 else [line for line in may if line.code not in sure])
        for number, may in found
    ]


def _nearest(
    lines: Sequence[Indicator], words: frozenset[str], told: SaidOf
) -> Sequence[Indicator]:
    """Those whose names have most of the words, and fewest besides; all of them where the words are
    of all alike and tell no deed."""
    names = [frozenset(bases(line.short)) for line in lines]
    own = words - frozenset.intersection(*names) if names else frozenset()
    if not told.deeds and own.isdisjoint(frozenset().union(*names)):
        return lines
    near = {line.code: _near(line, words) for line in lines}
    return [line for line in lines if near[line.code] == max(near.values())]


def _near(line: Indicator, words: frozenset[str]) -> tuple[int, int]:
    own = frozenset(bases(line.short))
    return len(own & words), -len(own - words)


def _taken(request: Request, turn: ReportTurn, told: Sequence[Counted]) -> Reply | None:
    """What is clear is shown and asked; of what is not, the lines it may be of, or that none is."""
    clear = {lines[0].code: f"{number:f}" for number, lines in told if len(lines) == 1}
    left = [(number, [line.code for line in lines]) for number, lines in told if len(lines) != 1]
    if len(clear) + len(left) < len(told):
        return None  # two numbers for one line
    if len(told) == len(left) == 1:
        return ask_which_line(turn, show(left[0][0]), left[0][1])
    asked = ask_about(request, clear, turn)
    if asked is None:
        return None
    beside = [not_written(turn, [show(number)], codes) for number, codes in left]
    return Reply("\n\n".join([*beside, asked.text]), asked.choices)


def _of_others(turn: ReportTurn, number: Decimal, lines: Sequence[Indicator]) -> str:
    """Whose the line is, where there is just one."""
    if len(lines) != 1:
        return not_written(turn, [show(number)], ())
    work, line = turn.work, lines[0]
    people = responsible(work, turn.part.sheet.obligation.unit_id, line.owner, work.today)
    fields = {"number": show(number), "code": line.code}
    fields |= {"label": turn.part.sheet.short(line.code), "name": addressed(turn.person)}
    if not people:
        return say("talk.counted_of_nobody", **fields)
    return say("talk.counted_elsewhere", names=", ".join(map(addressed, people)), **fields)


def _waits(turn: ReportTurn) -> list[str]:
    """The block that is asked, for the next message."""
    block = turn.block
    return [what_waits(turn.part, block)] if block in turn.part.open_blocks else []
