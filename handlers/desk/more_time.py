"""More time for a report: a commune asks with a reason, its superior grants it with one tap, the
old due day is kept.

lan   < /giahan 3 ngày chờ số liệu của công an xã
bot   > Đã gửi UBND huyện Ân Thi xin gia hạn: ... từ Chủ nhật 15/9 đến thứ Tư 18/9. ...
quynh < [cho gia hạn xã Bắc Sơn, quý III năm 2024]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from domain.dates.period_reading import no_such_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Reply
from handlers.desk.find import Meant, Order, in_state, names_by_mark, tapped_report
from handlers.desk.hold import find_to_change
from handlers.desk.owed import OwedReport, decision_taps
from handlers.names.units import unit_and_rest
from handlers.owed.extension import ask_for_time, decide, refuse, refuse_plainly
from handlers.question import ToAsk
from handlers.report.parts import units_of
from handlers.report.which import called_report, regime_in_front
from handlers.wording.refuse import refuse as refuse_to
from handlers.wording.said_periods import read_period
from handlers.wording.say import say
from handlers.wording.show_moments import show_until_seen
from handlers.work import Work
from storage.database.states import UNFINISHED
from storage.reports.report_extensions import asked_extensions, asked_report_extension
from storage.reports.rounds import Obligation, open_obligations

ASKED_AT_MOST = 4
_REPORT = re.compile(r"^\s*(?:xin\s+)?(?:báo cáo|bao cao)\b[\s:,]*", re.IGNORECASE)


def extend(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """`/giahan`: a superior gives more time, everybody else asks for it."""
    words = _REPORT.sub("", text)
    if work.below(person, Action.EXTEND_REPORT):
        return grant(work, person, words)
    return _ask(work, person, words)


# Asking


def _ask(work: Work, person: Official, text: str) -> Reply | ToAsk:
    typed = text
    if said := no_such_period(text.partition(":")[0]):
        return Reply(say("desk.no_such_period", said=said))
    mark, _, behind = text.partition(":")
    if names_by_mark(text):  # what somebody was asked who could grant it then
        report = tapped_report(work, person, Action.ASK_MORE_TIME, mark)
        if report is None:
            return refuse_to(work, person, "extend", "desk.extension.only_own")
        return ask_for_time([OwedReport(work, person, report, typed)], behind.strip())
    named, rest = unit_and_rest(text, work.units, work.today, work.units)
    units = {named.unit_id or "", *named.candidates} - {""}
    if units and not named.guessed:
        if units.isdisjoint(units_of(work, person)):
            return refuse_to(work, person, "extend", "desk.extension.only_own")
        text = rest
    mine = [
        report
        for report in open_obligations(work.session, units_of(work, person))
        if report.opens_on <= work.today
        and work.may(person, Action.ASK_MORE_TIME, report.unit_id)
        and not work.unit(report.unit_id).training
    ]
    regime, text = regime_in_front(work, text)
    period, words = _period_in_front(text, work.today)
    mine = [report for report in mine if regime in (None, report.regime_id)]
    meant = [report for report in mine if period in (None, report.period_code)]
    if not meant:
        return Reply(say("desk.extension.nothing_open"))
    if len({(report.regime_id, report.period_code) for report in meant}) > 1:
        first = called_report(work, meant[0])
        return Reply(say("desk.extension.which", period=first))
    return ask_for_time([OwedReport(work, person, report, typed) for report in meant], words)


def _period_in_front(text: str, today: date) -> tuple[str | None, str]:
    """`quý III: 3 ngày chờ huyện`; at the end it may belong to the reason."""
    head, colon, rest = text.partition(":")
    period, left = read_period(head, today)
    if period and colon and not left:
        return period, rest.strip()
    period, left = read_period(text, today)
    return (period, left) if period and text.endswith(left) else (None, text)


# Deciding


def _order(work: Work, person: Official, word: str) -> Order:
    fits = in_state(*UNFINISHED)
    return Order(work, person, word, Action.EXTEND_REPORT, fits, "desk.extension.nothing")


def waiting(work: Work, person: Official) -> list[Obligation]:
    """The reports of the units below for which more time is asked."""
    every = open_obligations(work.session, work.below(person, Action.EXTEND_REPORT))
    asked = asked_extensions(work.session, [report.id for report in every])
    return [report for report in every if report.id in asked]


def _waiting(work: Work, person: Official) -> Reply:
    """Who asks for more time, each with a tap for yes and one for no."""
    below, found = work.below(person, Action.EXTEND_REPORT), waiting(work, person)
    if not found:
        slug = min((work.units[unit_id].slug for unit_id in below), key=len)
        return Reply(say("desk.extension.nobody_asks", slug=slug))
    names = ", ".join(waiting_words(work, found))
    taps = [tap for report in found[:ASKED_AT_MOST] for tap in decision_taps(work, report)]
    return Reply(say("desk.extension.waiting", names=names), tuple(taps))


def grant(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The day that was asked for, or the one that is named."""
    if not text.strip(" :"):
        return _waiting(work, person)
    meant = find_to_change(_order(work, person, "gia-han"), text)
    if not isinstance(meant, Meant):
        return meant
    return decide(OwedReport(work, person, meant.report), meant.rest)


def refuse_extension(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The due day stays; who has asked hears why."""
    meant = find_to_change(_order(work, person, "khong-gia-han"), text)
    if not isinstance(meant, Meant):
        return meant
    return refuse(OwedReport(work, person, meant.report), meant.rest)


def refuse_without_reason(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The same, where no reason is given."""
    meant = find_to_change(_order(work, person, "khong-gia-han"), text)
    if not isinstance(meant, Meant):
        return meant
    return refuse_plainly(OwedReport(work, person, meant.report))


def waiting_words(
    work: Work, reports: Sequence[Obligation], asked_by: datetime | None = None
) -> list[str]:
    """`xã Bắc Sơn (quý III năm 2024, đến thứ Tư 18/9)`: the reports for which more time is
    asked, or was by a moment."""
    found = []
    for report in reports:
        if report.state not in UNFINISHED:
            continue
        request = asked_report_extension(work.session, report.id)
        if request is None or request.asked_at > (asked_by or work.now):
            continue
        if request.due > report.due:
            period, day = called_report(work, report), show_until_seen(request.due, work.today)
            name = work.unit(report.unit_id).name
            found.append(say("desk.extension.waiting_one", unit=name, period=period, day=day))
    return found
