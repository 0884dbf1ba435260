"""The reminders of what is done by now are changed in place, where a network can do that, so that
nobody who scrolls up thinks that something is still owed."""

from __future__ import annotations

from collections.abc import Collection

from domain.dates.owed import Subject
from domain.talk.messages import Reply
from domain.talk.networks import NETWORKS
from handlers.work import Work
from storage.messages.outbox import Message, messages, queue, sent_by_key
from storage.messages.silence import digests_about


def changeable(work: Work, subject: Subject, by_hand: Collection[str]) -> tuple[Message, ...]:
    """The messages in which anybody was reminded of it and which can still be changed; `by_hand`:
    the keys of those that were no digest."""
    ids = (*digests_about(work.session, subject), *sent_by_key(work.session, by_hand))
    return tuple(filter(_can_be_changed, messages(work.session, ids)))


def change(work: Work, message: Message, words: str) -> None:
    """Queue what the message says from now on; once for each."""
    key, reader = f"edit:{message.id}", message.official_id
    reply, address = Reply(words), message.address
    queue(work.session, key, address, reader, "edit", reply, work.now, edits=message.id)


def _can_be_changed(message: Message) -> bool:
    """It was sent in one piece, on a network that knows edits."""
    network = NETWORKS.get(message.address.channel)
    return bool(network and network.edits) and " " not in message.network_id
