"""A superior sends a complete report back, with a reason; its office is reminded until it comes
again.

quynh < trả lại xã Bắc Sơn: số TTHC chưa khớp danh mục
bot   > Đã trả lại báo cáo … của xã Bắc Sơn. Đã báo cho chị Lan, bà Dung.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from domain.messages import Reply
from domain.moments import at_local, local
from domain.people import Official, Role
from domain.permissions import Action
from handlers.complete import office
from handlers.deadline import deadline_line
from handlers.desk_find import find_report
from handlers.desk_fitting import Order, in_state
from handlers.desk_tell import reason_in, report_words, tell_office
from handlers.parts import acting_role
from handlers.say import say
from handlers.sheet import Sheet, open_sheet
from handlers.work import Work
from storage.audit import AuditEntry, deeds
from storage.rounds import Obligation, ObligationState, set_obligation_state

REMINDED_AFTER = (1, 2, 4)  # working days
CHAIRMAN_AFTER = 4
_STEP = re.compile(r"R(?P<count>\d+)\+(?P<days>\d+)")


def send_back(work: Work, person: Official, text: str) -> Reply:
    """Return the complete report of the unit that the text names; of several that wait, ask."""
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "tra", Action.JUDGE_REPORT, fits, "desk.return.nothing")
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    reason = reason_in(work, meant, "tra")
    if isinstance(reason, Reply):
        return reason
    state = ObligationState.RETURNED
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now, reason)
    sheet = open_sheet(work, meant.report)
    names = tell_office(work, person, sheet, "desk.return.notice", reason)
    return Reply(say("desk.return.done", report=report_words(sheet), names=names))


def returns(work: Work, report: Obligation) -> tuple[AuditEntry, ...]:
    """Every time that this report was sent back, oldest first."""
    entries = deeds(work.session, "obligation.state", [f"obligation:{report.id}"])
    return tuple(e for e in entries if e.detail["new"] == ObligationState.RETURNED.value)


def last_reason(work: Work, report: Obligation) -> str:
    """Why the report was sent back the last time."""
    sent_back = returns(work, report)
    return str(sent_back[-1].detail["reason"]) if sent_back else ""


# Reminders of a returned report: one, two and four working days after it was sent back


def is_return_step(step: str) -> bool:
    """True for `R1+2`: two working days after the first return."""
    return bool(_STEP.fullmatch(step))


def return_steps(work: Work, report: Obligation) -> Iterator[tuple[int, str, str, datetime]]:
    """The steps of the last return, for the office and at last for the chairman."""
    sent_back = returns(work, report)
    if not sent_back:
        return
    sheet, day = open_sheet(work, report), local(sent_back[-1].at).date()
    for days in REMINDED_AFTER:
        rings_on = work.catalogue.calendar.working_days_after(day, days)
        at = at_local(rings_on, sheet.regime.ring_at)
        for official_id in dict.fromkeys(p.id for p in _told(work, sheet, days)):
            yield report.id, f"R{len(sent_back)}+{days}", official_id, at


def _told(work: Work, sheet: Sheet, days: int) -> tuple[Official, ...]:
    if days < CHAIRMAN_AFTER:
        return office(work, sheet)
    return (*office(work, sheet), *acting_role(work, sheet.unit.id, Role.CHAIRMAN, work.today))


def why_not_remind(work: Work, person: Official, report: Obligation, step: str) -> str:
    """Empty where the person is to be told of the returned report; otherwise a reason code."""
    found = _STEP.fullmatch(step)
    if found is None or report.state is not ObligationState.RETURNED:
        return "complete"
    if int(found["count"]) != len(returns(work, report)):
        return "moved"
    told = _told(work, open_sheet(work, report), int(found["days"]))
    return "" if person in told else "moved"


def returned_words(work: Work, sheet: Sheet) -> str:
    """What a reminder says of a returned report."""
    reason = last_reason(work, sheet.obligation)
    lines = [say("desk.return.remind", report=report_words(sheet), reason=reason)]
    lines.append(deadline_line(work, sheet))
    return "\n".join([*lines, say("desk.return.next")])
