"""A message that one network did not deliver goes to another address of its person.

Answers stay where they were asked for; everything that the bot says by itself moves on. Each
address is tried once for one message, which its key remembers:
"digest:lan:2026-08-28 > zalo_bot:7".
"""

from __future__ import annotations

from collections.abc import Collection

from domain.talk.messages import Address
from handlers.work import Work
from storage.messages import conversations
from storage.messages.delivery import addresses_by_key
from storage.messages.held import hold
from storage.messages.outbox import Message, queue
from storage.messages.questions import bring_questions, waiting_questions
from storage.messages.silence import hand_over

SEPARATOR = " > "
STAYS = ("reply", "edit", "file")


def fail_over(work: Work, message: Message, channels: Collection[str]) -> Address | None:
    """Queue the message for the person's next address on one of these channels; where it goes now,
    or None where there is no other way."""
    if message.official_id is None or message.kind in STAYS:
        return None
    untried = _untried(work, message, message.official_id, channels)
    if not untried:
        return None
    address, key = untried[0]
    copy_id = queue(
        work.session,
        key,
        address,
        message.official_id,
        message.kind,
        message.reply,
        work.now,
        message.not_after,
    )
    if copy_id is not None and message.kind == "digest":
        hand_over(work.session, message.id, copy_id)
        _bring_along(work, message.address, address)
    return address


def _untried(
    work: Work, message: Message, official_id: str, channels: Collection[str]
) -> list[tuple[Address, str]]:
    root = message.key.partition(SEPARATOR)[0]
    keys = {
        address: f"{root}{SEPARATOR}{address}"
        for address in work.addresses(official_id)
        if address.channel in channels
    }
    tried = {message.address, *addresses_by_key(work.session, [root, *keys.values()]).values()}
    return [(address, key) for address, key in keys.items() if address not in tried]


def _bring_along(work: Work, old: Address, new: Address) -> None:
    """The answer to a digest is data, wherever it is given; an open question there stays open."""
    hold(work.session, [old, new])
    awaited = conversations.load(work.session, old)
    if not awaited or waiting_questions(work.session, new, work.now):
        return
    conversations.save(work.session, new, awaited, work.now)
    bring_questions(work.session, old, new)
