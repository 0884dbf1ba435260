"""What is coming: due days and the reminders of the next thirty days.

lan  < /lich
bot  > Báo cáo CCHC quý III năm 2024: hạn Chủ nhật 15/9/2024 ...
       Bot sẽ nhắc: thứ Tư 28/8, thứ Sáu 06/9 ...
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from domain.dates.ladder import steps_of
from domain.dates.moments import local
from domain.dates.owed import of_report
from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Attachment, Reply
from domain.tasks.tasks import Task, urgency
from handlers.desk.board import Board, boards
from handlers.desk.scope import body_names, overseen
from handlers.names.people import absent_for, unit_name
from handlers.reminders.coming import (
    AHEAD,
    coming_entries,
    coming_rounds,
    coming_words,
    opening_soon,
)
from handlers.report.completeness import completeness
from handlers.report.deadline import deadline_line, deadline_words
from handlers.report.parts import Part, parts, units_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.tasks.lines import due_words, title_of
from handlers.tasks.people import owes
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day, show_moment
from handlers.work import Work
from reports.ics import CalendarEntry, deadlines_ics
from storage.reports.reminders import snoozed_until
from storage.reports.rounds import open_obligations
from storage.tasks.tasks import open_tasks, tasks_led_by

ICS = "text/calendar"


def schedule(work: Work, official: Official) -> Reply:
    """Due days and coming reminders of the person's open reports, due days of others of the own
    units and of those below, and of tasks; rounds that open later."""
    mine, tasks = parts(work, official), tasks_due(work, official)
    own = unit_deadlines(work, official, {part.sheet.obligation.id for part in mine})
    below = (*own, *desk_deadlines(work, official))
    later = coming_rounds(work, official)
    coming = opening_soon(work, later)
    if not mine and not tasks and not below:
        coming = coming or later[:1]
    if not mine and not tasks and not below and not coming:
        return Reply(say("router.nothing_due"))
    said = [_report(work, official, part) for part in mine]
    said += [words for words, _ in below]
    said += filter(None, [schedule_words(work, tasks), coming_words(coming)])
    entries = [*_entries(work, mine), *(entry for _, entry in below), *coming_entries(coming)]
    calendar = _calendar(work, [*entries, *calendar_entries(work, tasks)])
    return Reply("\n\n".join(said), (), (calendar,))


def _calendar(work: Work, deadlines: Sequence[CalendarEntry]) -> Attachment:
    """The due days for the calendar of the phone; a moved deadline moves its entry."""
    content = deadlines_ics(deadlines, work.now, work.catalogue.calendar)
    return Attachment("lich-nop-bao-cao.ics", ICS, content)


def _entries(work: Work, mine: tuple[Part, ...]) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            uid=f"{part.sheet.obligation.regime_id}/{part.sheet.obligation.period_code}"
            f"/{part.sheet.unit.id}",
            title=say(
                "schedule.entry",
                title=part.sheet.regime.title,
                period=period_words(part.sheet.obligation.period_code),
            ),
            due=part.sheet.obligation.due,
            details=deadline_line(work, part.sheet),
            sequence=1 if part.sheet.obligation.extended_due_at else 0,
        )
        for part in mine
    ]


def _report(work: Work, person: Official, part: Part) -> str:
    """Its due day, and when the bot rings: as asked for, and after that by the ladder."""
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
    until = snoozed_until(work.session, of_report(sheet.obligation.id), person.id)
    if until is not None:
        lines.append(say("schedule.put_off", at=show_moment(until)))
    coming = [s for s in steps if work.now < s.at <= work.now + AHEAD and not s.late]
    coming = [s for s in coming if until is None or until < s.at or s.urgent]
    if coming:
        days = ", ".join(show_day(local(step.at)) for step in coming)
        lines.append(say("schedule.reminders", days=days))
    return "\n".join(lines)


def desk_deadlines(work: Work, person: Official) -> tuple[tuple[str, CalendarEntry], ...]:
    """Of every current round that somebody below still owes: what is said, and the entry."""
    units = overseen(work, person)
    if not units:
        return ()
    found = [board for board in boards(work, units) if board.unfinished]
    body = body_names(work, person)
    return tuple(
        (_board_words(work, board, body), _board_entry(work, board, body)) for board in found
    )


def _board_words(work: Work, board: Board, body: str) -> str:
    title = work.catalogue.regime(board.regime_id).title
    period = period_words(board.period_code)
    lines = [
        say("desk.headline", body=body[:1].upper() + body[1:], title=title, period=period),
        deadline_words(work, board.typical),
        say("desk.counts", done=len(board.finished), total=len(board.lines)),
    ]
    return "\n".join(lines)


def _board_entry(work: Work, board: Board, body: str) -> CalendarEntry:
    title = work.catalogue.regime(board.regime_id).title
    period = period_words(board.period_code)
    return CalendarEntry(
        uid=f"desk/{board.regime_id}/{board.period_code}",
        title=say("schedule.entry", title=title, period=period),
        due=board.typical.due,
        details=body,
    )


LINES_AT_MOST = 12
LONGEST_TITLE = 60


def tasks_due(work: Work, person: Official) -> tuple[Task, ...]:
    """The open tasks with a due day that the person owes, the most urgent first."""
    people = [person, *(work.people[id_] for id_ in absent_for(work, person))]
    units = {post.unit_id for each in people for post in each.posts_on(work.today)}
    found = {task.id: task for task in open_tasks(work.session, sorted(units))}
    found |= {task.id: task for task in tasks_led_by(work.session, person.id)}
    mine = [task for task in found.values() if task.due and owes(work, person, task)]
    return tuple(sorted(mine, key=lambda task: urgency(task, work.today)))


def schedule_words(work: Work, tasks: Sequence[Task]) -> str:
    """A line a task; empty without any."""
    if not tasks:
        return ""
    lines = [say("task.schedule.title", count=len(tasks))]
    for task in tasks[:LINES_AT_MOST]:
        due = due_words(work, task)
        lines.append(say("task.schedule.line", title=title_of(task, LONGEST_TITLE), due=due))
    if len(tasks) > LINES_AT_MOST:
        lines.append(say("task.digest.more", count=len(tasks) - LINES_AT_MOST))
    return "\n".join(lines)


def calendar_entries(work: Work, tasks: Sequence[Task]) -> Iterator[CalendarEntry]:
    """An entry a task; more time moves it."""
    for task in tasks:
        assert task.due is not None  # `tasks_due` has looked
        giver = say("task.body", unit=unit_name(work, task.assigner_id))
        yield CalendarEntry(
            uid=f"task/{task.id}",
            title=say("task.schedule.entry", title=title_of(task)),
            due=task.due,
            details=say("task.schedule.details", giver=giver, unit=unit_name(work, task.unit_id)),
            sequence=sum(bool(extension.granted) for extension in task.extensions),
        )


def unit_deadlines(
    work: Work, person: Official, but: Collection[int]
) -> tuple[tuple[str, CalendarEntry], ...]:
    """Of every open report of the own units but these: what is said, and the entry."""
    own = [unit for unit in units_of(work, person) if work.may(person, Action.SEE_STATUS, unit)]
    sheets = [
        open_sheet(work, report)
        for report in open_obligations(work.session, own)
        if report.id not in but
        and report.opens_on <= work.today
        and work.unit(report.unit_id).valid_on(report.closes)
    ]
    return tuple((_report_words(work, sheet), _report_entry(work, sheet)) for sheet in sheets)


def _report_words(work: Work, sheet: Sheet) -> str:
    title, period = sheet.regime.title, period_words(sheet.obligation.period_code)
    named = say("schedule.report_of", title=title, period=period, unit=sheet.unit.name)
    return "\n".join([named, deadline_line(work, sheet), completeness(sheet)])


def _report_entry(work: Work, sheet: Sheet) -> CalendarEntry:
    report = sheet.obligation
    return CalendarEntry(
        uid=f"{report.regime_id}/{report.period_code}/{sheet.unit.id}",
        title=say(
            "schedule.entry", title=sheet.regime.title, period=period_words(report.period_code)
        ),
        due=report.due,
        details=deadline_line(work, sheet),
        sequence=1 if report.extended_due_at else 0,
    )
