"""One message of a person about tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.people.people import Official
from domain.talk.messages import Incoming
from domain.tasks.tasks import Task, next_ring
from handlers.work import Work
from storage.messages.conversations import save_shown
from storage.tasks.lists import number_tasks
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

    def numbers(self, tasks: Iterable[Task]) -> dict[int, int]:
        """The number of each task on this person's lists, by task id."""
        ids = [found.id for found in tasks]
        return number_tasks(self.work.session, self.incoming.address, ids, self.work.now)

    def number(self, found: Task) -> int:
        """The number of one task on this person's lists."""
        return self.numbers([found])[found.id]

    def shows(self, *tasks: Task) -> None:
        """The reply to this message shows these tasks: a bare answer is about them."""
        ids = tuple(task.id for task in tasks)
        session, address = self.work.session, self.incoming.address
        save_shown(session, address, ids, self.reply_key, self.work.now)

    def changed(self, task_id: int) -> Task:
        """The task as it is after a change, with its next reminder found anew."""
        return renew_ring(self.work, task_id)


def renew_ring(work: Work, task_id: int) -> Task:
    """Find the next reminder of a task after a change of it, and give the task as it is now."""
    found = task(work.session, task_id)
    assert found is not None  # it was just changed
    set_ring(work.session, task_id, next_ring(found, work.catalogue.calendar, work.now))
    return found


def source_of(incoming: Incoming) -> str:
    """`telegram:99:1234`: the message by address and the network's id, unique only in its chat."""
    return f"{incoming.address}:{incoming.message_id or incoming.event_id}"
