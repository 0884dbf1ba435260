"""How far a task has come.

lan  < 3 80%
bot  > Đã ghi: việc 3 “Rà soát TTHC” đạt 80 % (trước đó 50 %).
"""

from __future__ import annotations

from domain.messages import Reply
from domain.task_words import Act
from domain.tasks import Task
from handlers.say import say
from handlers.show_moments import show_date
from handlers.task_lines import named
from handlers.task_turn import TaskTurn
from storage.tasks import set_progress


def report_progress(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write a percentage; a hundred is not yet "done", which the person has to say."""
    number = turn.number(task)
    which = named(task, number)
    if task.completed_on is not None:
        return Reply(say("task.done.already", task=which, day=show_date(task.completed_on)))
    percent = act.percent
    if percent is None or percent > 100:
        return Reply(say("task.progress.out_of_range", task=which))
    if percent != task.progress:
        set_progress(turn.work.session, task.id, percent, turn.by)
    changed = task.progress is not None and task.progress != percent
    before = say("task.progress.before", percent=task.progress) if changed else ""
    words = say("task.progress.noted", task=which, percent=percent, before=before)
    if percent == 100:
        words += " " + say("task.progress.all", number=number)
    return Reply(words)
