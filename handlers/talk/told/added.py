"""Right behind the figures: some more of one of them, or some less. The sum is shown and asked,
never written unasked, and what is added is never taken for the whole.

lan  < quên, thêm 2 nhiệm vụ nữa
bot  > Số 2 là của dòng nào?  [4.1. tổng số được giao] ...
lan  < 4.1
bot  > 4.1 tổng số được giao: 14 + 2 = 16, đúng không?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from domain.reading.numerals import Shape, read_numeral
from domain.reading.numerals_said import number_said
from domain.talk.messages import Reply
from domain.words import fold, without_rim
from handlers.figures.correct import ask_sum
from handlers.figures.questions import ask_which_line, asked_besides, given_last
from handlers.figures.report_turn import ReportTurn
from handlers.figures.said_again import REMEMBERED
from handlers.report.counted import fits, told_of
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.learnt import bases
from handlers.talk.wishes.reports import not_taken
from handlers.wording.say import say
from handlers.wording.understood import behind
from storage.catalogue.words import folded

_WHOLE = frozenset([Shape.PLAIN, Shape.THOUSANDS])


def added(request: Request) -> Reply | None:
    """The sum of what stands and what is added; None where nothing was given just now and no line
    is told."""
    turn = turn_of(request)
    if not request.incoming.typed or turn is None:
        return None
    taken = turn.conversation.taken
    if asked_besides(turn) is not None:
        return None
    late = taken is None or turn.work.now - taken.at > REMEMBERED
    given = [] if late else [code for code in given_last(turn) if _number(turn, code) is not None]
    inner = without_rim(request.incoming.text.strip(" .!"), folded("added", "before"), (), least=0)
    if not inner.strip(" ,."):
        forgot = not folded("added", "forgot").isdisjoint(request.said.bases)
        return Reply(say("talk.added_how")) if given and forgot else None
    for meaning, sign in (("more", 1), ("less", -1)):
        rest = behind("added", meaning, inner)
        if rest and (number := _counted(rest.split())) is not None:
            return _of_line(request, turn, sign * number, given, _words(rest))
    return None


def _counted(said: Sequence[str]) -> Decimal | None:
    """How many are added; None for days, and for what is no whole number."""
    first, *others = [fold(word).strip(",.") for word in said]
    if others and others[0] in folded("added", "no_figure"):
        return None
    if first[:1].isdigit():
        numeral = read_numeral(first)
        return numeral.value if numeral.shape in _WHOLE else None
    spoken = number_said([said[0].lower()])
    return Decimal(spoken) if spoken else None


def _words(rest: str) -> frozenset[str]:
    small = folded("told", "beside") | folded("added", "behind")
    return frozenset(word for word in bases(" ".join(rest.split()[1:])) if word not in small)


def _of_line(
    request: Request,
    turn: ReportTurn,
    more: Decimal,
    given: Sequence[str],
    words: Collection[str],
) -> Reply | None:
    """The line is told by its code or its words, or there is one only; else it is asked."""
    every = [code for code in turn.part.codes if _number(turn, code) is not None]
    named = [code for code in request.said.codes if code in every]
    codes = named or _called(turn, given, words) or _called(turn, every, words)
    about = told_of(request.said.tokens).get(abs(more))
    may = [code for code in codes or given if fits(turn.part.sheet.indicator(code), about)]
    if len(may) == 1:
        return ask_sum(turn, may[0], more)
    if may:
        return ask_which_line(turn, f"{abs(more):f}", may, added=more)
    return Reply(not_taken(request, turn, [abs(more)], given)) if given else None


def _called(turn: ReportTurn, codes: Iterable[str], words: Collection[str]) -> list[str]:
    """Those whose name or unit has all these words; none where none is told."""
    lines = {code: turn.part.sheet.indicator(code) for code in codes}
    names = {code: (line.label, line.short, line.unit) for code, line in lines.items()}
    known = {code: {w for text in told for w in bases(text)} for code, told in names.items()}
    return [code for code, own in known.items() if words and own.issuperset(words)]


def _number(turn: ReportTurn, code: str) -> Decimal | None:
    """What stands there, where it is something to add to."""
    line, figure = turn.part.sheet.indicator(code), turn.part.sheet.figure(code)
    if figure is None or line.options or line.ratio or line.kind.written:
        return None
    return figure.number(line.kind)
