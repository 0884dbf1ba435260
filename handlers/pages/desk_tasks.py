"""The tasks of the units below on a superior's desk: what waits for a verdict, what is overdue, and
what to type about each."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Incoming
from domain.tasks.tasks import Task
from domain.tasks.words import Verb
from handlers.desk.scope import body_names
from handlers.pages.table_asked import Rows, TableAsked, rows_asked
from handlers.tasks.lines import LONGEST_TITLE, due_words, title_of
from handlers.tasks.list import TO_JUDGE, grouped
from handlers.tasks.notices import tap
from handlers.turn import TaskTurn, numbers_said
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed
from reports.workbook.plain_table import PlainTable
from storage.messages.pages import Page
from storage.tasks.tasks import unsettled_tasks

LONG_TITLE = 4 * LONGEST_TITLE  # there is more room than in a chat


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task; `typed` is what to type about it in the chat."""

    state: str
    number: str
    title: str
    unit: str
    lead: str
    due: str
    progress: str
    typed: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    """What waits for the superior first, then what is overdue, then by due day."""

    body: str
    at: str
    rows: Rows[DeskTask]


def tasks_page(work: Work, person: Official, page: Page, asked: TableAsked) -> TasksPage:
    """The tasks that are not settled."""
    return TasksPage(
        body=body_names(work, person),
        at=show_moment(work.now),
        rows=rows_asked(_tasks(work, person, page), asked, lambda row: f"{row.unit} {row.title}"),
    )


def tasks_table(work: Work, person: Official, page: Page, asked: TableAsked) -> PlainTable:
    """The same as a table."""
    found = tasks_page(work, person, page, TableAsked(asked.find, whole=True)).rows.shown
    return PlainTable(
        name="nhiem-vu",
        title=say("page.tasks.title", body=body_names(work, person)),
        head=tuple(say("page.tasks.table").split(" | ")),
        rows=tuple(
            (row.number, row.title, row.unit, row.lead, row.state, row.due, row.progress or None)
            for row in found
        ),
        made_at=work.now,
    )


def _tasks(work: Work, person: Official, page: Page) -> tuple[DeskTask, ...]:
    found = unsettled_tasks(work.session, sorted(work.below(person, Action.SEE_STATUS)))
    work.people.ahead({task.lead_id for task in found if task.lead_id})
    name = f"page-{page.id}"
    turn = TaskTurn(work, person, Incoming(name, page.address, name, work.now))
    numbers = numbers_said(work, person, found)
    return tuple(
        _row(work, task, numbers[task.id], group.heading)
        for group in grouped(turn, found)
        for task in group.tasks
    )


def _row(work: Work, task: Task, number: str, heading: str) -> DeskTask:
    lead = work.people.get(task.lead_id or "")
    verb = Verb.ACCEPT if heading == TO_JUDGE else Verb.SHOW
    state = say(f"page.tasks.{heading.rpartition('.')[2]}")
    return DeskTask(
        state=state,
        number=number,
        title=title_of(task, LONG_TITLE),
        unit=work.units[task.unit_id].name,
        lead=addressed(lead) if lead else "",
        due=due_words(work, task),
        progress=_progress(task),
        typed=tap(verb, task, number).words,
    )


def _progress(task: Task) -> str:
    if task.blocker:
        return say("page.tasks.blocked", words=task.blocker)
    return say("page.tasks.progress", percent=task.progress) if task.progress is not None else ""
