"""The due date in words: the legal day and, where it is a day off, the last working day before."""

from __future__ import annotations

from domain.dates.ladder import Step, remaining, steps_of
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_day, show_full_until, show_late, show_moment
from handlers.work import Work
from storage.reports.rounds import (
    Obligation,
)


def deadline_line(work: Work, sheet: Sheet) -> str:
    """`Hạn Chủ nhật 15/9/2024 (ngày nghỉ), nên gửi trước 17 giờ thứ Sáu 13/9, còn 10 ngày …`"""
    return deadline_words(work, sheet.obligation)


def deadline_words(work: Work, obligation: Obligation) -> str:
    """The same of an obligation alone, worded once for all that are due at the same moment."""
    same = (
        obligation.completed_at,
        obligation.due,
        obligation.legal_due,
        obligation.last_working_day,
        obligation.returned_at,
    )
    if same not in work.deadlines_worded:
        work.deadlines_worded[same] = _words(work, obligation)
    return work.deadlines_worded[same]


def late_or_returned(work: Work, report: Obligation) -> str:
    """`quá hạn 3 ngày`, `bị trả lại, chờ sửa`; empty while there is time."""
    if report.late_at(work.now):
        return show_late(remaining(report, work.now, work.catalogue.calendar))
    return say("desk.note.returned") if report.returned_at else ""


def _words(work: Work, obligation: Obligation) -> str:
    if obligation.completed_at is not None:
        return say("deadline.done", at=show_moment(obligation.completed_at))
    if obligation.returned_at and obligation.due <= obligation.returned_at:
        return say("deadline.returned", at=show_moment(obligation.returned_at))
    words = say("deadline.due", due=show_full_until(obligation.due))
    if obligation.due != obligation.legal_due:
        words += say("deadline.moved", day=show_full_until(obligation.legal_due))
    if (
        obligation.last_working_day != obligation.due_on
        and work.today <= obligation.last_working_day
    ):
        words += say("deadline.send_before", day=show_day(obligation.last_working_day))
    return words + _countdown(work, obligation)


def _countdown(work: Work, obligation: Obligation) -> str:
    """How much time is left, worded for the present moment."""
    left = remaining(obligation, work.now, work.catalogue.calendar)
    if left.overdue:
        return say("deadline.overdue", late=show_late(left))
    if left.calendar_days == 0:
        return say("deadline.today")
    if left.working_days == 0 and work.today == obligation.last_working_day:
        return say("deadline.last_chance")
    if left.working_days == 0:
        return say("deadline.after_last", days=left.calendar_days)
    return say("deadline.left", days=left.working_days)


def steps_for(work: Work, obligation: Obligation) -> tuple[Step, ...]:
    """The ladder of one obligation."""
    regime = work.catalogue.regime(obligation.regime_id)
    return steps_of(obligation, regime.ladder, work.catalogue.calendar, regime.ring_at)
