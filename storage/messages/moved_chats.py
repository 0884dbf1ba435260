"""A chat has a new id: what stands under the old one follows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, update

from domain.talk.messages import Address
from storage.database.audit import note
from storage.database.database import Session
from storage.database.once import forget_all
from storage.database.snapshots import ADDRESSES as ADDRESSES_WATCHED
from storage.database.snapshots import touched
from storage.messages.conversations import CONVERSATIONS
from storage.messages.held import hold
from storage.messages.outbox import NOT_SETTLED, OUTBOX
from storage.messages.questions import QUESTIONS
from storage.people.officials import ADDRESSES, address_state


def move_chat(session: Session, old: Address, chat: str, at: datetime) -> Address:
    """Let the link to its official, the conversation and the unsent messages follow the chat; the
    new address. A link that the new chat has already stays as it is."""
    new = Address(old.channel, chat)
    if new == old:
        return new
    hold(session, [old, new])
    known = address_state(session, new)
    for target in (ADDRESSES, CONVERSATIONS, QUESTIONS):
        if known is not None:
            session.execute(delete(target).where(_at(target, old)))
            continue
        session.execute(delete(target).where(_at(target, new)))
        session.execute(update(target).where(_at(target, old)).values(chat=chat))
    unsent = update(OUTBOX).where(_at(OUTBOX, old), NOT_SETTLED)
    session.execute(unsent.values(chat=chat))
    forget_all(session)
    touched(session, ADDRESSES_WATCHED)
    note(session, at, None, "address.moved", f"address:{old}", {"old": str(old), "new": str(new)})
    return new


def _at(target: Table, address: Address) -> Any:
    return (target.c.channel == address.channel) & (target.c.chat == address.chat)
