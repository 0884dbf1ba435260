"""Reminders of tasks: planned when their moment comes, told in the one digest of the morning.

A task knows when it speaks up next; only then is it looked at, and a step is planned for those who
owe it on that day: the lead, who stands in, and, when it is overdue, who is above.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from domain.dates.ladder import Audience, Step, newest_due, told
from domain.dates.moments import local
from domain.dates.owed import StepKind, StepName, of_task
from domain.people.people import Official, Role
from domain.people.units import successors
from domain.talk.messages import Address, Choice
from domain.tasks.tasks import Task, next_ring, task_steps, urgency
from domain.tasks.words import Verb
from handlers.names.people import posts_in, present
from handlers.owed.people import acting_role
from handlers.tasks.coordinators import coordinators
from handlers.tasks.lines import line
from handlers.tasks.notices import tap
from handlers.tasks.people import assigners, doers, may_do, may_judge
from handlers.turn import number_said
from handlers.wording.say import say
from handlers.work import Work
from storage.database.apart import apart
from storage.database.states import ReminderState
from storage.messages.conversations import save_shown
from storage.reports.reminders import (
    DueReminder,
    Planned,
    plan_steps,
    settle,
    snoozed_until,
)
from storage.tasks.tasks import By, merged_tasks, move_to_unit, ringing, set_ring, tasks_by_id

log = logging.getLogger(__name__)

AT_ONCE = 500
AGAIN = timedelta(hours=1)
LINES_AT_MOST = 12
TAPS_AT_MOST = 4
PROGRAM = "program"


# Planning


def plan_tasks(work: Work, unplanned: Callable[[Work, str], object]) -> None:
    """Move the tasks of merged units, and plan the steps whose moment has come; `unplanned` hears
    of the unit of a task for which that cannot be done."""
    _move_merged(work)
    while tasks := ringing(work.session, work.now, AT_ONCE):
        with apart(work.session, partial(_each_for_itself, work, tasks, unplanned)):
            for task in tasks:
                _ring(work, task)


def _ring(work: Work, task: Task) -> None:
    plan_steps(work.session, _steps(work, task))
    set_ring(work.session, task.id, next_ring(task, work.catalogue.calendar, work.now))


def _each_for_itself(
    work: Work, tasks: Sequence[Task], unplanned: Callable[[Work, str], object]
) -> None:
    """One of them cannot be planned: the others are, and that one is tried again in an hour."""
    for task in tasks:
        with apart(work.session, partial(_later, work, task, unplanned)):
            _ring(work, task)


def _later(work: Work, task: Task, unplanned: Callable[[Work, str], object]) -> None:
    log.exception("action=plan task=%s", task.id)
    set_ring(work.session, task.id, work.now + AGAIN)
    unplanned(work, task.unit_id)


def _steps(work: Work, task: Task) -> Iterator[Planned]:
    """The newest step that is due, for everybody whom it concerns today."""
    newest = newest_due(task_steps(task, work.catalogue.calendar), work.now)
    if newest is None or not task.open:
        return
    for official_id in dict.fromkeys(p.id for p in _concerned(work, task, newest)):
        yield of_task(task.id), newest.name, official_id, newest.at


def _concerned(work: Work, task: Task, step: Step) -> Iterable[Official]:
    yield from doers(work, task)
    levels = told(step.audience)
    if Audience.OFFICE_HEAD in levels:
        yield from acting_role(work, task.unit_id, Role.OFFICE_HEAD)
    if Audience.CHAIRMAN in levels:
        accountable = work.people.get(task.accountable_id or "")
        heads = acting_role(work, task.unit_id, Role.CHAIRMAN)
        yield from (present(work, accountable),) if accountable else heads
    if task.blocker:
        yield from assigners(work, task)


def _move_merged(work: Work) -> None:
    """Open tasks of a unit that went into another are that one's from the day of the merger; of
    a unit that was split they stay, for nobody can know whose they are."""
    stranded = merged_tasks(work.session, work.today)
    if not stranded:
        return
    by = By(None, PROGRAM, work.now)
    for task in stranded:
        heirs = successors(work.successions, task.unit_id, work.today)
        if len(heirs) != 1:
            continue
        lead = work.people.get(task.lead_id or "")
        keeps = lead is not None and posts_in(work, lead, heirs[0])
        move_to_unit(work.session, task, heirs[0], task.lead_id if keeps else None, by)
        moved = tasks_by_id(work.session, [task.id])[task.id]
        step = StepName(StepKind.MOVED, of=heirs[0])
        rows = [(of_task(task.id), step, p.id, work.now) for p in doers(work, moved)]
        plan_steps(work.session, rows)


# Telling


@dataclass(frozen=True, slots=True)
class TaskDue:
    """One task of which one person is to be told now. `heading` is the text id of its group."""

    row: DueReminder
    task: Task
    heading: str

    @property
    def urgent(self) -> bool:
        """The last call of the due day."""
        return self.row.step.last_call

    @property
    def asked_for(self) -> bool:
        """The person has asked for it at this hour: it may come beside the day's digest."""
        return self.row.step.asked_for


OWN, NEW = "task.digest.own", "task.digest.new"
HEADINGS = (
    OWN,
    NEW,
    "task.digest.coordinate",
    "task.digest.to_judge",
    "task.digest.overdue_here",
    "task.digest.blocked",
)


def wanted_tasks(work: Work, person: Official, rows: Sequence[DueReminder]) -> tuple[TaskDue, ...]:
    """What a person still has to be told of; rows that say nothing new are settled.

    One row a task: the newest step speaks for those before it, but what is new to the person is
    told as new.
    """
    if not rows:
        return ()
    tasks = tasks_by_id(work.session, {row.task_id for row in rows if row.task_id})
    newest: dict[tuple[int, str], TaskDue] = {}
    for row in sorted(rows, key=lambda row: row.due_at):
        assert row.task_id is not None  # rows of reports are told elsewhere
        task = tasks[row.task_id]
        heading, why_not = _wanted(work, person, task, row)
        if not heading:
            _settle(work, row, ReminderState.NOT_WANTED, why_not)
            continue
        place = (task.id, OWN if heading in (OWN, NEW) else heading)
        before = newest.get(place)
        if before is not None:
            _settle(work, before.row, ReminderState.SUPERSEDED, str(row.step))
            heading = before.heading if before.heading == NEW else heading
        newest[place] = TaskDue(row, task, heading)
    return tuple(newest.values())


def _settle(work: Work, row: DueReminder, state: ReminderState, reason: str) -> None:
    settle(work.session, [row.id], state, reason, None, work.now)


def _wanted(work: Work, person: Official, task: Task, row: DueReminder) -> tuple[str, str]:
    """Under which heading a step is told, or empty and why it is not."""
    kind = row.step.kind
    if kind is StepKind.DONE:
        judges = task.awaits_verdict and may_judge(work, person, task)
        return ("task.digest.to_judge", "") if judges else ("", "settled")
    if not task.open:
        return "", "complete"
    own = person in doers(work, task)
    if kind is StepKind.COORDINATES:
        asked = person in coordinators(work, task)
        return ("task.digest.coordinate", "") if asked else ("", "moved")
    if kind in (StepKind.ASSIGNED, StepKind.MOVED):
        return ("task.digest.new", "") if own else ("", "moved")
    if kind is StepKind.SNOOZE:
        return ("task.digest.own", "") if may_do(work, person, task) else ("", "moved")
    if task.due is None or row.step.of != str(local(task.due).date()):
        return "", "moved"
    until = snoozed_until(work.session, of_task(task.id), person.id)
    if until is not None and until > work.now and not row.step.last_call:
        return "", "snoozed"
    if own:
        return "task.digest.own", ""
    if task.blocker and person in assigners(work, task):
        return "task.digest.blocked", ""
    late = task.due < work.now
    return ("task.digest.overdue_here", "") if late else ("", "moved")


def task_lines(work: Work, person: Official, dues: Iterable[TaskDue]) -> str:
    """The tasks of a digest, group by group."""
    ordered = sorted(dues, key=lambda due: urgency(due.task, work.today))
    lines = []
    for heading in HEADINGS:
        here = [due.task for due in ordered if due.heading == heading]
        if not here:
            continue
        lines.append(say(heading, count=len(here)))
        lines += [
            line(work, task, number_said(work, person, task)) for task in here[:LINES_AT_MOST]
        ]
        if len(here) > LINES_AT_MOST:
            lines.append(say("task.digest.more", count=len(here) - LINES_AT_MOST))
    return "\n".join(lines)


_HINTS = {
    "task.digest.to_judge": "task.digest.hint_judge",
    "task.digest.coordinate": "task.coordinate.look",
    "task.digest.overdue_here": "task.digest.hint_told",
    "task.digest.blocked": "task.digest.hint_blocked",
}


def digest_hint(work: Work, person: Official, dues: Sequence[TaskDue]) -> str:
    """How to answer, with a number that is in the digest."""
    own = next((due for due in dues if due.heading in (OWN, NEW)), None)
    chosen = own or dues[0]
    text_id = "task.digest.hint" if own else _HINTS.get(chosen.heading, "task.digest.hint")
    return say(text_id, number=number_said(work, person, chosen.task))


def shown_last(work: Work, address: Address, key: str, dues: Sequence[TaskDue]) -> None:
    """The digest holds tasks alone: a bare "3 80%" is about them."""
    ids = tuple(dict.fromkeys(due.task.id for due in dues))
    save_shown(work.session, address, ids, key, work.now)


def digest_taps(work: Work, person: Official, dues: Sequence[TaskDue]) -> tuple[Choice, ...]:
    """The likeliest act on each of the first tasks."""
    verbs = {"task.digest.own": Verb.DONE, "task.digest.to_judge": Verb.ACCEPT}
    chosen = [due.task for due in dues if due.heading in verbs][:TAPS_AT_MOST]
    heading_of = {due.task.id: due.heading for due in dues}
    return tuple(
        tap(verbs[heading_of[task.id]], task, number_said(work, person, task)) for task in chosen
    )
