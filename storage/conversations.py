"""What the bot awaits from an address: versioned plain data (`domain.conversation.to_plain`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.messages import Address
from storage.database import Session, upsert
from storage.rows import ConversationRow, table

CONVERSATIONS = table(ConversationRow)
_KEPT = "conversations"


def load(session: Session, address: Address) -> dict[str, Any] | None:
    """The data saved last, or None where the bot has never awaited anything.

    Read once in a unit of work: each reader of a message asks for it.
    """
    kept: dict[Address, dict[str, Any] | None] = session.info.setdefault(_KEPT, {})
    if address not in kept:
        kept[address] = _read(session, address)
    return kept[address]


def _read(session: Session, address: Address) -> dict[str, Any] | None:
    statement = select(CONVERSATIONS.c.data).where(
        CONVERSATIONS.c.channel == address.channel, CONVERSATIONS.c.chat == address.chat
    )
    data: dict[str, Any] | None = session.execute(statement).scalar_one_or_none()
    return data


def save(session: Session, address: Address, data: Mapping[str, Any], at: datetime) -> None:
    """Put the data in the place of what was saved before."""
    row = {"channel": address.channel, "chat": address.chat, "data": dict(data), "saved_at": at}
    upsert(session, CONVERSATIONS, [row], ["channel", "chat"])
    session.info.setdefault(_KEPT, {})[address] = row["data"]
