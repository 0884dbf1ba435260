"""New tasks are told to those who owe them: one message a person, however many tasks there are.

bot  > Chị Lan, UBND huyện Ân Thi giao việc 3: Rà soát TTHC
       Sản phẩm: báo cáo ...

What is assigned at night waits for the next morning's digest, unless it is most urgent.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.dates.owed import StepKind, StepName
from domain.people.people import Official
from domain.talk.messages import Reply
from domain.tasks.tasks import Priority, Task
from domain.tasks.words import Verb
from handlers.names.people import posts_in, unit_name
from handlers.tasks.lines import line, title_of
from handlers.tasks.notices import by_day, plan_for_morning, say_to, tap, tomorrow_or_today
from handlers.tasks.people import doers, tasks_by_person
from handlers.tasks.show import LONGEST, described
from handlers.turn import number_said
from handlers.wording.say import say
from handlers.wording.told import Told
from handlers.work import Work, addressed

LINES_AT_MOST = 15


def tell_assigned(work: Work, tasks: Sequence[Task], giver: Official, key: str) -> Told:
    """Tell everybody who owes one of these tasks: whom it reaches now, whom in the morning."""
    found = tasks_by_person(tasks, lambda task: doers(work, task), giver)
    reached = {who: theirs for who, theirs in found.items() if work.addresses(who.id)}
    now, later = list[Official](), list[Official]()
    for who, theirs in reached.items():
        if by_day(work) or any(task.priority is Priority.EXPRESS for task in theirs):
            if _tell(work, who, giver, theirs, key):
                now.append(who)
        else:
            plan_for_morning(work, who, theirs, StepName(StepKind.ASSIGNED, of=key))
            later.append(who)
    missed = tuple(who for who in found if who not in reached)
    return Told(tuple(now), tuple(later), missed, tomorrow_or_today(work))


def _tell(work: Work, person: Official, giver: Official, tasks: list[Task], key: str) -> bool:
    addresses = work.addresses(person.id)
    numbers = {task.id: number_said(work, person, task) for task in tasks}
    reply = _one(work, person, giver, tasks[0], numbers[tasks[0].id])
    if len(tasks) > 1:
        reply = _several(work, person, tasks, numbers)
    return say_to(work, person, addresses[0], reply, f"assigned:{key}:{person.id}", tasks)


def _one(work: Work, person: Official, giver: Official, task: Task, number: str) -> Reply:
    name = addressed(person)
    handed = not posts_in(work, giver, task.assigner_id)
    head = say(
        "task.assigned.handed" if handed else "task.assigned.one",
        name=name[:1].upper() + name[1:],
        giver=addressed(giver),
        body=say("task.body", unit=unit_name(work, task.assigner_id)),
        number=number,
        title=title_of(task, LONGEST),
    )
    lines = [head, *described(work, task), say("task.assigned.how", number=number)]
    return Reply("\n".join(lines), (tap(Verb.ACKNOWLEDGE, task, number),))


def _several(work: Work, person: Official, tasks: Sequence[Task], numbers: dict[int, str]) -> Reply:
    name = addressed(person)
    head = say(
        "task.assigned.several",
        name=name[:1].upper() + name[1:],
        body=say("task.body", unit=unit_name(work, tasks[0].assigner_id)),
        count=len(tasks),
    )
    lines = [line(work, task, numbers[task.id]) for task in tasks[:LINES_AT_MOST]]
    if len(tasks) > LINES_AT_MOST:
        lines.append(say("task.assigned.more", count=len(tasks) - LINES_AT_MOST))
    return Reply("\n".join([head, *lines, say("task.assigned.how", number=numbers[tasks[0].id])]))
