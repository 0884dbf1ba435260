"""The superior's verdict: a finished task is accepted or returned, more time granted or refused, a
task withdrawn.

quynh < duyệt 7
bot   > Đã duyệt việc 7 “Rà soát TTHC” của xã Bắc Sơn. Đã báo chị Lan.
quynh < trả lại 8 thiếu phụ lục
quynh < thu hồi 7 giao nhầm đơn vị
bot   > Đã thu hồi việc 7 “Rà soát TTHC” của xã Bắc Sơn, lý do: giao nhầm đơn vị. Đã báo chị Lan.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.owed.more_time import moved_to, read_wish
from handlers.owed.reason import reason_given
from handlers.tasks.ask import ask_words
from handlers.tasks.coordinators import coordinators
from handlers.tasks.lines import due_words, named
from handlers.tasks.more_time import grant, refuse
from handlers.tasks.notices import tap, tell
from handlers.tasks.people import doers
from handlers.turn import TaskTurn
from handlers.wording.say import say, say_ask
from handlers.wording.told import told_behind
from handlers.work import addressed
from storage.tasks.tasks import accept, send_back, withdraw


def approve(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Accept what is done; otherwise grant the time that was asked for."""
    if task.awaits_verdict:
        return _accept(turn, task, act.rest.strip())
    request = task.asked_extension
    if task.open and request is not None:
        wish = read_wish(turn.work, act.rest, task.due)
        other = moved_to(wish.on, task.due) if wish.on else None
        if other is not None and other <= turn.work.now:
            return Reply(say("task.extension.not_later", task=_which(turn, task), day=act.rest))
        return grant(turn, task, request, other, wish.reason)
    return _nothing(turn, task, "task.verdict.nothing")


def _accept(turn: TaskTurn, task: Task, opinion: str) -> Reply:
    """`opinion`: what is said besides, passed on."""
    accept(turn.work.session, task, turn.work.today, turn.by, opinion)
    said = say("task.verdict.opinion", words=opinion) if opinion else ""
    told = _tell(turn, task, "task.verdict.accepted_told", said)
    return Reply(say("task.verdict.accepted", task=_which(turn, task)) + told)


def disapprove(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Send back what is done, with a reason; otherwise refuse the time that was asked for."""
    reason = act.rest.strip()
    if task.awaits_verdict:
        if not reason_given(reason):
            question = say_ask("ask.task.why_back", task=_which(turn, task))
            return ask_words(turn, question, task, Verb.RETURN)
        return _send_back(turn, task, reason)
    if task.open and task.asked_extension is not None:
        return refuse(turn, task, task.asked_extension, reason)
    return _nothing(turn, task, "task.verdict.nothing_back")


def _nothing(turn: TaskTurn, task: Task, text_id: str) -> Reply:
    """Neither done nor more time asked for, or accepted already."""
    if task.accepted_on is not None:
        return Reply(say("task.verdict.over", task=_which(turn, task)))
    return Reply(say(text_id, task=_which(turn, task), number=turn.number(task)))


def _send_back(turn: TaskTurn, task: Task, reason: str) -> Reply:
    send_back(turn.work.session, task, reason, turn.by)
    again = turn.changed(task.id)
    told = _tell(turn, again, "task.verdict.returned_told", reason)
    which = _which(turn, again)
    return Reply(say("task.verdict.returned", task=which, reason=reason) + told)


def _tell(turn: TaskTurn, task: Task, text_id: str, reason: str) -> str:
    """Tell those who owe it at once; the words that say who was told."""

    def reply(number: str) -> Reply:
        fields = {"name": addressed(turn.person), "reason": reason, "number": number}
        words = say(text_id, task=named(task, number), due=due_words(turn.work, task), **fields)
        return Reply(words, (tap(Verb.DONE, task, number),) if task.open else ())

    people = [person for person in doers(turn.work, task) if person != turn.person]
    key = f"{task.id}:verdict:{turn.reply_key}"
    return told_behind(tell(turn.work, people, task, key, reply))


def _which(turn: TaskTurn, task: Task) -> str:
    return named(task, turn.number(task))


def withdraw_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Withdraw with a reason and tell those who owe it."""
    which = named(task, turn.number(task))
    if task.accepted_on is not None:
        return Reply(say("task.withdrawn.accepted", task=which))
    reason = act.rest.strip()
    if not reason_given(reason):
        question = say_ask("ask.task.why_withdrawn", task=which)
        return ask_words(turn, question, task, Verb.WITHDRAW)
    withdraw(turn.work.session, task, turn.work.today, reason, turn.by)
    turn.changed(task.id)
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
    words = say("task.withdrawn.noted", task=which, reason=reason)
    return Reply(words + told_behind(told))


def _concerned(turn: TaskTurn, task: Task) -> tuple[Official, ...]:
    """Who owes it and who coordinates it, each once."""
    people = (*doers(turn.work, task), *coordinators(turn.work, task))
    return tuple({person.id: person for person in people}.values())
