"""Somebody has taken note of a task; the assigner sees it in the task, nobody is told at once.

lan  < đã nhận 3
bot  > Đã ghi: chị Lan đã nhận việc 3 “Rà soát TTHC”, hạn thứ Bảy 31/8, còn 7 ngày làm việc.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.task_talk import Talk, Topic
from domain.task_words import Act
from domain.tasks import Deed, Task
from handlers.say import say
from handlers.task_lines import due_words, named
from handlers.task_turn import TaskTurn
from handlers.work import addressed
from storage.tasks import acknowledge, events


def acknowledge_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Once for each person."""
    entries = events(turn.work.session, task.id)
    if not any(e.deed is Deed.ACKNOWLEDGED and e.official_id == turn.person.id for e in entries):
        acknowledge(turn.work.session, task.id, turn.by)
    turn.shows(Talk(Topic.TASK, (task.id,)))
    return Reply(
        say(
            "task.acknowledged",
            name=addressed(turn.person),
            task=named(task, turn.number(task)),
            due=due_words(turn.work, task),
        )
    )
