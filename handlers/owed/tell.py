"""A message to somebody who has not asked: queued in the outbox, sent after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.wording.told import Told
from handlers.work import Work
from storage.messages.outbox import queue


def send_to_all(
    work: Work, people: Iterable[Official], reply: Reply, *, kind: str, key: str = ""
) -> Told:
    """The same message to each of them, as `send_to` does; whom it reaches and whom it does not."""

    def send(each: Official) -> bool:
        return send_to(work, each, reply, kind=kind, key=f"{key}:{each.id}" if key else "")

    return told_by(work, people, send)


def told_by(work: Work, people: Iterable[Official], send: Callable[[Official], object]) -> Told:
    """Whom a message reaches that `send` queues for each of them, and whom it does not."""
    now, missed = list[Official](), list[Official]()
    for person in people:
        send(person)
        (now if work.addresses(person.id) else missed).append(person)
    return Told(tuple(now), missed=tuple(missed))


def send_to(work: Work, official: Official, reply: Reply, *, kind: str, key: str = "") -> bool:
    """Queue a message to a person's first usable address: with a key once for ever, without one
    once in this turn.

    False where the person cannot be reached or the message is queued already.
    """
    addresses = work.addresses(official.id)
    if not addresses:
        return False
    key = key or key_in_turn(work, official.id, reply, kind)
    queued = queue(work.session, key, addresses[0], official.id, kind, reply, work.now)
    return queued is not None


def key_in_turn(work: Work, official_id: str, reply: Reply, kind: str) -> str:
    """Of what a person is told because of this very turn: the same words once in it, and once more
    in the next one, however soon that comes."""
    told = "\n".join([reply.text, *(choice.data for choice in reply.choices)])
    digest = blake2b(told.encode(), digest_size=6).hexdigest()
    return f"{kind}:{work.mark}:{official_id}:{digest}"
