"""A head of office mends any figure of the own unit's report by its code; its owner is told.

dung < sửa I.4.2 = 13
bot  > Số của chị Lan đang được ghi. Thay bằng số của anh/chị, đúng không? ...
"""

from __future__ import annotations

import re

from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.reading.answers import read_answer
from domain.reading.awaited import Stop
from domain.talk.conversation import Conversation
from domain.talk.messages import Incoming
from domain.words import fold
from handlers.figures.answer import awaited_by
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import CORRECTED_WITHIN, Part
from handlers.report.sheet import open_sheet
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
    units = _headed(work, person)
    if not units:
        return None
    pending = conversation.pending
    if pending is not None and (own is None or not set(pending.codes) <= own.codes):
        return _part(work, _asked(work, units, conversation))
    if not _CODED.search(fold(incoming.text)):
        return None
    if own is None:
        return _part(work, _asked(work, units, conversation) or _newest(work, units))
    turn = ReportTurn(work, person, incoming, own, conversation)
    trouble = read_answer(incoming.text, awaited_by(turn)).trouble
    foreign = trouble is not None and trouble.reason is Stop.FOREIGN_CODE
    headed = own.sheet.obligation.unit_id in units
    return _part(work, own.sheet.obligation) if foreign and headed else None


def _headed(work: Work, person: Official) -> frozenset[str]:
    """The units whose whole report the person may mend, those merged into them included."""
    if all(post.role is not Role.OFFICE_HEAD for post in person.posts_on(work.today)):
        return frozenset()
    reached = work.scope(person, Action.GIVE_FIGURES)
    return frozenset(unit_id for unit_id in reached if _heads(work, person, unit_id))


def _heads(work: Work, person: Official, unit_id: str) -> bool:
    acting = work.acting_for(unit_id, work.today)
    posts = person.posts_on(work.today)
    return any(post.unit_id in acting and post.role is Role.OFFICE_HEAD for post in posts)


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


def _part(work: Work, report: Obligation | None) -> Part | None:
    if report is None or not work.unit(report.unit_id).valid_on(report.closes):
        return None
    sheet = open_sheet(work, report)
    return Part(sheet, tuple(sheet.form.owners), (), as_head=True)
