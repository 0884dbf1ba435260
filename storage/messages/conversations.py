"""What the bot awaits from an address: versioned plain data (`conversation.to_plain`), and beside
it the tasks that it has shown last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.talk.messages import Address
from storage.database import tables
from storage.database.database import Session, upsert
from storage.database.once import know, once
from storage.messages.outbox import newest_id, told_after

CONVERSATIONS = tables.CONVERSATIONS
SHOWN_FOR = timedelta(hours=24)
AWAITED, SHOWN = "awaited", "shown"  # what is read once in a unit of work


def load(session: Session, address: Address) -> dict[str, Any] | None:
    """The data saved last, or None where the bot has never awaited anything.

    Read once in a unit of work: each reader of a message asks for it.
    """
    return once(session, AWAITED, address, lambda: _read(session, CONVERSATIONS.c.data, address))


def _read(session: Session, column: Any, address: Address) -> dict[str, Any] | None:
    here = (CONVERSATIONS.c.channel == address.channel, CONVERSATIONS.c.chat == address.chat)
    data: dict[str, Any] | None = session.execute(select(column).where(*here)).scalar_one_or_none()
    return data


def save(session: Session, address: Address, data: Mapping[str, Any], at: datetime) -> None:
    """Put the data in the place of what was saved before."""
    save_each(session, {address: data}, at)


def save_each(session: Session, awaited: Mapping[Address, Mapping[str, Any]], at: datetime) -> None:
    """The same for several addresses."""
    rows = [
        {"channel": address.channel, "chat": address.chat, "data": dict(data), "saved_at": at}
        for address, data in awaited.items()
    ]
    upsert(session, CONVERSATIONS, rows, ["channel", "chat"])
    for address, row in zip(awaited, rows, strict=True):
        know(session, AWAITED, address, row["data"])


def save_shown(
    session: Session, address: Address, task_ids: Sequence[int], message_key: str, at: datetime
) -> None:
    """Remember which tasks the message of that key shows, which is queued now or next."""
    newest = newest_id(session)
    shown = {"tasks": list(task_ids), "by": message_key, "after": newest, "at": at.isoformat()}
    row = {"channel": address.channel, "chat": address.chat, "shown": shown, "saved_at": at}
    upsert(session, CONVERSATIONS, [row], ["channel", "chat"])
    know(session, SHOWN, address, shown)


def shown_last(session: Session, address: Address, now: datetime) -> tuple[int, ...]:
    """The tasks that were the last thing said to the address today; none where anything else was
    said since, asked for or not."""
    shown = once(session, SHOWN, address, lambda: _read(session, CONVERSATIONS.c.shown, address))
    if not shown or now - datetime.fromisoformat(shown["at"]) >= SHOWN_FOR:
        return ()
    later = told_after(session, address, shown["after"], shown["by"])
    return () if later else tuple(shown["tasks"])
