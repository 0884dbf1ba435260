"""A raw update of the Bot API, read: what a person said, tapped, sent or did to the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.fields import Malformed, moment, name_of, number, table, text
from bot.channels.port import TOPIC
from domain.talk.messages import Address, Incoming, Signal

Raw = Mapping[str, Any]

NAME = "telegram"

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The updates that the bot asks for; all others are ignored if they come."""

UNREAD = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "video": "other",
    "animation": "other",
    "contact": "other",
    "location": "other",
    "venue": "other",
    "poll": "other",
    "dice": "other",
    "story": "other",
}
"""What a person may send that the bot cannot read, and what it is called in `Incoming.unread`."""

MOST_UPDATES = 2**62  # a number that no update and no chat comes near
GONE = frozenset({"kicked", "left"})  # in a private chat "kicked" means that we are blocked
GROUPS = frozenset({"group", "supergroup"})


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """A file that lies at Telegram. `size` in bytes, 0 when Telegram does not say."""

    file_id: str
    name: str
    media: str
    size: int


@dataclass(frozen=True, slots=True)
class Update:
    """A message without its file; `query` is the tap that wants to be acknowledged."""

    incoming: Incoming
    file: TelegramFile | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that carries nothing for us; `code` says why, for the log."""

    code: str


def read_update(raw: Raw, now: datetime, username: str = "") -> Update | Ignored:
    """What an update says. `username` is the bot's own: a group names it in its commands.

    Whatever Telegram may send in the future, an update that cannot be understood, in whatever
    field, is Ignored("malformed"), so that it does not come back for ever.
    """
    kind = next((kind for kind in KINDS if kind in raw), None)
    if kind is None:
        return Ignored("kind")
    if not isinstance(raw[kind], Mapping):
        return Ignored("malformed")
    try:
        return READERS[kind](raw, now, username)
    except Malformed:
        return Ignored("malformed")


def updates_in(batch: object) -> tuple[list[dict[str, Any]], int]:
    """The updates of an answer, and how many things were none: without a number of its own nothing
    can be confirmed."""
    listed = batch if isinstance(batch, list) else [batch]
    found = [
        raw
        for raw in listed
        if isinstance(raw, dict)
        and isinstance(raw.get("update_id"), int)
        and 0 <= raw["update_id"] < MOST_UPDATES
    ]
    return found, len(listed) - len(found)


def chat_of(raw: Raw) -> str:
    """The chat whose updates must stay in order; "" for an update without one."""
    body: Any = next((raw[kind] for kind in KINDS if kind in raw), None)
    for key in ("message", "chat", "id"):
        if isinstance(body, Mapping) and key in body:
            body = body[key]
    return str(body) if isinstance(body, int) and abs(body) < MOST_UPDATES else ""


def names_a_bot(raw: Raw) -> bool:
    """Whether the bot's own name tells if it is meant: `/status@nhacviec_bot`; in a group also
    `@nhacviec_bot status`, and an answer to what a bot has said."""
    try:
        message = table(raw, "message") or table(raw, "edited_message")
        said = text(message, "text") or text(message, "caption")
        if said.startswith("/") and "@" in said.split(maxsplit=1)[0]:
            return True
        return _is_group(message) and ("@" in said or _answered_bot(message) != "")
    except Malformed:
        return False


def _read_message(raw: Raw, _now: datetime, username: str) -> Update | Ignored:
    return _message(raw, table(raw, "message"), username)


def _read_edit(raw: Raw, _now: datetime, username: str) -> Update | Ignored:
    message = table(raw, "edited_message")
    said = text(message, "text") or text(message, "caption")
    if not (said or _file(message) or _photo(message)):
        return Ignored("edit_without_text")  # a live location that has moved on
    return _message(raw, message, username, edited=True)


def _message(raw: Raw, message: Raw, username: str, *, edited: bool = False) -> Update | Ignored:
    if "migrate_to_chat_id" in message:
        new = name_of(message, "migrate_to_chat_id")
        return _signal(raw, message, Signal.MOVED, new)
    if _kind_of_chat(message) == "channel":
        return Ignored("channel")
    if message.get("is_automatic_forward") or _from_bot(message):
        return Ignored("from_bot")
    file = _file(message) or _photo(message)
    unread = next((UNREAD[key] for key in UNREAD if key in message), "")
    said: str | None = text(message, "text") or _own_caption(message)
    if not (said or file or unread):
        return Ignored("service")
    said = _for_me(said or "", username)
    if said is None:
        return Ignored("other_bot")
    if _is_group(message):
        said = _called(message, said, username)
        if said is None:
            return Ignored("not_called")  # what people say to each other is not kept
    return Update(
        Incoming(
            event_id=name_of(raw, "update_id"),
            address=_address(message),
            text=said,
            at=moment(message, "edit_date" if message.get("edit_date") else "date"),
            sender_name=_name(table(message, "from") or table(message, "sender_chat")),
            edited=edited,
            message_id=name_of(message, "message_id"),
            in_group=_is_group(message),
            sender=_speaker(message) if _is_group(message) else "",
            unread="" if file else unread,  # an animation comes with a document as well
        ),
        file,
    )


def _own_caption(message: Raw) -> str:
    """What the person has written beside a file; a forwarded file brings the words of another."""
    forwarded = "forward_origin" in message or "forward_date" in message
    return "" if forwarded else text(message, "caption")


def _read_tap(raw: Raw, now: datetime, _username: str) -> Update | Ignored:
    query = table(raw, "callback_query")
    message, data = table(query, "message"), text(query, "data")
    if not message or not data:
        return Ignored("tap_without_choice")
    return Update(
        Incoming(
            event_id=name_of(raw, "update_id"),
            address=_address(message),
            text="",
            at=now,  # a tap has no date of its own
            sender_name=_name(table(query, "from")),
            choice=data,
            message_id=name_of(message, "message_id"),
            in_group=_is_group(message),
            sender=_speaker(query) if _is_group(message) else "",
        ),
        query=name_of(query, "id"),
    )


def _read_membership(raw: Raw, _now: datetime, _username: str) -> Update | Ignored:
    change = table(raw, "my_chat_member")
    if _kind_of_chat(change) == "channel":
        return Ignored("channel")
    before = text(table(change, "old_chat_member"), "status") in GONE
    after = text(table(change, "new_chat_member"), "status") in GONE
    if before == after:
        return Ignored("membership")
    return _signal(raw, change, Signal.BLOCKED if after else Signal.UNBLOCKED)


READERS = {
    "message": _read_message,
    "edited_message": _read_edit,
    "callback_query": _read_tap,
    "my_chat_member": _read_membership,
}


def _signal(raw: Raw, body: Raw, signal: Signal, words: str = "") -> Update:
    incoming = Incoming(
        event_id=name_of(raw, "update_id"),
        address=_address(body),
        text=words,
        at=moment(body, "date"),
        sender_name=_name(table(body, "from")),
        in_group=_is_group(body),
        signal=signal,
    )
    return Update(incoming)


def _for_me(said: str, username: str) -> str | None:
    """`/status@nhacviec_bot xa` -> `/status xa`; None for a command to another bot."""
    command, space, rest = said.partition(" ")
    name, at, bot = command.partition("@")
    if not (said.startswith("/") and at):
        return said
    return f"{name}{space}{rest}" if bot.lower() == username.lower() else None


def _kind_of_chat(body: Raw) -> str:
    return text(table(body, "chat"), "type")


def _is_group(body: Raw) -> bool:
    return _kind_of_chat(body) in GROUPS


def _called(message: Raw, said: str, username: str) -> str | None:
    """What is said to the bot in a group: a command, behind its name, or as an answer to it; None
    for what is said to others."""
    if said.startswith("/"):
        return said
    if not username:
        return None
    name = f"@{username}".lower()
    spoken = said.split()
    others = [word for word in spoken if word.lower().rstrip(",:") != name]
    if len(others) < len(spoken):
        return " ".join(others)
    return said if _answered_bot(message).lower() == username.lower() else None


def _answered_bot(message: Raw) -> str:
    """The name of the bot whose message is answered; "" where it is none."""
    author = table(table(message, "reply_to_message"), "from")
    return text(author, "username") if author.get("is_bot") else ""


def _speaker(body: Raw) -> str:
    """The id of the person; "" for a group or a channel that speaks as itself."""
    person = table(body, "from")
    return name_of(person, "id") if person and not table(body, "sender_chat") else ""


def _file(message: Raw) -> TelegramFile | None:
    document = table(message, "document")
    if not document:
        return None
    return TelegramFile(
        text(document, "file_id"),
        text(document, "file_name") or "document",
        text(document, "mime_type") or "application/octet-stream",
        number(document, "file_size"),
    )


def _photo(message: Raw) -> TelegramFile | None:
    """The largest of the sizes in which Telegram offers a photo; what is shown to a group is not
    for the bot."""
    sizes = message.get("photo")
    if not sizes or _is_group(message):
        return None
    if not isinstance(sizes, list) or not isinstance(sizes[-1], Mapping):
        raise Malformed("photo")
    largest = sizes[-1]
    name = f"anh-{name_of(message, 'message_id')}.jpg"
    return TelegramFile(text(largest, "file_id"), name, "image/jpeg", number(largest, "file_size"))


def _address(body: Raw) -> Address:
    """The chat; of a message in a topic of a forum with the topic, for there the answer belongs."""
    chat = name_of(table(body, "chat"), "id")
    if body.get("is_topic_message") is True and "message_thread_id" in body:
        return Address(NAME, chat + TOPIC + name_of(body, "message_thread_id"))
    return Address(NAME, chat)


def _from_bot(message: Raw) -> bool:
    """An administrator who speaks as the group has a bot of Telegram's for a sender, and is
    somebody all the same."""
    return bool(table(message, "from").get("is_bot")) and not table(message, "sender_chat")


def _name(sender: Raw) -> str:
    """First and last name of a person, or the title of a group that speaks as itself."""
    names = (text(sender, "first_name"), text(sender, "last_name"))
    return " ".join(name for name in names if name) or text(sender, "title")
