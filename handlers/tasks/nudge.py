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
from handlers.owed.nudge import nudged_word, why_not_now
from handlers.tasks.lines import due_words, named
from handlers.tasks.notices import tap, tell
from handlers.tasks.people import doers
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.told import Told, names_of, told_behind
from handlers.work import addressed_first
from storage.database.audit import note


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

    people = [person for person in doers(work, task) if person != turn.person]
    key = f"{task.id}:nudge:{turn.reply_key}"
    told = tell(work, people, task, key, reply)
    unit = unit_name(work, task.unit_id)
    if not told.now:
        missed = told_behind(told)
        return Reply(say("task.nudge.nobody", task=which, unit=unit) + missed)
    detail = {"told": [person.id for person in told.now], "key": key}
    subject = of_task(task.id)
    note(work.session, work.now, turn.person.id, nudged_word(subject), str(subject), detail)
    done = say("task.nudge.done", task=which, names=names_of(told.now))
    return Reply(done + told_behind(Told(missed=told.missed)))
