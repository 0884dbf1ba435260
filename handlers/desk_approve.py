"""A superior approves a complete report: it is taken over, and its figures stand.

quynh < duyệt xã Bắc Sơn
bot   > Đã duyệt báo cáo … quý III năm 2024 của xã Bắc Sơn. Đã báo cho chị Lan, bà Dung.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from domain.permissions import Action
from handlers.desk_find import find_report
from handlers.desk_fitting import Order, in_state
from handlers.desk_tell import report_words, tell_office
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.work import Work
from storage.rounds import ObligationState, set_obligation_state


def approve(work: Work, person: Official, text: str) -> Reply:
    """Approve the complete report of the unit that the text names; of several that wait, ask."""
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "duyet", Action.JUDGE_REPORT, fits, "desk.approve.nothing")
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    sheet = open_sheet(work, meant.report)
    state = ObligationState.SUBMITTED
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now)
    names = tell_office(work, person, meant, "desk.approve.notice")
    lines = [say("desk.approve.done", report=report_words(sheet), names=names)]
    doubtful = [finding for finding in sheet.findings if finding.rule not in sheet.kept_rules]
    if doubtful:
        lines.append(say("status.findings", count=len(doubtful)))
    return Reply("\n".join(lines))
