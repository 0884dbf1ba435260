"""Assigned tasks (nhiệm vụ được giao): facts, and what follows from them on a day.

Only facts are stored; a state is computed at a date (Quyết định 42/2014/QĐ-TTg, amended by
23/2018/QĐ-TTg, on following up tasks). A report counts the states at its closing date, so a task
that is finished the day after changes the next report, not this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.dates.calendar import WorkCalendar
from domain.dates.ladder import RING_AT, Audience, Step
from domain.dates.moments import at_local, local
from domain.dates.owed import due_step
from domain.words import fold

WARN_DAYS = 7  # so many days before the due day a task is "due soon"


class Priority(StrEnum):
    """How urgent the letter is (mức độ khẩn); it says how often an overdue task is recalled."""

    NORMAL = "normal"  # thường
    URGENT = "urgent"  # khẩn, thượng khẩn
    EXPRESS = "express"  # hỏa tốc


class TaskState(StrEnum):
    """Where a task stands on a day, and where the annex counts it."""

    IN_PROGRESS = "in_progress"  # 4.1 only
    DUE_SOON = "due_soon"  # 4.1 only
    NO_DUE_DATE = "no_due_date"  # 4.1 only; once completed it is on time
    DONE_ON_TIME = "done_on_time"  # 4.2
    DONE_LATE = "done_late"  # 4.3
    OVERDUE = "overdue"  # 4.4
    WITHDRAWN = "withdrawn"  # not counted
    NOT_YET_ASSIGNED = "not_yet_assigned"  # not counted


class Deed(StrEnum):
    """What was done to a task: the kind of an entry in its history."""

    ASSIGNED = "assigned"  # also where an assignment is put right
    ACKNOWLEDGED = "acknowledged"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    DONE = "done"
    EVIDENCE = "evidence"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    MOVED = "moved"  # its unit was merged into another


class Counting(StrEnum):
    """Which tasks belong to a report; the form does not say, so the superior does."""

    PERIOD = "period"  # not closed before the period began: carried over and new
    CUMULATIVE = "cumulative"  # the same since the year began (15/12)


@dataclass(frozen=True, slots=True)
class AssigningDocument:
    """The document that assigns a task: "118/UBND-NV", 19/02/2024, its subject line."""

    number: str = ""
    on: date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, asked for and granted or refused; the old due date is never lost."""

    id: int
    due: datetime
    old_due: datetime | None
    reason: str
    asked_by: str
    asked_on: date
    granted: bool | None = None  # None: nobody has decided yet
    decided_by: str | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What an assignment says: who, what, by when, responsibility, product, authority."""

    title: str
    unit_id: str
    assigner_id: str  # the unit whose task it is: UBND huyện
    assigned_by: str  # the official who has entered it
    assigned_on: date
    due_at: datetime | None = None  # the moment of the letter; None: no due date
    lead_id: str | None = None  # chủ trì; None: the unit decides
    accountable_id: str | None = None  # lãnh đạo phụ trách
    coordinators: tuple[str, ...] = ()  # phối hợp, as they are called
    product: str = ""
    authority: str = ""  # who may sign or decide
    document: AssigningDocument = AssigningDocument()
    priority: Priority = Priority.NORMAL

    @property
    def key(self) -> str:
        """The same for the same assignment, however often it is sent."""
        due = local(self.due_at).isoformat() if self.due_at else "-"
        owed_by = (self.assigner_id, self.unit_id, self.lead_id or "-")
        return "|".join((*owed_by, fold(self.document.number), fold(self.title), due))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(NewTask):
    """A task with what has become of it."""

    id: int
    number: int  # within the unit that owes it; 0: not assigned yet
    progress: int | None = None  # percent
    blocker: str = ""
    completed_on: date | None = None
    evidence: str = ""  # "68/BC-UBND"
    accepted_on: date | None = None
    withdrawn_on: date | None = None
    extensions: tuple[Extension, ...] = ()  # in the order in which they were asked for

    @property
    def open(self) -> bool:
        """Something is still to be done by those who owe it."""
        return self.completed_on is None and self.withdrawn_on is None

    @property
    def awaits_verdict(self) -> bool:
        """Done, and neither accepted nor returned."""
        return (
            self.completed_on is not None and self.accepted_on is None and self.withdrawn_on is None
        )

    @property
    def due(self) -> datetime | None:
        """The moment to which everybody works: with the last extension, even a late one."""
        granted = [extension.due for extension in self.extensions if extension.granted]
        return granted[-1] if granted else self.due_at

    @property
    def asked_extension(self) -> Extension | None:
        """The request that waits for a decision."""
        return next((e for e in self.extensions if e.granted is None), None)


def counted_due_on(task: Task, day: date) -> date | None:
    """The due day by which lateness is judged on `day`.

    An extension granted by the due day replaces it. One that is granted afterwards does not undo
    that the task was overdue: practice differs, so both dates are kept and shown.
    """
    due = _day_of(task.due_at)
    for extension in task.extensions:
        decided_on = extension.decided_on
        if not extension.granted or decided_on is None or decided_on > day:
            continue
        if due is None or decided_on <= due:
            due = _day_of(extension.due)
    return due


def granted_too_late(task: Task) -> bool:
    """True where an extension came after the due day: two due dates are shown."""
    return counted_due_on(task, date.max) != _day_of(task.due)


def state_at(task: Task, day: date) -> TaskState:
    """The state on a day, from the facts known on it; the due day is in time until it ends."""
    if task.assigned_on > day:
        return TaskState.NOT_YET_ASSIGNED
    if task.withdrawn_on is not None and task.withdrawn_on <= day:
        return TaskState.WITHDRAWN
    due = counted_due_on(task, day)
    if task.completed_on is not None and task.completed_on <= day:
        in_time = due is None or task.completed_on <= due
        return TaskState.DONE_ON_TIME if in_time else TaskState.DONE_LATE
    if due is None:
        return TaskState.NO_DUE_DATE
    if due < day:
        return TaskState.OVERDUE
    soon = (due - day).days <= WARN_DAYS
    return TaskState.DUE_SOON if soon else TaskState.IN_PROGRESS


# Counting for the annex


@dataclass(frozen=True, slots=True)
class Counts:
    """The lines I.4.1 to I.4.4 of the annex. `left`: assigned, not done, still in time."""

    total: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def left(self) -> int:
        """In 4.1 and in none of the others."""
        return self.total - self.on_time - self.late - self.overdue

    @property
    def lines(self) -> Mapping[str, int]:
        """By code of the annex, in its order."""
        numbers = (self.total, self.on_time, self.late, self.overdue)
        return dict(zip(ANNEX_CODES, numbers, strict=True))


ANNEX_CODES = ("I.4.1", "I.4.2", "I.4.3", "I.4.4")


def counted(
    tasks: Iterable[Task], since: date, closing: date, own_unit: str = ""
) -> tuple[Task, ...]:
    """The tasks that belong to a report: assigned by the closing date, not closed before `since`.

    `since` is the first day of the period or of the year, as the counting says. Tasks that
    `own_unit` has given to its own people are no tasks of a superior.
    """
    return tuple(
        task
        for task in tasks
        if task.assigner_id != own_unit
        and state_at(task, closing) not in (TaskState.WITHDRAWN, TaskState.NOT_YET_ASSIGNED)
        and (task.completed_on is None or task.completed_on >= since)
    )


def count(tasks: Iterable[Task], closing: date) -> Counts:
    """How many are in which state on the closing date; total = the other three + still in time."""
    states = [state_at(task, closing) for task in tasks]
    outside = states.count(TaskState.WITHDRAWN) + states.count(TaskState.NOT_YET_ASSIGNED)
    return Counts(
        len(states) - outside,
        states.count(TaskState.DONE_ON_TIME),
        states.count(TaskState.DONE_LATE),
        states.count(TaskState.OVERDUE),
    )


# Deadlines and reminders


@dataclass(frozen=True, slots=True)
class TaskDeadline:
    """A task as `domain.dates.ladder.Deadline`."""

    opens_on: date
    due: datetime
    last_working_day: date


def deadline_of(task: Task, calendar: WorkCalendar) -> TaskDeadline | None:
    """The deadline of a task; None where it has no due date."""
    due = task.due
    if due is None:
        return None
    last = calendar.last_working_day_on_or_before(local(due).date())
    return TaskDeadline(task.assigned_on, due, last)


DAYS_BEFORE = (7, 3, 1, 0)


@dataclass(frozen=True, slots=True)
class Recall:
    """How an overdue task is recalled, in working days after the due day: on the first one, daily
    for a time, then weekly; and who is told besides the owner from when on."""

    daily: int
    office_head: int
    chairman: int


RECALLS: Mapping[Priority, Recall] = {
    Priority.NORMAL: Recall(daily=1, office_head=5, chairman=10),
    Priority.URGENT: Recall(daily=15, office_head=2, chairman=4),
    Priority.EXPRESS: Recall(daily=30, office_head=1, chairman=2),
}
WEEKLY, RECALLED = 5, 60  # working days: of every task alike, the more urgent one never less


def task_steps(task: Task, calendar: WorkCalendar, at_time: time = RING_AT) -> tuple[Step, ...]:
    """The reminders of a task in order, no two on one day, none on the day of the assignment.

    Before the due day they are counted in days and fall on a working day: a step on a day off
    moves to the working day before, where the one nearest to the due day speaks for all.
    """
    deadline = deadline_of(task, calendar)
    if deadline is None:
        return ()
    due_on = local(deadline.due).date()
    by_day: dict[date, Step] = {}
    for days in DAYS_BEFORE:
        day = calendar.last_working_day_on_or_before(due_on - timedelta(days=days))
        name = due_step(-days, str(due_on))
        by_day[day] = Step(name, at_local(day, at_time), Audience.OWNER, late=False)
    after = max(due_on, task.assigned_on)
    for late in _overdue_steps(due_on, after, RECALLS[task.priority], calendar, at_time):
        by_day[local(late.at).date()] = late
    return tuple(step for day, step in sorted(by_day.items()) if day > task.assigned_on)


def _overdue_steps(
    due_on: date, after: date, recall: Recall, calendar: WorkCalendar, at_time: time
) -> Iterable[Step]:
    day = after
    for days in range(1, RECALLED + 1):
        day = calendar.working_days_after(day, 1)
        if days <= recall.daily or days % WEEKLY == 0:
            audience = _audience(days, recall)
            yield Step(due_step(days, str(due_on)), at_local(day, at_time), audience, late=True)


def _audience(days: int, recall: Recall) -> Audience:
    if days >= recall.chairman:
        return Audience.CHAIRMAN
    return Audience.OFFICE_HEAD if days >= recall.office_head else Audience.OWNER


def next_ring(task: Task, calendar: WorkCalendar, after: datetime) -> datetime | None:
    """When the task speaks up next, strictly after a moment; None where it never will again."""
    if not task.open:
        return None
    return next((step.at for step in task_steps(task, calendar) if step.at > after), None)


def urgency(task: Task, today: date) -> tuple[int, date, int]:
    """Sorts a list: overdue first, then by due day, tasks without one last."""
    due = _day_of(task.due)
    overdue = state_at(task, today) is TaskState.OVERDUE
    return (0 if overdue else 1, due or date.max, task.id)


def _day_of(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None
