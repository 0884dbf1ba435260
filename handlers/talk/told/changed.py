"""By how much it changes against another time: "giảm 15% so với 2015" is no figure to add up; the
rate that is asked for may be just that.

lan  < tăng 12,5% so với cùng kỳ
bot  > Bot không tự tính từ mức tăng, giảm. Xin gửi số của kỳ này, ví dụ: sửa 4.1 = …
"""

from __future__ import annotations

import re

from domain.report.forms import Kind
from domain.talk.messages import Reply
from domain.words import clean, fold
from handlers.figures.ask_block import open_in
from handlers.figures.questions import asked_besides
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.wishes.reports import ask_about, correction
from handlers.wording.say import say
from handlers.wording.understood import parted
from storage.catalogue.words import folded

_SHARE = re.compile(r"(?P<way>[a-z]+(?: [a-z]+){0,2}) (?P<share>\d+(?:[.,]\d+)?) ?(?:%|phan tram)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def by_share(request: Request) -> Reply | None:
    """What a sentence with one change, and no other figure, comes to; None for anything else."""
    if not request.incoming.typed or request.said.codes:
        return None
    parts = parted("told", "against", clean(request.incoming.text))
    if parts is None:
        return None
    text, against = map(fold, parts)
    found, turn = _SHARE.search(text), turn_of(request)
    if found is None or turn is None or folded("told", "changes").isdisjoint(found["way"].split()):
        return None
    if against.endswith("?") or _NUMBER.findall(text) != [found["share"]]:
        return None
    if asked_besides(turn) is not None:
        return None
    share = found["share"].replace(",", ".")
    if (code := _asked_rate(turn, against)) and (asked := ask_about(request, {code: share}, turn)):
        return asked
    return Reply(say("talk.by_share", example=correction(turn.part, "…")))


def _asked_rate(turn: ReportTurn, against: str) -> str:
    """The one open rate of the asked block whose name says against what: "so với 2015"."""
    sheet = turn.part.sheet
    block = turn.block
    years = set(_NUMBER.findall(against))
    found = [
        code
        for code in (open_in(block, sheet.figures) if block else ())
        if (line := sheet.indicator(code)).kind is Kind.PERCENT
        and not line.ratio
        and years
        and years <= set(_NUMBER.findall(line.label + " " + line.short))
    ]
    return found[0] if len(found) == 1 else ""
