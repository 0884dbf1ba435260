"""The due days of tasks, for `/lich` and the calendar of the phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.moments import END_OF_DAY, local
from domain.people import Official
from domain.tasks import Task, urgency
from handlers.say import say
from handlers.task_lines import due_words, title_of
from handlers.task_people import absent_for, owes, unit_name
from handlers.work import Work
from reports.ics import Deadline
from storage.tasks import open_tasks, tasks_led_by

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


def calendar_entries(work: Work, tasks: Sequence[Task]) -> Iterator[Deadline]:
    """An entry a task; more time moves it."""
    for task in tasks:
        assert task.due is not None  # `tasks_due` has looked
        here = local(task.due)
        giver = say("task.body", unit=unit_name(work, task.assigner_id))
        yield Deadline(
            uid=f"task/{task.id}",
            title=say("task.schedule.entry", title=title_of(task)),
            due=here.date() if here.time() == END_OF_DAY else task.due,
            details=say("task.schedule.details", giver=giver, unit=unit_name(work, task.unit_id)),
            sequence=sum(bool(extension.granted) for extension in task.extensions),
        )
