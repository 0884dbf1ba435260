"""What is coming: due days and the reminders of the next thirty days.

lan  < /lich
bot  > Báo cáo CCHC quý III năm 2024: hạn Chủ nhật 15/9/2024 ...
       Bot sẽ nhắc: thứ Tư 28/8, thứ Sáu 06/9 ...
"""

from __future__ import annotations

from datetime import timedelta

from domain.ladder import steps_of
from domain.messages import Reply
from domain.moments import local
from domain.people import Official
from handlers.deadline import deadline_line
from handlers.parts import Part, parts
from handlers.say import say
from handlers.show_moments import period_words, show_day
from handlers.work import Work

AHEAD = timedelta(days=30)


def schedule(work: Work, official: Official) -> Reply:
    """Due days and coming reminders of the person's open reports."""
    mine = parts(work, official)
    if not mine:
        return Reply(say("router.nothing_due"))
    return Reply("\n\n".join(_report(work, part) for part in mine))


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
