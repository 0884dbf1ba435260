"""A message to somebody who has not asked: queued in the outbox, sent after the commit."""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from handlers.work import Work
from storage.officials import addresses_of
from storage.outbox import queue


def send_to(work: Work, official: Official, reply: Reply, *, kind: str, key: str) -> bool:
    """Queue a message to a person's first usable address, once for one key.

    False where the person cannot be reached or the message is queued already.
    """
    addresses = addresses_of(work.session, official.id)
    if not addresses:
        return False
    queued = queue(work.session, key, addresses[0], official.id, kind, reply, work.now)
    return queued is not None
