"""What an administrator has to know, said once for one key."""

from __future__ import annotations

from domain.people.people import Official, Role
from domain.talk.messages import Reply
from handlers.work import Work
from storage.messages.outbox import queue
from storage.people.found import officials_in_role


def alarm(work: Work, key: str, words: str, *, avoid: str = "") -> int:
    """Queue the words for every administrator, by another channel than `avoid` where there is one;
    for how many. The same key tells nobody twice."""
    told = 0
    for person in administrators(work):
        addresses = work.addresses(person.id)
        ways = [address for address in addresses if address.channel != avoid] or list(addresses)
        if not ways:
            continue
        personal = f"alarm:{key}:{person.id}"
        queued = queue(work.session, personal, ways[0], person.id, "alarm", Reply(words), work.now)
        told += queued is not None
    return told


def administrators(work: Work) -> tuple[Official, ...]:
    """Who holds the post of an administrator today, in whatever unit."""
    return officials_in_role(work.session, (Role.ADMINISTRATOR,), work.today)
