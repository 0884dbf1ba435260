"""A message to somebody who has not asked: queued in the outbox, sent after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.wording.told import Told
from handlers.work import Work
from storage.messages.outbox import queue


def send_to_all(
    work: Work, people: Iterable[Official], reply: Reply, *, kind: str, key: str
) -> Told:
    """The same message to each of them; whom it reaches and whom it does not."""
    return told_by(
        work, people, lambda each: send_to(work, each, reply, kind=kind, key=f"{key}:{each.id}")
    )


def told_by(work: Work, people: Iterable[Official], send: Callable[[Official], object]) -> Told:
    """Whom a message reaches that `send` queues for each of them, and whom it does not."""
    now, missed = list[Official](), list[Official]()
    for person in people:
        send(person)
        (now if work.addresses(person.id) else missed).append(person)
    return Told(tuple(now), missed=tuple(missed))


def send_to(work: Work, official: Official, reply: Reply, *, kind: str, key: str) -> bool:
    """Queue a message to a person's first usable address, once for one key.

    False where the person cannot be reached or the message is queued already.
    """
    addresses = work.addresses(official.id)
    if not addresses:
        return False
    queued = queue(work.session, key, addresses[0], official.id, kind, reply, work.now)
    return queued is not None
