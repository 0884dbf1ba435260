"""What others are told at once about a task; everything else waits for their morning digest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time

from domain.dates.ladder import OFFICE_HOURS, next_allowed
from domain.dates.moments import MORNING, at_local, local
from domain.dates.owed import StepName, of_task
from domain.people.people import Official
from domain.talk.messages import Address, Choice, Reply
from domain.tasks.tasks import Task
from domain.tasks.words import Verb
from handlers.owed.tell import told_by
from handlers.turn import number_said
from handlers.wording.say import say
from handlers.wording.told import Told
from handlers.work import Work
from storage.messages.conversations import save_shown, shown_last
from storage.messages.outbox import queue
from storage.reports.reminders import plan_steps

KIND = "task"
DAY_BEGINS, DAY_ENDS = time(7, 0), time(20, 0)


def nudge_key(of: str, official_id: str) -> str:
    """The key of a reminder by hand, `of` as the audit keeps it."""
    return f"task:{of}:{official_id}"


def tell(
    work: Work, people: Iterable[Official], task: Task, key: str, reply: Callable[[str], Reply]
) -> Told:
    """Queue a message about one task to each person, worded with the number as they say it.

    Whom it reaches and whom it does not. `key` makes it happen once.
    """

    def send(person: Official) -> None:
        for address in work.addresses(person.id)[:1]:
            words = reply(number_said(work, person, task))
            say_to(work, person, address, words, f"{key}:{person.id}", [task])

    return told_by(work, people, send)


def say_to(
    work: Work, person: Official, address: Address, reply: Reply, key: str, tasks: Sequence[Task]
) -> bool:
    """Queue one message about these tasks; False where one of that key was queued before.

    Tasks that were the last thing said until now stay shown: of two that come one behind the
    other, "xong" may mean either.
    """
    key, before = f"task:{key}", shown_last(work.session, address, work.now)
    if queue(work.session, key, address, person.id, KIND, reply, work.now) is None:
        return False
    shown = tuple(dict.fromkeys((*before, *(task.id for task in tasks))))
    save_shown(work.session, address, shown, key, work.now)
    return True


def by_day(work: Work) -> bool:
    """True while a message about a new task disturbs nobody's night."""
    return DAY_BEGINS <= local(work.now).time() < DAY_ENDS


def tomorrow_or_today(work: Work) -> datetime:
    """When the office opens next."""
    return next_allowed(work.now, OFFICE_HOURS, work.catalogue.calendar)


def plan_for_morning(work: Work, person: Official, tasks: Sequence[Task], step: StepName) -> None:
    """These tasks stand in the digest with which the person's office opens next."""
    at = tomorrow_or_today(work)
    plan_steps(work.session, [(of_task(task.id), step, person.id, at) for task in tasks])


def next_morning(work: Work) -> datetime:
    """When the next digest goes out."""
    day = work.catalogue.calendar.working_days_after(work.today, 1)
    return at_local(day, MORNING)


def tap(verb: Verb, task: Task, number: str) -> Choice:
    """A thing to tap: `xong 3`; typed, it means the same."""
    return Choice(say(f"task.tap.{verb.value}", number=number), f"task:{verb.value}:{task.id}")
