"""Something is in the way: the assigner is told at once, and it comes back with each reminder.

lan  < vướng 3 chờ số liệu của huyện
bot  > Đã báo UBND huyện Ân Thi: việc 3 “Rà soát TTHC” vướng: chờ số liệu của huyện.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.task_words import Act, Verb
from domain.tasks import Task
from handlers.say import say
from handlers.show_moments import show_date
from handlers.task_ask import ask_words
from handlers.task_lines import due_words, named, title_of
from handlers.task_notices import tell
from handlers.task_people import assigners, unit_name
from handlers.task_turn import TaskTurn
from handlers.work import addressed
from storage.tasks import set_blocker

SHORTEST_REASON = 3


def report_blocker(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write the reason and pass it on."""
    number = turn.number(task)
    which = named(task, number)
    if task.completed_on is not None:
        return Reply(say("task.done.already", task=which, day=show_date(task.completed_on)))
    reason = act.rest.strip()
    if len(reason) < SHORTEST_REASON:
        return ask_words(turn, say("task.blocked.why", task=which), task, Verb.BLOCKED)
    set_blocker(turn.work.session, task.id, reason, turn.by)
    told = _tell(turn, task, reason)
    turn.settles()
    words = say("task.blocked.noted", task=which, reason=reason)
    words += say("task.told", names=told) if told else ""
    return Reply(words + " " + say("task.blocked.over", number=number))


def _tell(turn: TaskTurn, task: Task, reason: str) -> str:
    unit = unit_name(turn.work, task.unit_id)

    def reply(number: int) -> Reply:
        return Reply(
            say(
                "task.blocked.told",
                unit=unit[:1].upper() + unit[1:],
                task=say("task.named", number=number, title=title_of(task)),
                reason=reason,
                name=addressed(turn.person),
                due=due_words(turn.work, task),
                number=number,
            )
        )

    others = [person for person in assigners(turn.work, task) if person != turn.person]
    key = f"{task.id}:blocked:{turn.reply_key}"
    return ", ".join(addressed(person) for person in tell(turn.work, others, task, key, reply))


def report_unblocked(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Nothing is in the way any more; it is seen in the list, nobody is told at once."""
    which = named(task, turn.number(task))
    if not task.blocker:
        return Reply(say("task.blocked.none", task=which))
    set_blocker(turn.work.session, task.id, "", turn.by)
    return Reply(say("task.blocked.gone", task=which))
