"""What is coming: due days and the reminders of the next thirty days.

lan  < /lich
bot  > Báo cáo CCHC quý III năm 2024: hạn Chủ nhật 15/9/2024 ...
       Bot sẽ nhắc: thứ Tư 28/8, thứ Sáu 06/9 ...
"""

from __future__ import annotations

from datetime import timedelta

from domain.ladder import steps_of
from domain.messages import Attachment, Reply
from domain.moments import local
from domain.people import Official
from handlers.deadline import deadline_line
from handlers.parts import Part, parts
from handlers.say import say
from handlers.show_moments import period_words, show_day
from handlers.work import Work
from reports.ics import Deadline, deadlines_ics

AHEAD = timedelta(days=30)
ICS = "text/calendar"


def schedule(work: Work, official: Official) -> Reply:
    """Due days and coming reminders of the person's open reports."""
    mine = parts(work, official)
    if not mine:
        return Reply(say("router.nothing_due"))
    text = "\n\n".join(_report(work, part) for part in mine)
    return Reply(text, (), (_calendar(work, mine),))


def _calendar(work: Work, mine: tuple[Part, ...]) -> Attachment:
    """The due days for the calendar of the phone; a moved deadline moves its entry."""
    deadlines = [
        Deadline(
            uid=f"{part.sheet.obligation.regime_id}/{part.sheet.obligation.period_code}"
            f"/{part.sheet.unit.id}",
            title=say(
                "schedule.entry",
                title=part.sheet.regime.title,
                period=period_words(part.sheet.obligation.period_code),
            ),
            due=part.sheet.obligation.due_on,
            details=deadline_line(work, part.sheet),
            sequence=1 if part.sheet.obligation.extended_due_at else 0,
        )
        for part in mine
    ]
    return Attachment("lich-nop-bao-cao.ics", ICS, deadlines_ics(deadlines, work.now))


def _report(work: Work, part: Part) -> str:
    sheet = part.sheet
    lines = [
        say(
            "schedule.report",
            title=sheet.regime.title,
            period=period_words(sheet.obligation.period_code),
        ),
        deadline_line(work, sheet),
    ]
    if not part.open_blocks:
        return "\n".join([*lines, say("schedule.none_needed")])
    steps = steps_of(
        sheet.obligation, sheet.regime.ladder, work.catalogue.calendar, sheet.regime.ring_at
    )
    coming = [s for s in steps if work.now < s.at <= work.now + AHEAD and not s.late]
    if coming:
        days = ", ".join(show_day(local(step.at)) for step in coming)
        lines.append(say("schedule.reminders", days=days))
    return "\n".join(lines)
