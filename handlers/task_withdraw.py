"""A task is withdrawn: it counts nowhere any more, and its unit may stop at once.

quynh < thu hồi 7 giao nhầm đơn vị
bot   > Đã thu hồi việc 7 “Rà soát TTHC” của xã Bắc Sơn, lý do: giao nhầm đơn vị. Đã báo chị Lan.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from domain.task_words import Act, Verb
from domain.tasks import Task
from handlers.say import say
from handlers.task_ask import ask_words
from handlers.task_coordinators import coordinators
from handlers.task_lines import named
from handlers.task_notices import tell
from handlers.task_people import doers, unit_name
from handlers.task_turn import TaskTurn
from handlers.work import addressed
from storage.tasks import withdraw

SHORTEST_REASON = 3


def withdraw_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Withdraw with a reason and tell those who owe it."""
    which = named(task, turn.number(task))
    if task.accepted_on is not None:
        return Reply(say("task.withdrawn.accepted", task=which))
    reason = act.rest.strip()
    if len(reason) < SHORTEST_REASON:
        return ask_words(turn, say("task.withdrawn.why", task=which), task, Verb.WITHDRAW)
    withdraw(turn.work.session, task.id, turn.work.today, reason, turn.by)
    turn.changed(task.id)
    turn.settles()
    told = tell(
        turn.work,
        [person for person in _concerned(turn, task) if person != turn.person],
        task,
        f"{task.id}:withdrawn:{turn.reply_key}",
        lambda number: Reply(
            say(
                "task.withdrawn.told",
                task=named(task, number),
                name=addressed(turn.person),
                reason=reason,
            )
        ),
    )
    unit = unit_name(turn.work, task.unit_id)
    words = say("task.withdrawn.noted", task=which, unit=unit, reason=reason)
    return Reply(words + (say("task.told", names=", ".join(map(addressed, told))) if told else ""))


def _concerned(turn: TaskTurn, task: Task) -> tuple[Official, ...]:
    """Who owes it and who coordinates it, each once."""
    people = (*doers(turn.work, task), *coordinators(turn.work, task))
    return tuple({person.id: person for person in people}.values())
