"""Done by mistake: the task is open again, as long as nobody has accepted it.

lan  < mở lại 3
bot  > Đã mở lại việc 3 “Rà soát TTHC”, hạn thứ Bảy 31/8, còn 2 ngày làm việc.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.task_words import Act
from domain.tasks import Task
from handlers.say import say
from handlers.task_lines import due_words, named
from handlers.task_turn import TaskTurn
from storage.tasks import reopen


def reopen_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Take back "xong"."""
    which = named(task, turn.number(task))
    if task.accepted_on is not None:
        return Reply(say("task.reopened.accepted", task=which))
    if task.completed_on is None:
        return Reply(say("task.reopened.open", task=which, due=due_words(turn.work, task)))
    reopen(turn.work.session, task.id, turn.by)
    turn.settles()
    due = due_words(turn.work, turn.changed(task.id))
    return Reply(say("task.reopened.noted", task=which, due=due))
