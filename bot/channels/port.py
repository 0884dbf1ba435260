"""What every channel promises, and how it says what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.inbox.rim import Receive
from domain.talk.messages import Address, Reply

TOPIC = "/"  # in an address: between a chat and a topic of it, where a network has such


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network can carry. Sizes in bytes, text in UTF-16 units, rates per second."""

    text: int
    caption: int = 0
    buttons: bool = False
    edit: bool = False
    image_bytes: int = 0  # 0: images go as links
    file_bytes: int = 0  # 0: files go as links
    file_types: frozenset[str] = frozenset()  # endings, e.g. {"docx", "pdf"}; empty: all
    per_second: float = 1.0  # all chats together
    per_chat_second: float = 1.0
    per_group_minute: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The network has taken the message; `message_id` is its name for it."""

    message_id: str


class ErrorKind(StrEnum):
    """What a failed send means. Only the outbox decides what to do about it."""

    TRANSIENT = "transient"  # 5xx, connection refused before the request was out: try again
    UNKNOWN = "unknown"  # the request was out, no answer was seen: it may have arrived
    RATE = "rate"  # too fast: wait `retry_after` seconds for this chat
    QUOTA = "quota"  # the month's messages are used up: never retry blindly
    BLOCKED = "blocked"  # the person has blocked the bot or left
    WINDOW = "window"  # the network allows no message to this person now
    MOVED = "moved"  # the chat has the new id `moved_to`
    REFUSED = "refused"  # this message will never be taken (bad request)
    UNAUTHORISED = "unauthorised"  # our token is wrong: an administrator must act


WEBHOOK_ACTIVE = "webhook_active"
"""The detail where a network gives its updates to a webhook, and nobody can poll."""


class ChannelError(Exception):
    """A send or a receive that failed. `detail` is a stable code without secrets or text."""

    def __init__(
        self,
        kind: ErrorKind,
        detail: str = "",
        *,
        retry_after: float | None = None,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(f"{kind}: {detail}" if detail else str(kind))
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.moved_to = moved_to


def is_called(channel: Channel) -> bool:
    """True where the network calls our web server with what people write: such a channel sets
    `called` and has `admit` and `read` (`bot.web.webhooks`)."""
    return bool(getattr(channel, "called", False))


class Channel(Protocol):
    """A network. The outbox calls `send`, one message at a time per address; a channel never
    retries, never sleeps for a rate limit and never decides: it raises `ChannelError`."""

    name: str
    limits: Limits

    async def run(self, receive: Receive) -> None:
        """Take messages until cancelled. A message counts as taken (offset advanced, webhook
        answered 200) only after `receive` has returned; a repeat must be harmless."""
        ...

    async def send(self, address: Address, reply: Reply) -> Sent:
        """Send one message that fits `limits`; raises `ChannelError`."""
        ...

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """Replace an earlier message, where `limits.edit`; raises `ChannelError`."""
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...
