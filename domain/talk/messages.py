"""What comes in and what goes out, free of any chat library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.reading.cells import Opened

Drawing = Mapping[str, Any]
"""What a picture or a document is made from, as versioned plain data."""


@dataclass(frozen=True, slots=True)
class Address:
    """How a person is reached: a channel name and that network's chat id."""

    channel: str
    chat: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.chat}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """`telegram:99` -> Address("telegram", "99"); ValueError without both parts."""
        channel, colon, chat = text.partition(":")
        if not (channel and colon and chat):
            raise ValueError(f"not an address: {text!r}")
        return cls(channel, chat)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by name and content; `media` is its MIME type.

    One with a `drawing` is made from it after the commit, by whoever needs the bytes: until then,
    and where it cannot be made, its content is empty.
    """

    name: str
    media: str
    content: bytes = b""
    drawing: Drawing | None = None

    @property
    def undrawn(self) -> bool:
        """True where there is nothing yet that could be sent."""
        return self.drawing is not None and not self.content


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to tap. `words` is what is shown and what may be typed instead, `data` what comes
    back (ASCII, at most 48 bytes, so that every network can carry it)."""

    words: str
    data: str


class Signal(StrEnum):
    """What a network tells about a chat, not from a person. No answer is expected."""

    BLOCKED = "blocked"  # the person has blocked the bot, or the group has removed it
    UNBLOCKED = "unblocked"  # the chat can be reached (again)
    MOVED = "moved"  # the chat has a new id, which is the `text`


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a person. `event_id` is unique within its channel: a repeat is the same."""

    event_id: str
    address: Address
    text: str
    at: datetime
    sender_name: str = ""
    choice: str = ""  # `Choice.data` of a tapped button
    file: Attachment | None = None
    opened: Opened | None = None  # what stands in the file, where it was one with cells
    edited: bool = False  # the sender has changed an earlier message: a correction
    message_id: str = ""  # the network's id of this message; of the edited one, if edited
    in_group: bool = False
    sender: str = ""  # in a group: the id of who speaks, which is also that of their own chat
    bot: str = ""  # what the network calls the bot, where that is known
    unread: str = ""  # what came but could not be had: photo, sticker, voice, file, other
    signal: Signal | None = None  # no words at all: something happened to the chat itself

    @property
    def typed(self) -> bool:
        """Words alone: nothing was tapped, and no file came."""
        return not self.choice and self.file is None

    @property
    def key(self) -> str:
        """`telegram:1234`: this message and no other one, however often it is delivered."""
        return f"{self.address.channel}:{self.event_id}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say: plain Vietnamese text, things to tap, files.

    There is no markup: nothing has to be escaped, and every network shows the same words.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    files: tuple[Attachment, ...] = ()
    hint: str = ""  # a typed answer is awaited: shown in its empty field, where a network can


LONGEST_DATA = 48  # bytes that every network can carry behind a button
