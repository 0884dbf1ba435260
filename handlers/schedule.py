"""What is coming: due days and the reminders of the next thirty days.

lan  < /lich
bot  > Báo cáo CCHC quý III năm 2024: hạn Chủ nhật 15/9/2024 ...
       Bot sẽ nhắc: thứ Tư 28/8, thứ Sáu 06/9 ...
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.ladder import steps_of
from domain.messages import Attachment, Reply
from domain.moments import local
from domain.people import Official
from handlers.deadline import deadline_line
from handlers.desk_schedule import desk_deadlines
from handlers.parts import Part, parts
from handlers.say import say
from handlers.show_moments import period_words, show_day
from handlers.task_schedule import calendar_entries, schedule_words, tasks_due
from handlers.unit_schedule import unit_deadlines
from handlers.work import Work
from reports.ics import Deadline, deadlines_ics

AHEAD = timedelta(days=30)
ICS = "text/calendar"


def schedule(work: Work, official: Official) -> Reply:
    """Due days and coming reminders of the person's open reports, due days of others of the own
    units and of those below, and of tasks."""
    mine, tasks = parts(work, official), tasks_due(work, official)
    own = unit_deadlines(work, official, {part.sheet.obligation.id for part in mine})
    below = (*own, *desk_deadlines(work, official))
    if not mine and not tasks and not below:
        return Reply(say("router.nothing_due"))
    said = [_report(work, part) for part in mine]
    said += [words for words, _ in below]
    said += filter(None, [schedule_words(work, tasks)])
    entries = [*_entries(work, mine), *(entry for _, entry in below)]
    calendar = _calendar(work, [*entries, *calendar_entries(work, tasks)])
    return Reply("\n\n".join(said), (), (calendar,))


def _calendar(work: Work, deadlines: Sequence[Deadline]) -> Attachment:
    """The due days for the calendar of the phone; a moved deadline moves its entry."""
    return Attachment("lich-nop-bao-cao.ics", ICS, deadlines_ics(deadlines, work.now))


def _entries(work: Work, mine: tuple[Part, ...]) -> list[Deadline]:
    return [
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


def _report(work: Work, part: Part) -> str:
    sheet = part.sheet
    fields = {
        "title": sheet.regime.title,
        "period": period_words(sheet.obligation.period_code),
        "unit": sheet.unit.name,
    }
    title = say("schedule.report_of" if sheet.told_as else "schedule.report", **fields)
    lines = [title, deadline_line(work, sheet)]
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
