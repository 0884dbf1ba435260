"""What is decided on a task: a finished one is accepted or returned, one is withdrawn, more time is
asked for, granted or refused.

quynh < duyệt 7
bot   > Đã duyệt: việc 7 “Rà soát TTHC”. Đã báo chị Lan.
quynh < trả lại 8 thiếu phụ lục
quynh < thu hồi 7 giao nhầm đơn vị
bot   > Đã thu hồi: việc 7 “Rà soát TTHC”. Lý do: giao nhầm đơn vị. Đã báo chị Lan.
lan   < xin gia hạn 3 5 ngày chờ số liệu của huyện
bot   > Đã ghi lời xin UBND huyện Ân Thi gia hạn: việc 3 “Rà soát TTHC”, từ thứ Bảy 31/8 đến ...
"""

from __future__ import annotations

from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act
from handlers.owed.extension import ask_for_time, decide, refuse, refuse_plainly
from handlers.owed.subject import Ruling
from handlers.owed.verdict import judge
from handlers.question import ask_for
from handlers.tasks.lines import named
from handlers.tasks.owed import OwedTask
from handlers.tasks.people import may_do, may_judge
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.show_moments import show_date


def approve(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Accept what is done, what is said besides passed on; otherwise grant the time that was asked
    for."""
    if task.awaits_verdict:
        return _judged(turn, task, Ruling.APPROVED, act)
    if task.open and task.asked_extension is not None:
        return ask_for(turn, decide(OwedTask(turn, task), act.rest))
    return _nothing(turn, task, "task.verdict.nothing")


def disapprove(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Send back what is done, with a reason; otherwise refuse the time that was asked for."""
    if task.awaits_verdict:
        return _judged(turn, task, Ruling.RETURNED, act)
    if task.open and task.asked_extension is not None:
        owed = OwedTask(turn, task)
        if turn.confirmed and not act.rest:
            return refuse_plainly(owed)
        return ask_for(turn, refuse(owed, act.rest))
    return _nothing(turn, task, "task.verdict.nothing_back")


def withdraw_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Withdraw with a reason."""
    if task.accepted_on is not None:
        return Reply(say("task.withdrawn.accepted", task=named(task, turn.number(task))))
    return _judged(turn, task, Ruling.WITHDRAWN, act)


def _judged(turn: TaskTurn, task: Task, verdict: Ruling, act: Act) -> Reply:
    return ask_for(turn, judge(OwedTask(turn, task), verdict, act.rest))


def _nothing(turn: TaskTurn, task: Task, text_id: str) -> Reply:
    """Neither done nor more time asked for, or accepted already."""
    number = turn.number(task)
    if task.accepted_on is not None:
        text_id = "task.verdict.over"
    return Reply(say(text_id, task=named(task, number), number=number))


def want_extension(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Ask for more time, or give it where the person may decide."""
    if task.completed_on is not None:
        fields = {"task": named(task, turn.number(task)), "day": show_date(task.completed_on)}
        return Reply(say("task.done.already", **fields))
    owed, work, person = OwedTask(turn, task), turn.work, turn.person
    decides = may_judge(work, person, task) and not may_do(work, person, task)
    return ask_for(turn, decide(owed, act.rest) if decides else ask_for_time([owed], act.rest))
