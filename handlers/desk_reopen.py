"""A superior lets figures be given again for an approved or locked report, with a reason.

quynh < mở lại xã Bắc Sơn: xã đề nghị sửa mục I.4
bot   > Đã mở lại báo cáo … của xã Bắc Sơn. Đã báo cho chị Lan, bà Dung.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from domain.permissions import Action
from handlers.desk_find import find_report
from handlers.desk_fitting import Meaning, Order, in_state
from handlers.desk_tell import reason_in, report_words, tell_office
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.work import Work
from storage.rounds import ObligationState, set_obligation_state


def reopen(work: Work, person: Official, text: str) -> Reply:
    """Reopen the newest closed report of the unit; complete it stays where nothing is missing."""
    fits = in_state(ObligationState.SUBMITTED, ObligationState.LOCKED)
    nothing = "desk.reopen.nothing"
    order = Order(work, person, "mo", Action.REOPEN_REPORT, fits, nothing, Meaning.LAST)
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    reason = reason_in(work, meant, "mo")
    if isinstance(reason, Reply):
        return reason
    sheet = open_sheet(work, meant.report)
    state = ObligationState.OPEN if sheet.open_codes() else ObligationState.COMPLETE
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now, reason)
    names = tell_office(work, person, sheet, "desk.reopen.notice", reason)
    return Reply(say("desk.reopen.done", report=report_words(sheet), names=names))
