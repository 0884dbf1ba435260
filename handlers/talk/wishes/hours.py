"""More time by the hour, for figures that are due today: passed on to whoever has asked for them.

nam   < chưa thống kê được, 4h rưỡi em gửi
bot   > Đã gửi UBND huyện Ân Thi xin gia hạn: ... ... đến 16 giờ 30 thứ Tư 11/9. ...
"""

from __future__ import annotations

import re

from domain.dates.moments import at_local, local
from domain.people.permissions import Action
from domain.report.requests import request_mark
from domain.talk.messages import Reply
from domain.talk.moments_said import TIME
from domain.tasks.details import MoreTime, read_more_time
from domain.words import aligned, clean, without_rim
from handlers.desk.owed import OwedReport
from handlers.owed.extension import ask_for_time
from handlers.question import ask_for
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from storage.catalogue.words import folded


def until_an_hour(request: Request) -> Reply | None:
    """An hour behind the due hour at which the figures will come; None for anything else."""
    text = clean(request.incoming.text)
    named = list(TIME.finditer(aligned(text)))
    if not request.incoming.typed or len(named) != 1:
        return None
    turn = turn_of(request)
    if turn is None or re.search(r"\d", text[: named[0].start()] + text[named[0].end() :]):
        return None
    report = turn.part.sheet.obligation
    hour, before, behind = named[0][0], text[: named[0].start()], text[named[0].end() :]
    wish = _until(hour, behind, request)
    if not request_mark(report.regime_id) or not _will_come(before, behind) or wish is None:
        return None
    until = at_local(wish.on, wish.at) if wish.on and wish.at else None
    if until is None or until <= max(report.due, request.work.now):
        return None
    if local(report.due).date() != request.work.today:
        return None
    if not request.work.may(request.person, Action.ASK_MORE_TIME, report.unit_id):
        return None
    words = f"đến {local(until):%Hh%M %d/%m} {_reason(before, behind)}".strip()
    owed = OwedReport(request.work, request.person, report, words)
    return ask_for(request, ask_for_time([owed], words))


def _until(hour: str, behind: str, request: Request) -> MoreTime | None:
    words = " ".join([hour, *behind.split()[:1]]).strip(" ,.")
    return read_more_time(words, None, request.work.today, request.work.catalogue.calendar)


def _will_come(before: str, behind: str) -> bool:
    """ "xin tới 17h", "17h em gửi", "5h mới có": asked for, or when it will be there."""
    asks = folded("cue", "more_time") | folded("cue", "until")
    front = set(re.findall(r"\w+", aligned(before)))
    told = set(re.findall(r"\w+", aligned(re.split(r"[,.;]", behind)[0])))
    return bool(front & asks) or bool(told & folded("small_talk", "done_then"))


def _reason(before: str, behind: str) -> str:
    """What is said besides the hour: "chỗ chị mất điện", "đang thống kê"."""
    polite = folded("sentence", "polite")
    behind_it, front = polite | folded("cue", "around_hour"), polite - {"cho"}  # "chỗ" is no "cho"
    said = (*re.split(r"[,.;]", before), *re.split(r"[,.;]", behind))
    told = (without_rim(each, front, behind_it, least=0) for each in said)
    return ", ".join(filter(None, told))
