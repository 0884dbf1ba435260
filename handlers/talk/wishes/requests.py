"""A request for more time, answered in words: "đồng ý" right behind it, "đồng ý xa-bac-son" later.

bot   > Xã Bắc Sơn xin gia hạn: ... đến thứ Tư 18/9. Lý do: ...
quynh < đồng ý
bot   > Đã cho gia hạn: ...
"""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Incoming, Reply
from handlers.desk.find import Order, in_state, opened, report_mark, reports_meant
from handlers.desk.more_time import grant, refuse_extension
from handlers.desk.owed import ASKED_KEY
from handlers.names.units import unit_and_rest
from handlers.question import ask_for
from handlers.talk.intent import Request
from handlers.wording.understood import behind
from handlers.work import Work
from storage.database.states import ObligationState
from storage.messages.outbox import told_last
from storage.reports.report_extensions import asked_report_extension
from storage.reports.rounds import Obligation, obligation


def answered(request: Request) -> Reply | None:
    """What was asked is granted or refused; None where the words answer no request."""
    work, person, incoming = request.work, request.person, request.incoming
    if incoming.choice or incoming.file is not None:
        return None
    for meaning, decide in (("refuse", refuse_extension), ("agree", grant)):
        rest = behind("request", meaning, incoming.text)
        if rest is None or not work.below(person, Action.EXTEND_REPORT):
            continue
        report, words = _asked_by(work, person, incoming, rest.strip(" .,!:"))
        if report is not None:
            decided = decide(work, person, f"{report_mark(report.id)} {words}".strip())
            return ask_for(request, decided)
    return None


def _asked_by(
    work: Work, person: Official, incoming: Incoming, rest: str
) -> tuple[Obligation | None, str]:
    """The one report for which the named unit asks; without a name the one just told of."""
    below = {unit_id: work.units[unit_id] for unit_id in work.below(person, Action.EXTEND_REPORT)}
    found, words = unit_and_rest(rest, below, work.today, work.units)
    if found.unit_id is None or found.guessed:
        told = None if rest else _just_told(work, incoming)
        return (told if told and told.unit_id in below else None), ""
    reports = opened(work, found.unit_id)
    asked = [each for each in reports if asked_report_extension(work.session, each.id)]
    if len(asked) != 1 or _to_approve(work, person, found.unit_id):
        return None, ""
    return asked[0], words


def _to_approve(work: Work, person: Official, unit_id: str) -> bool:
    """A complete report of the unit waits as well, which may be what was agreed to."""
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "duyet", Action.JUDGE_REPORT, fits, "desk.approve.nothing")
    return bool(reports_meant(order, unit_id, None))


def _just_told(work: Work, incoming: Incoming) -> Obligation | None:
    kind, _, rest = told_last(work.session, incoming.address).partition(":")
    report_id = rest.partition(":")[0]
    report = obligation(work.session, int(report_id)) if kind == ASKED_KEY else None
    waits = report is not None and asked_report_extension(work.session, report.id) is not None
    return report if waits else None
