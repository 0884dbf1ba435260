"""A letter that came later: an open round whose days are others now moves, and who owes it hears.

bot  > Hạn nộp Báo cáo ... quý III năm 2024 của xã Bắc Sơn đã đổi: từ Chủ nhật 15/9/2024 sang
       thứ Sáu 20/9/2024. ...
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial

from domain.dates.ladder import OFFICE_HOURS, allowed
from domain.dates.moments import local
from domain.dates.regimes import Round, round_of
from domain.talk.messages import Reply
from handlers.delivery.alarm import alarm
from handlers.figures.complete import office
from handlers.owed.tell import send_to_all
from handlers.report.deadline import steps_for
from handlers.report.name import report_words
from handlers.report.opened_round import write_round
from handlers.report.sheet import open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_full_until
from handlers.work import Work
from storage.database.apart import apart
from storage.database.audit import note
from storage.database.states import UNFINISHED
from storage.reports.report_extensions import move_steps
from storage.reports.rounds import Obligation, OpenedRound, obligations_in, opened_rounds

log = logging.getLogger(__name__)

KIND, MOVED = "due_moved", "round.moved"


def move_rounds(work: Work) -> bool:
    """Give open rounds the days that the catalogue has for them now. What is over stays as it was:
    nobody becomes late or punctual by a letter of afterwards. False where somebody is to be told
    and this is no hour for it: then nothing is moved yet."""
    moved = list(_moved(work))
    told = any(before.due_at != now.due for before, now in moved)
    if told and not allowed(work.now, OFFICE_HOURS, work.catalogue.calendar):
        return False
    for before, now in moved:
        _move(work, before, now)
    return True


def _moved(work: Work) -> Iterator[tuple[OpenedRound, Round]]:
    regimes = {regime.id: regime for regime in work.catalogue.regimes}
    for opened in opened_rounds(work.session):
        regime = regimes.get(opened.regime_id)
        now = regime and round_of(regime, opened.period_code, work.catalogue.calendar)
        if now and max(opened.due_at, now.due) > work.now and _days(opened) != _days_now(now):
            yield opened, now


def _days(opened: OpenedRound) -> tuple[object, ...]:
    moments = (opened.legal_due, opened.due_at)
    return *moments, opened.opens_on, opened.starts, opened.closes, opened.last_working_day


def _days_now(now: Round) -> tuple[object, ...]:
    days = (now.opens_on, now.period.start, now.closing, now.last_working_day)
    return now.legal_due, now.due, *days


def _move(work: Work, before: OpenedRound, now: Round) -> None:
    write_round(work, now)
    old, new = before.due_at.isoformat(), now.due.isoformat()
    note(work.session, work.now, None, MOVED, f"round:{before.id}", {"old": old, "new": new})
    for report in obligations_in(work.session, before.id):
        moments = {step.name: step.at for step in steps_for(work, report)}
        mark = local(before.due_at).date().isoformat()
        move_steps(work.session, report.id, moments, mark, work.now)
        if report.state in UNFINISHED and before.due_at != now.due and not report.extended_due_at:
            with apart(work.session, partial(_untold, work, report)):
                _tell(work, report, before)


def _untold(work: Work, report: Obligation) -> None:
    """The day is moved all the same, and everybody else hears of it."""
    log.exception("action=move report=%s", report.id)
    words = say("outbox.unworded_report", unit=work.unit(report.unit_id).name)
    alarm(work, f"{KIND}:{report.id}:{report.due.isoformat()}", words)


def _tell(work: Work, report: Obligation, before: OpenedRound) -> None:
    sheet = open_sheet(work, report)
    words = say(
        "deadline.changed",
        report=report_words(sheet),
        old=show_full_until(before.due_at),
        new=show_full_until(report.due),
    )
    key = f"{KIND}:{report.id}:{report.due.isoformat()}"
    send_to_all(work, office(work, sheet), Reply(words), kind=KIND, key=key)
