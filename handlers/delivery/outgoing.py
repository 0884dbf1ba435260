"""A message to somebody who has not asked: queued in the outbox, sent after the commit."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.work import Work
from storage.messages.outbox import queue
from storage.people.officials import addresses_of


def send_to(work: Work, official: Official, reply: Reply, *, kind: str, key: str) -> bool:
    """Queue a message to a person's first usable address, once for one key.

    False where the person cannot be reached or the message is queued already.
    """
    addresses = addresses_of(work.session, official.id)
    if not addresses:
        return False
    queued = queue(work.session, key, addresses[0], official.id, kind, reply, work.now)
    return queued is not None
