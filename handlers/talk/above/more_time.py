"""More time that a superior gives in a sentence, where it is a task that waits for it.

lan   < xin gia hạn 1 đến 10/10, dân đi làm xa
quynh < cho Bắc Sơn thêm 3 ngày thôi
bot   > Gia hạn: việc 1 Bắc Sơn “Rà soát hộ nghèo”, từ thứ Hai 30/9 đến thứ Năm 3/10. Đúng không?

Without such words it is a report, as it is taught.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from domain.words import without_rim
from handlers.desk.more_time import waiting
from handlers.owed.extension import granted_until, show_change, why_not_later
from handlers.talk.intent import Request
from handlers.talk.wishes.tasks import time_said
from handlers.tasks.ask import ask_which_task, ask_yes
from handlers.tasks.lines import named
from handlers.tasks.list import my_tasks
from handlers.tasks.owed import OwedTask
from handlers.tasks.people import may_do, may_judge
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, places
from storage.catalogue.words import folded, single_words
from storage.messages.outbox import words_last


def time_given(request: Request) -> Reply | None:
    """Asked about, with the day that it would be; None where no task asks for it, or the report is
    named."""
    incoming, said = request.incoming, request.said
    if not incoming.typed or len(said.units) > 1:
        return None
    if said.tasks and not request.titled:
        return None  # as it is taught
    words = _until(request)
    if not words or not request.work.scope(request.person, Action.ASSIGN_TASK):
        return None
    tasks = list(request.titled) or _asking(request)
    tasks = [task for task in tasks if _decides(request, task)]
    tasks = [task for task in tasks if not said.units or task.unit_id in said.units]
    if not tasks:
        return None
    reports = waiting(request.work, request.person) if not request.titled else []
    if said.units and any(report.unit_id in said.units for report in reports):
        fields = {"unit": request.work.unit(said.units[0]).name, "words": words}
        number = request.turn.number(tasks[0])
        return Reply(say("task.extend.which", number=number, **fields))
    act = Act(Verb.EXTEND, rest=words)
    if len(tasks) > 1:
        return ask_which_task(request.turn, tasks, act)
    return _ask(request, tasks[0], act)


def _ask(request: Request, task: Task, act: Act) -> Reply | None:
    owed = OwedTask(request.turn, task)
    until = granted_until(owed, act.rest)
    if until is None:
        return None
    if refused := why_not_later(owed, until):
        return Reply(refused)
    text = say_ask("ask.task.extend", task=owed.name, **show_change(owed, until))
    return ask_yes(request.turn, text, [task], act)


def _until(request: Request) -> str:
    """How much more time is given, or until when; empty where the sentence gives none, or speaks of
    the report."""
    said = request.said
    words = time_said(said)
    if not words or not said.bases.isdisjoint(single_words("given_time", "report")):
        return ""
    polite = folded("sentence", "polite") - folded("given_time", "give")
    text = without_rim(said.text, polite | folded("other_day", "before") - {"cho"}, frozenset())
    if behind("negated", "time_not", text) is not None or text.endswith("?"):
        return ""
    gives = places("given_time", "more", said.text) or behind("given_time", "give", text)
    return words if gives or places("given_time", "only", said.text) else ""


def _asking(request: Request) -> Sequence[Task]:
    """The tasks of the unit that is named for which more time is asked; without a unit the one of
    which the bot has spoken last, or the only one."""
    asked = [t for t in my_tasks(request.turn) if t.open and t.asked_extension is not None]
    if units := request.said.units:
        return [task for task in asked if task.unit_id in units]
    last = words_last(request.work.session, request.incoming.address)
    heard = [task for task in asked if named(task, request.turn.number(task)) in last]
    if heard or waiting(request.work, request.person):
        return heard
    return asked if len(asked) == 1 else []


def _decides(request: Request, task: Task) -> bool:
    work, person = request.work, request.person
    return may_judge(work, person, task) and not may_do(work, person, task)
