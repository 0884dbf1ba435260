"""A superior locks a report: nobody gives figures for it any more.

quynh < khóa xã Bắc Sơn
bot   > Đã khóa báo cáo … của xã Bắc Sơn. Mở lại: mở lại xa-bac-son: <lý do>
"""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from domain.permissions import Action
from handlers.desk_find import Order, find_report
from handlers.desk_tell import report_words, tell_office
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.work import Work
from storage.rounds import ObligationState, set_obligation_state


def lock(work: Work, person: Official, text: str) -> Reply:
    """Lock the newest report of the unit that the text names, complete or not."""
    order = Order(
        work,
        person,
        "khoa",
        Action.LOCK_REPORT,
        lambda report: report.state is not ObligationState.LOCKED,
        "desk.lock.nothing",
    )
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    state = ObligationState.LOCKED
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now)
    names = tell_office(work, person, meant, "desk.lock.notice")
    sheet = open_sheet(work, meant.report)
    lines = [say("desk.lock.done", report=report_words(sheet), names=names)]
    if missing := len(sheet.open_codes()):
        lines.append(say("desk.lock.incomplete", count=missing))
    lines.append(say("desk.lock.next", slug=meant.unit.slug))
    return Reply("\n".join(lines))
