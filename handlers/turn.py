"""One message of a person about tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import short_name
from domain.talk.messages import Incoming
from domain.tasks.tasks import Task, next_ring
from handlers.work import Work
from storage.messages.conversations import save_shown
from storage.tasks.tasks import By, lock_task, set_ring, task


@dataclass(frozen=True, slots=True)
class TaskTurn:
    """Who says what; `confirmed`: a question about it was answered with yes. `guessed`: the tasks
    that were named by some words of a title, of which one has to be asked about."""

    work: Work
    person: Official
    incoming: Incoming
    confirmed: bool = False
    guessed: tuple[Task, ...] = ()

    @property
    def by(self) -> By:
        """Who, by which message, when: for the history."""
        return By(self.person.id, source_of(self.incoming), self.work.now)

    @property
    def reply_key(self) -> str:
        """The key under which `bot.inbox.inbox` queues the reply to this message."""
        return f"re:{self.incoming.key}"

    def numbers(self, tasks: Iterable[Task]) -> dict[int, str]:
        """The number of each task as this person says it, by task id."""
        return numbers_said(self.work, self.person, tasks)

    def number(self, found: Task) -> str:
        """The number of one task as this person says it."""
        return number_said(self.work, self.person, found)

    def shows(self, *tasks: Task) -> None:
        """The reply to this message shows these tasks: a bare answer is about them."""
        ids = tuple(task.id for task in tasks)
        session, address = self.work.session, self.incoming.address
        save_shown(session, address, ids, self.reply_key, self.work.now)

    def locked(self, task_id: int) -> Task:
        """A task that is to be changed, held against others until the end of the turn."""
        found = lock_task(self.work.session, task_id)
        assert found is not None  # its number or its history refers to it
        return found

    def changed(self, task_id: int) -> Task:
        """The task as it is after a change, with its next reminder found anew."""
        return renew_ring(self.work, task_id)


def number_said(work: Work, person: Official, found: Task) -> str:
    """`3` to those of the unit that owes the task, `3 Bắc Sơn` to everybody else."""
    return numbers_said(work, person, [found])[found.id]


def numbers_said(work: Work, person: Official, tasks: Iterable[Task]) -> dict[int, str]:
    """The same of several tasks, by task id."""
    every = tuple(tasks)
    home = {post.unit_id for post in person.posts_on(work.today)}
    away = {each.unit_id for each in every} - home
    names = _names(work, work.scope(person, Action.SEE_STATUS) | away) if away else {}
    return {
        each.id: f"{each.number} {names[each.unit_id]}"
        if each.unit_id in away
        else str(each.number)
        for each in every
    }


def _names(work: Work, unit_ids: Iterable[str]) -> dict[str, str]:
    """Each of these units as briefly as it can be told from the others."""
    units = work.units
    short = {id_: short_name(units[id_]) for id_ in unit_ids}
    several = Counter(short.values())
    return {id_: name if several[name] == 1 else _in_full(work, id_) for id_, name in short.items()}


def _in_full(work: Work, unit_id: str) -> str:
    unit = work.units[unit_id]
    superior = work.units.get(unit.parent_id or "")
    return f"{unit.name}, {superior.name}" if superior else unit.name


def renew_ring(work: Work, task_id: int) -> Task:
    """Find the next reminder of a task after a change of it, and give the task as it is now."""
    found = task(work.session, task_id)
    assert found is not None  # it was just changed
    set_ring(work.session, task_id, next_ring(found, work.catalogue.calendar, work.now))
    return found


def source_of(incoming: Incoming) -> str:
    """`telegram:99:1234`: the message by address and the network's id, unique only in its chat."""
    return f"{incoming.address}:{incoming.message_id or incoming.event_id}"
