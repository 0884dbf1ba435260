"""A task in words: its title, its due day seen from today, one line of a list.

3. Rà soát TTHC (báo cáo) – hạn thứ Bảy 31/8, còn 2 ngày làm việc; đạt 80%
"""

from __future__ import annotations

from datetime import datetime

from domain.dates.ladder import remaining
from domain.dates.moments import local
from domain.tasks.details import read_evidence
from domain.tasks.tasks import Task, deadline_of, granted_too_late
from handlers.wording.say import say
from handlers.wording.show_moments import (
    show_date,
    show_day,
    show_full_until,
    show_late,
    show_until,
)
from handlers.work import Work

LONGEST_TITLE = 90


def title_of(task: Task, longest: int = LONGEST_TITLE) -> str:
    """The title with a capital, cut at a word where it is too long for a list."""
    title = task.title[:1].upper() + task.title[1:]
    if len(title) <= longest:
        return title
    return title[: longest - 1].rsplit(" ", 1)[0] + "…"


def named(task: Task, number: str) -> str:
    """`việc 3 “Rà soát TTHC”`: with it every act says which task it has hit."""
    return say("task.named", number=number, title=title_of(task))


def due_words(work: Work, task: Task) -> str:
    """The due day and how far it is, in a few words."""
    if task.withdrawn_on is not None:
        return say("task.due.withdrawn", day=show_date(task.withdrawn_on))
    due = due_day(task)
    if task.completed_on is not None:
        return say("task.due.done", day=show_date(task.completed_on), due=due)
    deadline = deadline_of(task, work.catalogue.calendar)
    if deadline is None:
        return due
    left = remaining(deadline, work.now, work.catalogue.calendar)
    if left.overdue:
        return due + say("task.due.overdue", late=show_late(left))
    if left.calendar_days == 0:
        return due + say("task.due.today")
    if left.working_days == 0:
        return due + say("task.due.only_days_off", days=left.calendar_days)
    return due + say("task.due.left", days=left.working_days)


def due_day(task: Task) -> str:
    """`hạn thứ Bảy 31/8`; both days where more time was granted after the due day."""
    due = task.due
    if due is None:
        return say("task.due.none")
    if granted_too_late(task) and task.due_at is not None:
        return say("task.due.late_extension", old=show_day(task.due_at), due=show_day(due))
    return say("task.due.on", due=show_until(due))


def full_due(work: Work, due: datetime | None) -> str:
    """`thứ Bảy 31/8/2024 (ngày nghỉ), nên xong trước …`: the day with its year, for "Thời hạn:"."""
    if due is None:
        return say("task.due.none")
    here = local(due)
    words = show_full_until(here)
    last = work.catalogue.calendar.last_working_day_on_or_before(here.date())
    if last != here.date():
        words += say("task.due.send_before", day=show_day(last))
    return words


def line(work: Work, task: Task, number: str) -> str:
    """One line of a list."""
    return say(
        "task.line",
        number=number,
        title=title_of(task),
        product=say("task.product", product=task.product) if task.product else "",
        due=due_words(work, task),
        notes=_notes(task),
    )


def _notes(task: Task) -> str:
    """What else has to be known at a glance."""
    said = []
    if task.open and task.progress is not None:
        said.append(say("task.note.progress", percent=task.progress))
    if task.open and task.blocker:
        said.append(say("task.note.blocked", words=task.blocker))
    asked = task.asked_extension
    if task.open and asked is not None:
        said.append(say("task.note.extension", day=show_day(asked.due)))
    if task.evidence:
        said.append(shown_evidence(task, "task.note.evidence", "task.note.remark"))
    return "".join(said)


def document_of(task: Task) -> str:
    """The number of the document that shows that it is done, alone or with its signs; empty where
    that is a note in other words."""
    said = task.evidence
    return said if said.isdecimal() else read_evidence(said, task.assigned_on).number


def shown_evidence(task: Task, document: str, remark: str) -> str:
    """What shows that it is done: by the text for a document, or by the one for a note."""
    return say(document if document_of(task) else remark, words=task.evidence)
