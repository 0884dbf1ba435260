"""A figure of the period before is to be put right: that report is meant, not the one that is being
filled. It is shown with the period before anything is written; who may open a closed one is said.

lan  < kỳ trước mục I.4 sửa lại 13 13 0 0
bot  > Sửa báo cáo 6 tháng đầu năm 2024:
       4.1 tổng số được giao: hiểu là 13, đúng không? ...
"""

from __future__ import annotations

from dataclasses import replace

from domain.reading.answers import read_answer
from domain.talk.conversation import Asked, step
from domain.talk.messages import Reply
from domain.words import clean, fold
from handlers.desk.owed import deciders
from handlers.figures.answer import all_asked, awaited_by, take
from handlers.figures.report_turn import ReportTurn
from handlers.report.name import report_name
from handlers.report.overtaken import who_closed
from handlers.report.parts import CORRECTED_WITHIN, Part, part_of
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.talk.wishes.reports import ask_about
from handlers.wording.example import example_in
from handlers.wording.say import say
from handlers.wording.understood import places
from handlers.work import addressed
from storage.catalogue.words import folded
from storage.reports.figures import CLOSED
from storage.reports.rounds import Obligation, obligation_of

WORDS_AT_MOST = 16


def of_the_past(request: Request) -> Reply | None:
    """The past report's figures, asked about, or who may open it again; None where nothing of it is
    to be changed."""
    incoming = request.incoming
    if not incoming.typed or not _mends_the_past(incoming.text):
        return None
    turn = turn_of(request)
    report = _before(turn) if turn else None
    if turn is None or report is None:
        return None
    part = part_of(turn.work, turn.person, report)
    if part is None:
        return None
    return _shut(turn, part) or _asked(request, turn, part)


def _mends_the_past(text: str) -> bool:
    if len(text.split()) > WORDS_AT_MOST or not any(map(str.isdigit, text)):
        return False
    when, mends = places("before_this", "when", text), places("before_this", "mends", text)
    return bool(when and mends) and not places("told", "this_period", text)


def _before(turn: ReportTurn) -> Obligation | None:
    """The report of the period before, of the same unit and regime."""
    sheet = turn.part.sheet
    owed, code = sheet.obligation, sheet.previous_code
    return obligation_of(turn.work.session, owed.unit_id, owed.regime_id, code) if code else None


def _shut(turn: ReportTurn, part: Part) -> Reply | None:
    """Why it takes no figures any more, and who may open it."""
    work, report = turn.work, part.sheet.obligation
    _, above = deciders(work, report.unit_id)
    who = ", ".join(map(addressed, above)) or say("past.superior")
    told = {"report": report_name(part.sheet), "who": who}
    if report.state in CLOSED:
        return Reply(say("past.closed", closed=who_closed(work, report.id), **told))
    if report.completed_at and report.completed_at < work.now - CORRECTED_WITHIN:
        return Reply(say("past.too_old", **told))
    return None


def _asked(request: Request, turn: ReportTurn, part: Part) -> Reply:
    name = report_name(part.sheet)
    first = step(turn.conversation, Asked(part.sheet.obligation.id, part.blocks[0].id))
    began = turn.began or turn.conversation
    said = replace(turn.incoming, text=_figures_in(request.incoming.text), choice="")
    about = replace(turn, incoming=said, part=part, conversation=first, began=began)
    awaited = awaited_by(about)
    read = read_answer(said.text, awaited)
    if read.trouble is None and read.entries:
        asked: Reply | None = take(about, all_asked(read), awaited)
    else:
        asked = ask_about(request, request.said.values.by_code, about)
    if asked is None:
        own = example_in(part.sheet.form, part.codes).fields
        return Reply(say("past.how", report=name, **own))
    return replace(asked, text="\n".join([say("past.title", report=name), asked.text]))


def _figures_in(text: str) -> str:
    """ "kỳ trước mục I.4 sửa lại 13 13 0 0" -> "I.4 13 13 0 0"."""
    small = folded("before_this", "when") | folded("before_this", "mends") | folded("block", "lead")
    said, kept = clean(text).split(), list[str]()
    longest = max(len(phrase.split()) for phrase in small)
    at = 0
    while at < len(said):
        lengths = range(min(longest, len(said) - at), 0, -1)
        ahead = (n for n in lengths if fold(" ".join(said[at : at + n])).strip(",:.") in small)
        skipped = next(ahead, 0)
        kept += [] if skipped else [said[at]]
        at += skipped or 1
    return " ".join(kept)
