"""A part is complete: the reminders that asked for it are changed in place, so that nobody who
scrolls up thinks that something is still owed.

bot  > Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn: chị Lan đã gửi đủ
       lúc 14:05 ngày 28/8/2024.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.dates.owed import About, of_report
from domain.people.people import Official
from handlers.owed.reminded import change, changeable
from handlers.report.nudged import KIND, nudge_keys
from handlers.report.parts import part_of, responsible_by_field
from handlers.report.sheet import Sheet, open_sheet
from handlers.tasks.done import NOT_OWED, closed_tasks
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work, addressed
from storage.messages.outbox import Message
from storage.messages.silence import told_of
from storage.reports.figures import Change, newest_entries
from storage.reports.rounds import obligations_by_id


def close_reminders(work: Work, sheet: Sheet) -> None:
    """Queue the change of each reminder that spoke only of what is done by now, for everybody who
    got it: whoever of them gave the last figure."""
    report_id = sheet.obligation.id
    by_hand = nudge_keys(work, report_id)
    for message in changeable(work, of_report(report_id), by_hand):
        _close(work, sheet, message)


def close_for_colleagues(
    work: Work, person: Official, sheet: Sheet, changes: Sequence[Change]
) -> None:
    """The person goes on with another field: where one that colleagues hold as well is full by
    now, their reminders are changed."""
    full = {
        owner
        for owner in {sheet.indicator(change.code).owner for change in changes}
        if not sheet.open_codes(owner)
    }
    if not full:
        return
    held = responsible_by_field(work, sheet.obligation.unit_id, work.today)
    if any(other.id != person.id for owner in full for other in held.get(owner, ())):
        close_reminders(work, sheet)


def _close(work: Work, sheet: Sheet, message: Message) -> None:
    reader = work.people.get(message.official_id or "")
    if reader is None:
        return
    told = told_of(work.session, message.id) if message.kind != KIND else ()
    spoken = {subject for subject, _ in told} or {of_report(sheet.obligation.id)}
    ids = {subject.id for subject in spoken if subject.about is About.REPORT}
    tasks = closed_tasks(work, reader, spoken)
    if len(tasks) < len(spoken) - len(ids) or any(kind in NOT_OWED for _, kind in told):
        return
    sheets = [
        sheet if found.id == sheet.obligation.id else open_sheet(work, found)
        for found in obligations_by_id(work.session, ids).values()
    ]
    done = [_done(work, each, codes) for each in sheets if (codes := _finished(work, reader, each))]
    if not done or len(done) < len(sheets):
        return
    change(work, message, "\n".join([*done, *tasks]))


def _finished(work: Work, reader: Official, sheet: Sheet) -> tuple[str, ...]:
    """The codes that the reader was asked for, where none of them is open any more; of a head
    those of the whole report. What may be given besides is never waited for."""
    part = part_of(work, reader, sheet.obligation, sheet)
    codes = tuple(code for code in sheet.form.asked() if part is None or code in part.codes)
    return () if any(code not in sheet.figures for code in codes) else codes


def _done(work: Work, sheet: Sheet, codes: Sequence[str]) -> str:
    """Who has given the last of these figures, and when."""
    entries = newest_entries(work.session, sheet.obligation.id, codes).values()
    last = max(entries, key=lambda entry: entry.id)
    return say(
        "outbox.reminder_done",
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
        unit=sheet.unit.name,
        name=addressed(work.people[last.official_id]),
        at=show_moment(last.at),
    )
