"""A head of office mends any figure of the own unit's report by its code; its owner is told.

dung < sửa I.4.2 = 13
bot  > Số của chị Lan đang được ghi. Thay bằng số của anh/chị, đúng không? ...
"""

from __future__ import annotations

import re

from domain.people.people import Official
from domain.reading.answers import read_answer
from domain.reading.awaited import Stop
from domain.talk.conversation import Conversation
from domain.talk.mentions import codes_typed
from domain.talk.messages import Incoming
from domain.words import fold
from handlers.figures.answer import awaited_by
from handlers.figures.questions import held_by
from handlers.figures.report_turn import ReportTurn
from handlers.question import open_question
from handlers.report.parts import CORRECTED_WITHIN, Part
from handlers.report.whole import headed_units, whole_report
from handlers.work import Work
from storage.reports.rounds import Obligation, obligation, open_obligations, recently_completed

_CODED = re.compile(
    r"(?:^|[\s;,(])(?:[ivxlc]+\.)?\d+(?:\.\d+)*(?:\.[a-z])?\.?\s*(?:=|:|->)"  # 4.2 = 13
    r"|^(?:sua|doi|chinh)\b"  # sửa 4.2 thành 13
)


def whole_part(
    work: Work,
    person: Official,
    incoming: Incoming,
    conversation: Conversation,
    own: Part | None,
) -> Part | None:
    """The whole report as one part, where a head names what others give, or answers a question
    about it; None for everybody else and everything else."""
    units = headed_units(work, person)
    if not units:
        return None
    held = held_by(open_question(work, incoming.address))
    if held.codes and (own is None or not set(held.codes) <= own.codes):
        return _part(work, person, obligation(work.session, held.report))
    taught = bool(_CODED.search(fold(incoming.text)))
    if not (taught or codes_typed(incoming.text)):
        return None
    if own is None:
        whole = headed_part(work, person, conversation)
        return whole if taught or (whole and _tells(work, person, incoming, whole)) else None
    turn = ReportTurn(work, person, incoming, own, conversation)
    trouble = read_answer(incoming.text, awaited_by(turn)).trouble
    foreign = trouble is not None and trouble.reason is Stop.FOREIGN_CODE
    headed = own.sheet.obligation.unit_id in units
    return _part(work, person, own.sheet.obligation) if foreign and headed else None


def headed_part(work: Work, person: Official, conversation: Conversation) -> Part | None:
    """The whole report that the conversation is about, else the one that is filled now, of a unit
    that the person heads."""
    units = headed_units(work, person)
    report = (_asked(work, units, conversation) or _newest(work, units)) if units else None
    return _part(work, person, report)


def _tells(work: Work, person: Official, incoming: Incoming, whole: Part) -> bool:
    """Its figures are told by their codes: "VI.1.2 3958 chứ không phải 3598"."""
    turn = ReportTurn(work, person, incoming, whole, Conversation())
    read = read_answer(incoming.text, awaited_by(turn))
    return read.trouble is None and bool(read.entries)


def _asked(work: Work, units: frozenset[str], conversation: Conversation) -> Obligation | None:
    """The report that the conversation is about."""
    if conversation.obligation_id is None:
        return None
    found = obligation(work.session, conversation.obligation_id)
    return found if found and found.unit_id in units else None


def _newest(work: Work, units: frozenset[str]) -> Obligation | None:
    """The open report that is due first, otherwise the one that was completed last."""
    if waiting := open_obligations(work.session, units):
        return waiting[0]
    recent = recently_completed(work.session, units, work.now - CORRECTED_WITHIN)
    return recent[-1] if recent else None


def _part(work: Work, person: Official, report: Obligation | None) -> Part | None:
    return whole_report(work, person, report) if report else None
