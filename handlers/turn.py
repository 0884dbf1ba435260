"""One message of a person about tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import short_name
from domain.talk.messages import Incoming
from domain.tasks.tasks import Task, next_ring
from handlers.work import Work
from storage.messages.conversations import save_shown
from storage.tasks.tasks import By, set_ring, task


@dataclass(frozen=True, slots=True)
class TaskTurn:
    """Who says what; `confirmed`: a question about it was answered with yes."""

    work: Work
    person: Official
    incoming: Incoming
    confirmed: bool = False

    @property
    def by(self) -> By:
        """Who, by which message, when: for the history."""
        return By(self.person.id, source_of(self.incoming), self.work.now)

    @property
    def reply_key(self) -> str:
        """The key under which `bot.inbox.inbox` queues the reply to this message."""
        return f"re:{self.incoming.address.channel}:{self.incoming.event_id}"

    def numbers(self, tasks: Iterable[Task]) -> dict[int, str]:
        """The number of each task as this person says it, by task id."""
        return {found.id: self.number(found) for found in tasks}

    def number(self, found: Task) -> str:
        """The number of one task as this person says it."""
        return number_said(self.work, self.person, found)

    def shows(self, *tasks: Task) -> None:
        """The reply to this message shows these tasks: a bare answer is about them."""
        ids = tuple(task.id for task in tasks)
        session, address = self.work.session, self.incoming.address
        save_shown(session, address, ids, self.reply_key, self.work.now)

    def changed(self, task_id: int) -> Task:
        """The task as it is after a change, with its next reminder found anew."""
        return renew_ring(self.work, task_id)


def number_said(work: Work, person: Official, found: Task) -> str:
    """`3` to those of the unit that owes the task, `3 Bắc Sơn` to everybody else."""
    if any(post.unit_id == found.unit_id for post in person.posts_on(work.today)):
        return str(found.number)
    return f"{found.number} {_called(work, person, found.unit_id)}"


def _called(work: Work, person: Official, unit_id: str) -> str:
    """The unit as briefly as this person can tell it from the others they see."""
    unit = work.units[unit_id]
    name = short_name(unit)
    others = (work.units[other] for other in work.scope(person, Action.SEE_STATUS) - {unit_id})
    if not any(short_name(other) == name for other in others):
        return name
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
