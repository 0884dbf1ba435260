"""More time: asked for by those who owe a task, granted with one tap, the old due day kept.

lan   < xin gia hạn 3 5 ngày chờ số liệu của huyện
bot   > Đã gửi xin gia hạn việc 3 “Rà soát TTHC”: từ thứ Bảy 31/8 đến thứ Năm 5/9. ...
quynh < [duyệt 7]
"""

from __future__ import annotations

from datetime import datetime

from domain.talk.messages import Choice, Reply
from domain.tasks.tasks import Extension, Task
from domain.tasks.words import Act, Verb
from handlers.names.people import unit_name
from handlers.owed.more_time import is_later, moved_to, read_wish
from handlers.owed.reason import reason_given
from handlers.tasks.ask import ask_words
from handlers.tasks.lines import named, title_of
from handlers.tasks.notices import tap, tell
from handlers.tasks.people import assigners, doers, may_do, may_judge
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import show_date, show_day
from handlers.wording.told import told_behind, told_words
from handlers.work import addressed
from storage.tasks.tasks import ask_extension, decide_extension, extend


def want_extension(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Ask for more time, or give it where the person may decide."""
    which = named(task, turn.number(task))
    if task.completed_on is not None:
        return Reply(say("task.done.already", task=which, day=show_date(task.completed_on)))
    wish = read_wish(turn.work, act.rest, task.due)
    judges = may_judge(turn.work, turn.person, task)
    decides = judges and not may_do(turn.work, turn.person, task)
    if wish.on is None:
        text_id = "ask.task.give_until" if decides else "ask.task.until_when"
        return ask_words(turn, say_ask(text_id, task=which), task, Verb.EXTEND, act.rest)
    due = moved_to(wish.on, task.due)
    if not is_later(turn.work, due, task.due):
        return Reply(say("task.extension.not_later", task=which, day=show_date(wish.on)))
    if decides:
        return give(turn, task, due, wish.reason)
    if not reason_given(wish.reason):
        question = say_ask("ask.task.why_longer", task=which)
        return ask_words(turn, question, task, Verb.EXTEND, act.rest)
    return _ask(turn, task, due, wish.reason)


def _ask(turn: TaskTurn, task: Task, due: datetime, reason: str) -> Reply:
    ask_extension(turn.work.session, task, due, reason, turn.by)
    told = tell(
        turn.work,
        [person for person in assigners(turn.work, task) if person != turn.person],
        task,
        f"{task.id}:extension:{turn.reply_key}",
        lambda number: _request(turn, task, due, reason, number),
    )
    words = say(
        "task.extension.asked",
        task=named(task, turn.number(task)),
        old=old_day(task),
        day=show_day(due),
        body=say("task.body", unit=unit_name(turn.work, task.assigner_id)),
    )
    return Reply(f"{words} {told_words(told) or say('task.nobody_reached')}")


def _request(turn: TaskTurn, task: Task, due: datetime, reason: str, number: str) -> Reply:
    unit = unit_name(turn.work, task.unit_id)
    words = say(
        "task.extension.request",
        unit=unit[:1].upper() + unit[1:],
        task=say("task.named", number=number, title=title_of(task)),
        old=old_day(task),
        day=show_day(due),
        reason=reason,
        name=addressed(turn.person),
    )
    refusal = Choice(say("task.tap.refuse", number=number), tap(Verb.RETURN, task, number).data)
    return Reply(words, (tap(Verb.ACCEPT, task, number), refusal))


def old_day(task: Task) -> str:
    """The due day that is to be replaced."""
    return show_day(task.due) if task.due else say("task.due.none")


def give(turn: TaskTurn, task: Task, due: datetime, reason: str) -> Reply:
    """More time on the superior's own account."""
    if task.asked_extension is not None:
        return grant(turn, task, task.asked_extension, due, reason)
    extend(turn.work.session, task, due, reason, turn.by)
    return _granted(turn, task)


def grant(
    turn: TaskTurn, task: Task, request: Extension, due: datetime | None, words: str
) -> Reply:
    """Decide on a request: with the day asked for or another one."""
    decide_extension(turn.work.session, task, due or request.due, words, turn.by)
    return _granted(turn, task)


def _granted(turn: TaskTurn, before: Task) -> Reply:
    task = turn.changed(before.id)
    assert task.due is not None  # it was just extended
    fields = {"old": old_day(before), "day": show_day(task.due), "name": addressed(turn.person)}
    told = _tell_decision(turn, task, "task.extension.granted_told", fields)
    which = named(task, turn.number(task))
    return Reply(say("task.extension.granted", task=which, **fields) + told)


def refuse(turn: TaskTurn, task: Task, request: Extension, words: str) -> Reply:
    """No more time; the due day stays."""
    decide_extension(turn.work.session, task, None, words, turn.by)
    turn.changed(task.id)
    reason = say("task.extension.reason", reason=words) if words else ""
    fields = {"day": old_day(task), "name": addressed(turn.person), "reason": reason}
    told = _tell_decision(turn, task, "task.extension.refused_told", fields)
    which = named(task, turn.number(task))
    return Reply(say("task.extension.refused", task=which, day=fields["day"]) + told)


def _tell_decision(turn: TaskTurn, task: Task, text_id: str, fields: dict[str, str]) -> str:
    """Tell those who have asked; the words that say who was told."""
    told = tell(
        turn.work,
        [person for person in doers(turn.work, task) if person != turn.person],
        task,
        f"{task.id}:decided:{turn.reply_key}",
        lambda number: Reply(say(text_id, task=named(task, number), **fields)),
    )
    return told_behind(told)
