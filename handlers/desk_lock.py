"""A superior locks a report: nobody gives figures for it any more.

quynh < khóa xã Bắc Sơn
bot   > Đã khóa báo cáo … của xã Bắc Sơn. Mở lại: mở lại xa-bac-son: <lý do>
"""

from __future__ import annotations

from domain.messages import Choice, Reply
from domain.people import Official
from domain.permissions import Action
from domain.words import fold
from handlers.complete import waiting_lines
from handlers.desk_find import Meant, find_report, report_mark
from handlers.desk_fitting import Meaning, Order
from handlers.desk_tell import report_words, tell_office
from handlers.say import say
from handlers.sheet import Sheet, open_sheet
from handlers.show_moments import period_words
from handlers.work import Work
from storage.rounds import ObligationState, set_obligation_state

AGREED = frozenset({"luon", "dong y", "cu khoa"})
NAMED_AT_MOST = 4  # owner fields in which figures are missing


def lock(work: Work, person: Official, text: str) -> Reply:
    """Lock the newest report of the unit that the text names; one in which figures are missing
    only after a yes that has seen them."""
    order = Order(
        work,
        person,
        "khoa",
        Action.LOCK_REPORT,
        lambda report: report.state is not ObligationState.LOCKED,
        "desk.lock.nothing",
        Meaning.NEWEST,
    )
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    sheet = open_sheet(work, meant.report)
    if sheet.open_codes() and fold(meant.rest).strip(" .!:") not in AGREED:
        return _ask(work, meant, sheet)
    state = ObligationState.LOCKED
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now)
    names = tell_office(work, person, sheet, "desk.lock.notice")
    lines = [say("desk.lock.done", report=report_words(sheet), names=names)]
    if missing := len(sheet.open_codes()):
        lines.append(say("desk.lock.incomplete", count=missing))
    lines.append(say("desk.lock.next", slug=meant.unit.slug))
    return Reply("\n".join(lines))


def _ask(work: Work, meant: Meant, sheet: Sheet) -> Reply:
    """What is missing, by owner field, and a tap that locks all the same."""
    period = period_words(meant.report.period_code)
    anyway = say("desk.lock.tap", unit=meant.unit.name, period=period)
    lines = [
        say("desk.lock.missing", report=report_words(sheet), count=len(sheet.open_codes())),
        *waiting_lines(work, sheet)[:NAMED_AT_MOST],
        say("desk.lock.anyway", words=anyway),
    ]
    return Reply("\n".join(lines), (Choice(anyway, f"/khoa {report_mark(meant.report.id)} luon"),))
