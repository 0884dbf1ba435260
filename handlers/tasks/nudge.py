"""A superior reminds of one task, now; rarely enough, and noted.

quynh < nhắc 3
bot   > Đã nhắc việc 3 “Rà soát TTHC” của xã Bắc Sơn: chị Lan.
bot   > (lan) Chị Quỳnh nhắc: việc 1 “Rà soát TTHC”, hạn thứ Bảy 31/8, quá hạn 2 ngày. ...
"""

from __future__ import annotations

from domain.dates.owed import of_task
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.names.people import unit_name
from handlers.owed.nudge import nudge, nudge_words, why_not_now
from handlers.tasks.lines import due_words, named
from handlers.tasks.notices import tap, tell
from handlers.tasks.people import doers
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.work import addressed_first


def nudge_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Send the reminder to those who owe it, or say why not now."""
    which = named(task, turn.number(task))
    if task.completed_on is not None:
        text_id = "task.nudge.judge" if task.awaits_verdict else "task.nudge.over"
        return Reply(say(text_id, task=which, number=turn.number(task)))
    said = why_not_now(turn.work, of_task(task.id), which)
    return Reply(said) if said else _nudge(turn, task, which)


def _nudge(turn: TaskTurn, task: Task, which: str) -> Reply:
    work = turn.work

    def reply(number: str) -> Reply:
        words = say(
            "task.nudge.told",
            name=addressed_first(turn.person),
            task=named(task, number),
            due=due_words(work, task),
            number=number,
        )
        return Reply(words, (tap(Verb.DONE, task, number),))

    key = f"{task.id}:nudge:{turn.reply_key}"
    people = [person for person in doers(work, task) if person != turn.person]
    told = nudge(
        work,
        turn.person,
        of_task(task.id),
        people,
        lambda each: tell(work, [each], task, key, reply),
        key=key,
    )
    return Reply(nudge_words(told, which, unit_name(work, task.unit_id)))
