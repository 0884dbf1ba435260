"""What the bot awaits from an address: versioned plain data (`conversation.to_plain`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from domain.talk.messages import Address
from storage.database.database import Session, upsert
from storage.database.rows import ConversationRow, TaskTalkRow, table
from storage.messages.outbox import OUTBOX

CONVERSATIONS = table(ConversationRow)
TALKS = table(TaskTalkRow)
TALKS_FOR = timedelta(hours=24)
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


@dataclass(frozen=True, slots=True)
class SavedTalk:
    """What was said last about tasks. `standing`: no answer to another message came after it;
    `newest`: nothing at all did, not even an unasked message."""

    data: Mapping[str, Any]
    standing: bool
    newest: bool
    at: datetime


def save_talk(
    session: Session, address: Address, data: Mapping[str, Any], message_key: str, at: datetime
) -> None:
    """Remember what the message of that key, which is queued now or next, shows or asks."""
    newest = session.execute(select(func.coalesce(func.max(OUTBOX.c.id), 0))).scalar_one()
    row: dict[str, Any] = {"channel": address.channel, "chat": address.chat, "data": dict(data)}
    row |= {"message_key": message_key, "after": newest, "saved_at": at}
    upsert(session, TALKS, [row], ["channel", "chat"])


# Asked at every turn, so built once.
_TALK = select(TALKS).where(
    TALKS.c.channel == bindparam("channel"),
    TALKS.c.chat == bindparam("chat"),
    TALKS.c.saved_at > bindparam("after"),
)


def load_talk(session: Session, address: Address, now: datetime) -> SavedTalk | None:
    """What was said last about tasks, None where that is a day ago or more."""
    known = {"channel": address.channel, "chat": address.chat, "after": now - TALKS_FOR}
    row = session.execute(_TALK, known).mappings().one_or_none()
    if row is None:
        return None
    later = select(OUTBOX.c.kind).where(
        OUTBOX.c.id > row["after"],
        OUTBOX.c.channel == address.channel,
        OUTBOX.c.chat == address.chat,
        OUTBOX.c.key != row["message_key"],
        OUTBOX.c.kind.not_in(("edit", "file")),  # belong to an old message, show nothing new
    )
    kinds = session.execute(later).scalars().all()
    return SavedTalk(row["data"], "reply" not in kinds, not kinds, row["saved_at"])


def end_talk(session: Session, address: Address) -> None:
    """Nothing about tasks is awaited any more."""
    here = (TALKS.c.channel == address.channel) & (TALKS.c.chat == address.chat)
    session.execute(delete(TALKS).where(here))
