"""The last digits of a figure were wrong: "2 số cuối" is how many digits, and no figure.

hoa  < danh may lon 2 so cuoi, 3.589 nha
bot  > 1.2 vốn đã giải ngân: đang ghi 3.598; hiểu là 3.589, đúng không?
"""

from __future__ import annotations

from decimal import Decimal

from domain.reading.numerals import read_numeral
from domain.report.shown import show
from domain.talk.held import Held
from domain.talk.messages import Reply
from handlers.figures.questions import (
    GIVE,
    ask_figures,
    ask_which_line,
    given_last,
    held_codes,
    stands_now,
)
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.wishes.reports import ask_about
from handlers.wording.say import say, say_ask
from handlers.wording.understood import places
from storage.catalogue.words import folded, vocabulary

OTHER_AT_MOST = 2  # digits that a slip of the finger changes


def last_digits(request: Request) -> Reply | None:
    """The new figure for the line whose figure begins alike, shown; where it is not said, it is
    asked for. None for anything else."""
    said, text = request.said, request.incoming.text
    last, first = (bool(places("digits", which, text)) for which in ("last", "first"))
    if request.incoming.choice or not (last or first):
        return None
    turn = turn_of(request)
    slip = said.bases & folded("told", "slip")
    codes = (held_codes(turn) or given_last(turn)) if turn else ()
    if turn is None or not slip or not codes:
        return None
    numbers = _numbers(request)
    if not numbers:
        return _ask(turn, codes) if last else None
    if len(numbers) > 1:
        return None
    alike = [code for code in codes if _nearly(stands_now(turn, code), numbers[0])]
    if len(alike) == 1:
        return ask_about(request, {alike[0]: f"{numbers[0]:f}"}, turn)
    return ask_which_line(turn, show(numbers[0]), codes)


def _numbers(request: Request) -> list[Decimal]:
    """Without how many digits it is about."""
    found, known = request.said.tokens, vocabulary("digits")
    bases = [token.base for token in found]
    phrases = frozenset().union(*known.folded().values())
    counting = {
        at
        for at in range(len(bases))
        for size in range(1, known.longest + 1)
        if " ".join(bases[at + 1 : at + 1 + size]) in phrases
    }
    digits = (t.base for at, t in enumerate(found) if at not in counting and t.base[:1].isdigit())
    return [read_numeral(each).value for each in digits]


def _nearly(old: Decimal | None, new: Decimal) -> bool:
    """As long, and alike but for a digit or two: 3598 and 3589."""
    if old is None or old == new:
        return False
    before, now = (f"{each:f}".replace(".", "") for each in (old, new))
    other = sum(one != two for one, two in zip(before, now, strict=False))
    return len(before) == len(now) > other and other <= OTHER_AT_MOST


def _ask(turn: ReportTurn, codes: tuple[str, ...]) -> Reply:
    line = turn.part.sheet.indicator(codes[-1])
    example = say("talk.correction", code=line.printed, value="…")
    asked = say_ask("ask.figures.digits", example=example)
    return ask_figures(turn, GIVE, Held(codes=codes), asked)
