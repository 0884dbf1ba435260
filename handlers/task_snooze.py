"""A later reminder, for the person who asks, never past the due day.

lan  < nhắc lại 3 15h
bot  > Bot sẽ nhắc lại việc 3 “Rà soát TTHC” lúc 15:00 ngày 30/8/2024.
"""

from __future__ import annotations

from datetime import datetime

from domain.ladder import OFFICE_HOURS, next_allowed
from domain.messages import Reply
from domain.moments import END_OF_DAY, at_local
from domain.task_details import read_snooze
from domain.task_words import Act
from domain.tasks import Task
from handlers.say import say
from handlers.show_moments import show_moment
from handlers.task_lines import due_day, named
from handlers.task_turn import TaskTurn
from storage.reminders import SNOOZE, plan_task_reminders


def snooze_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Plan one more reminder; until then the ladder is silent for this person."""
    number = turn.number(task)
    which = named(task, number)
    if not task.open:
        return Reply(say("task.snooze.closed", task=which))
    wanted = read_snooze(act.rest, turn.work.now)
    if wanted is None:
        return Reply(say("task.snooze.when", task=which, number=number))
    at = next_allowed(wanted, OFFICE_HOURS, turn.work.catalogue.calendar)
    if at > _latest(turn, task):
        return Reply(say("task.snooze.too_late", task=which, due=due_day(task)))
    step = f"{SNOOZE} {at.isoformat()}"
    plan_task_reminders(turn.work.session, [(task.id, step, turn.person.id, at)])
    return Reply(say("task.snooze.noted", task=which, at=show_moment(at)))


def _latest(turn: TaskTurn, task: Task) -> datetime:
    """The due moment; for an overdue task the end of today; for one without due day never."""
    if task.due is None:
        return datetime.max.replace(tzinfo=turn.work.now.tzinfo)
    return max(task.due, at_local(turn.work.today, END_OF_DAY))
