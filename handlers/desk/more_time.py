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

from domain.dates.moments import local
from domain.dates.period_reading import no_such_period
from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.talk.question import Wanted
from handlers.delivery.outgoing import send_to_all
from handlers.desk.find import Meant, Order, in_state, report_mark
from handlers.desk.hold import find_to_change
from handlers.desk.order import ask_to_complete
from handlers.desk.tell import tell_office
from handlers.names.units import unit_and_rest
from handlers.owed.more_time import is_later, moved_to, read_wish
from handlers.owed.people import nearest_above
from handlers.owed.reason import reason_given
from handlers.question import ToAsk
from handlers.report.deadline import steps_for
from handlers.report.name import report_words
from handlers.report.parts import units_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import called_report, regime_in_front
from handlers.wording.refuse import refuse as refuse_to
from handlers.wording.said_periods import read_period
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_day, show_until
from handlers.wording.told import told_words
from handlers.work import Work, addressed
from storage.database.states import UNFINISHED
from storage.reports.report_extensions import (
    ask_report_extension,
    asked_report_extension,
    move_steps,
    refuse_report_extension,
)
from storage.reports.rounds import Obligation, extend_obligation, obligation, open_obligations

ASKED_AT_MOST = 4
ASKED_KEY = "extension"  # of the message that tells of a request
_REPORT = re.compile(r"^\s*(?:xin\s+)?(?:báo cáo|bao cao)\b[\s:,]*", re.IGNORECASE)


def extend(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """`/giahan`: a superior gives more time, everybody else asks for it."""
    words = _REPORT.sub("", text)
    if work.below(person, Action.EXTEND_REPORT):
        return grant(work, person, words)
    return _ask(work, person, words)


# Asking


def _ask(work: Work, person: Official, text: str) -> Reply | ToAsk:
    if said := no_such_period(text.partition(":")[0]):
        return Reply(say("desk.no_such_period", said=said))
    named, rest = unit_and_rest(text, work.units, work.today, work.units)
    units = {named.unit_id or "", *named.candidates} - {""}
    if units and not named.guessed:
        if units.isdisjoint(units_of(work, person)):
            return refuse_to(work, person, f"extend {text}", "desk.extension.only_own")
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
    wish = read_wish(work, words, meant[0].due)
    if wish.on is None or not reason_given(wish.reason):
        asked = say_ask("ask.desk.until_when")
        return ask_to_complete("gia-han", text, Wanted.DAYS, asked)
    due = moved_to(wish.on, meant[0].due)
    if not is_later(work, due, meant[0].due):
        return Reply(_not_later(meant[0], wish.on))
    return Reply("\n".join(_asked(work, person, report, due, wish.reason) for report in meant))


def _period_in_front(text: str, today: date) -> tuple[str | None, str]:
    """`quý III: 3 ngày chờ huyện`; at the end it may belong to the reason."""
    head, colon, rest = text.partition(":")
    period, left = read_period(head, today)
    if period and colon and not left:
        return period, rest.strip()
    period, left = read_period(text, today)
    return (period, left) if period and text.endswith(left) else (None, text)


def _not_later(report: Obligation, day: date) -> str:
    return say("desk.extension.not_later", day=show_day(day), due=show_until(report.due))


def _asked(work: Work, person: Official, report: Obligation, due: datetime, reason: str) -> str:
    ask_report_extension(work.session, report.id, due, report.due, person.id, work.now, reason)
    sheet = open_sheet(work, report)
    body, people = deciders(work, report.unit_id)
    words = _request(work, person, sheet, due, reason)
    key = f"{ASKED_KEY}:{report.id}:{work.now.isoformat()}"
    told = send_to_all(work, people, words, kind="judged", key=key)
    said = say(
        "desk.extension.asked",
        body=body,
        report=report_words(sheet),
        old=show_until(report.due),
        day=show_until(due),
    )
    return f"{said} {told_words(told) or say('desk.extension.unheard')}"


def deciders(work: Work, unit_id: str) -> tuple[str, Sequence[Official]]:
    """The nearest superior with somebody who may decide, and who that is."""
    superior, people = nearest_above(work, unit_id, (Role.SUPERIOR_STAFF, Role.SUPERIOR_LEADER))
    body = say("task.body", unit=superior.name) if superior else say("desk.again.superior")
    return body, people


def _request(work: Work, person: Official, sheet: Sheet, due: datetime, reason: str) -> Reply:
    total = len(sheet.form.asked())
    unit = sheet.unit.name
    words = say(
        "desk.extension.request",
        unit=unit[:1].upper() + unit[1:],
        report=report_words(sheet),
        old=show_until(sheet.obligation.due),
        day=show_until(due),
        reason=reason,
        name=addressed(person),
        given=total - len(sheet.open_codes()),
        total=total,
    )
    return Reply(words, _taps(work, sheet))


def _taps(work: Work, sheet: Sheet) -> tuple[Choice, ...]:
    period, mark = called_report(work, sheet.obligation), report_mark(sheet.obligation.id)
    yes = say("desk.tap_report", verb=say("desk.verb.gia-han"), unit=sheet.unit.name, period=period)
    no = say(
        "desk.tap_report", verb=say("desk.verb.khong-gia-han"), unit=sheet.unit.name, period=period
    )
    return Choice(yes, f"/gia-han {mark}"), Choice(no, f"/khong-gia-han {mark}")


# Deciding


def _order(work: Work, person: Official, word: str) -> Order:
    fits = in_state(*UNFINISHED)
    return Order(work, person, word, Action.EXTEND_REPORT, fits, "desk.extension.nothing")


def _waiting(work: Work, person: Official) -> Reply:
    """Who asks for more time, each with a tap for yes and one for no."""
    below = work.below(person, Action.EXTEND_REPORT)
    found = [
        report
        for report in open_obligations(work.session, below)
        if asked_report_extension(work.session, report.id)
    ]
    if not found:
        slug = min((work.units[unit_id].slug for unit_id in below), key=len)
        return Reply(say("desk.extension.nobody_asks", slug=slug))
    names = ", ".join(waiting_words(work, found))
    taps = [
        tap for report in found[:ASKED_AT_MOST] for tap in _taps(work, open_sheet(work, report))
    ]
    return Reply(say("desk.extension.waiting", names=names), tuple(taps))


def grant(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The day that was asked for, or the one that is named."""
    if not text.strip(" :"):
        return _waiting(work, person)
    meant = find_to_change(_order(work, person, "gia-han"), text)
    if not isinstance(meant, Meant):
        return meant
    request = asked_report_extension(work.session, meant.report.id)
    wish = read_wish(work, meant.rest, meant.report.due)
    if wish.on is not None:
        due = moved_to(wish.on, meant.report.due)
    elif request is not None:
        due = request.due
    else:
        asked = say_ask("ask.desk.until", slug=meant.unit.slug)
        mark = report_mark(meant.report.id)
        return ask_to_complete("gia-han", mark, Wanted.DAYS, asked, of=meant.unit.name)
    if not is_later(work, due, meant.report.due):
        return Reply(_not_later(meant.report, local(due).date()))
    reason = wish.reason or (request.reason if request else "")
    return _granted(work, person, meant, due, reason)


def _granted(work: Work, person: Official, meant: Meant, due: datetime, reason: str) -> Reply:
    before = meant.report
    last = work.catalogue.calendar.last_working_day_on_or_before(local(due).date())
    extend_obligation(work.session, before, due, last, person.id, work.now, reason)
    after = obligation(work.session, before.id)
    assert after is not None  # it was just extended
    moments = {step.name: step.at for step in steps_for(work, after)}
    move_steps(work.session, before.id, moments, str(before.due_on), work.now)
    fields = {"old": show_until(before.due), "day": show_until(due)}
    sheet = open_sheet(work, after)
    told = tell_office(work, person, sheet, "desk.extension.granted_told", **fields)
    return Reply(say("desk.extension.granted", report=report_words(sheet), told=told, **fields))


def refuse_extension(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The due day stays; who has asked hears why."""
    meant = find_to_change(_order(work, person, "khong-gia-han"), text)
    if not isinstance(meant, Meant):
        return meant
    sheet = open_sheet(work, meant.report)
    report = report_words(sheet)
    if asked_report_extension(work.session, meant.report.id) is None:
        return Reply(say("desk.extension.not_asked", report=report))
    reason = meant.rest.strip(" .:-")
    refuse_report_extension(work.session, meant.report.id, person.id, work.now, reason)
    why = say("task.extension.reason", reason=reason) if reason else ""
    day = show_until(meant.report.due)
    told = tell_office(work, person, sheet, "desk.extension.refused_told", day=day, why=why)
    return Reply(say("desk.extension.refused", report=report, told=told, day=day))


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
            period, day = called_report(work, report), show_until(request.due)
            name = work.unit(report.unit_id).name
            found.append(say("desk.extension.waiting_one", unit=name, period=period, day=day))
    return found
