"""A raw update of the Bot API, read: what a person said, tapped, sent or did to the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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

    Whatever Telegram may send in the future, an update that cannot be understood is
    Ignored("malformed"), so that it does not come back for ever.
    """
    kind = next((kind for kind in KINDS if kind in raw), None)
    if kind is None:
        return Ignored("kind")
    try:
        return READERS[kind](raw, now, username)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Ignored("malformed")


def chat_of(raw: Raw) -> str:
    """The chat whose updates must stay in order; "" for an update without one."""
    body: Any = next((raw[kind] for kind in KINDS if kind in raw), None)
    for key in ("message", "chat", "id"):
        if isinstance(body, Mapping) and key in body:
            body = body[key]
    return str(body) if isinstance(body, int) else ""


def names_a_bot(raw: Raw) -> bool:
    """Whether the bot's own name tells if it is meant: `/status@nhacviec_bot`; in a group also
    `@nhacviec_bot status`, and an answer to what a bot has said."""
    message = raw.get("message") or raw.get("edited_message")
    if not isinstance(message, Mapping):
        return False
    text = message.get("text")
    if isinstance(text, str) and text.startswith("/") and "@" in text.split(maxsplit=1)[0]:
        return True
    if not _is_group(message):
        return False
    return (isinstance(text, str) and "@" in text) or _answered_bot(message) != ""


def _read_message(raw: Raw, _now: datetime, username: str) -> Update | Ignored:
    return _message(raw, raw["message"], username)


def _read_edit(raw: Raw, _now: datetime, username: str) -> Update | Ignored:
    message = raw["edited_message"]
    if not (message.get("text") or message.get("caption")):
        return Ignored("edit_without_text")  # a live location that has moved on
    return _message(raw, message, username, edited=True)


def _message(raw: Raw, message: Raw, username: str, *, edited: bool = False) -> Update | Ignored:
    if "migrate_to_chat_id" in message:
        new = str(message["migrate_to_chat_id"])
        return _signal(raw, message, Signal.MOVED, text=new)
    if message["chat"]["type"] == "channel":
        return Ignored("channel")
    if message.get("is_automatic_forward") or message.get("from", {}).get("is_bot"):
        return Ignored("from_bot")
    file = _file(message.get("document")) or _photo(message)
    unread = next((UNREAD[key] for key in UNREAD if key in message), "")
    text = message.get("text") or message.get("caption") or ""
    if not (text or file or unread):
        return Ignored("service")
    text = _for_me(text, username)
    if text is None:
        return Ignored("other_bot")
    if _is_group(message):
        text = _called(message, text, username)
        if text is None:
            return Ignored("not_called")  # what people say to each other is not kept
    return Update(
        Incoming(
            event_id=str(raw["update_id"]),
            address=_address(message["chat"]),
            text=text,
            at=_moment(message.get("edit_date") or message["date"]),
            sender_name=_name(message.get("from") or message.get("sender_chat") or {}),
            edited=edited,
            message_id=str(message["message_id"]),
            in_group=_is_group(message),
            sender=_speaker(message) if _is_group(message) else "",
            unread="" if file else unread,  # an animation comes with a document as well
        ),
        file,
    )


def _read_tap(raw: Raw, now: datetime, _username: str) -> Update | Ignored:
    query = raw["callback_query"]
    message = query.get("message")
    if not message or not query.get("data"):
        return Ignored("tap_without_choice")
    return Update(
        Incoming(
            event_id=str(raw["update_id"]),
            address=_address(message["chat"]),
            text="",
            at=now,  # a tap has no date of its own
            sender_name=_name(query["from"]),
            choice=query["data"],
            message_id=str(message["message_id"]),
            in_group=_is_group(message),
            sender=_speaker(query) if _is_group(message) else "",
        ),
        query=query["id"],
    )


def _read_membership(raw: Raw, _now: datetime, _username: str) -> Update | Ignored:
    change = raw["my_chat_member"]
    if change["chat"]["type"] == "channel":
        return Ignored("channel")
    before = change["old_chat_member"]["status"] in GONE
    after = change["new_chat_member"]["status"] in GONE
    if before == after:
        return Ignored("membership")
    return _signal(raw, change, Signal.BLOCKED if after else Signal.UNBLOCKED)


READERS = {
    "message": _read_message,
    "edited_message": _read_edit,
    "callback_query": _read_tap,
    "my_chat_member": _read_membership,
}


def _signal(raw: Raw, body: Raw, signal: Signal, text: str = "") -> Update:
    incoming = Incoming(
        event_id=str(raw["update_id"]),
        address=_address(body["chat"]),
        text=text,
        at=_moment(body["date"]),
        sender_name=_name(body.get("from") or {}),
        in_group=body["chat"]["type"] in GROUPS,
        signal=signal,
    )
    return Update(incoming)


def _for_me(text: str, username: str) -> str | None:
    """`/status@nhacviec_bot xa` -> `/status xa`; None for a command to another bot."""
    command, space, rest = text.partition(" ")
    name, at, bot = command.partition("@")
    if not (text.startswith("/") and at):
        return text
    return f"{name}{space}{rest}" if bot.lower() == username.lower() else None


def _is_group(message: Raw) -> bool:
    chat = message.get("chat")
    return isinstance(chat, Mapping) and chat.get("type") in GROUPS


def _called(message: Raw, text: str, username: str) -> str | None:
    """What is said to the bot in a group: a command, behind its name, or as an answer to it; None
    for what is said to others."""
    if text.startswith("/"):
        return text
    if not username:
        return None
    name = f"@{username}".lower()
    spoken = text.split()
    others = [word for word in spoken if word.lower().rstrip(",:") != name]
    if len(others) < len(spoken):
        return " ".join(others)
    return text if _answered_bot(message).lower() == username.lower() else None


def _answered_bot(message: Raw) -> str:
    """The name of the bot whose message is answered; "" where it is none."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, Mapping) else None
    if not isinstance(author, Mapping) or not author.get("is_bot"):
        return ""
    return str(author.get("username") or "")


def _speaker(body: Raw) -> str:
    """The id of the person; "" for a group or a channel that speaks as itself."""
    person = body.get("from")
    return str(person["id"]) if person and not body.get("sender_chat") else ""


def _file(document: Raw | None) -> TelegramFile | None:
    if document is None:
        return None
    return TelegramFile(
        document["file_id"],
        document.get("file_name") or "document",
        document.get("mime_type") or "application/octet-stream",
        int(document.get("file_size") or 0),
    )


def _photo(message: Raw) -> TelegramFile | None:
    """The largest of the sizes in which Telegram offers a photo; what is shown to a group is not
    for the bot."""
    sizes = message.get("photo")
    if not sizes or _is_group(message):
        return None
    largest = sizes[-1]
    name = f"anh-{message['message_id']}.jpg"
    return TelegramFile(largest["file_id"], name, "image/jpeg", int(largest.get("file_size") or 0))


def _address(chat: Raw) -> Address:
    return Address(NAME, str(chat["id"]))


def _name(sender: Raw) -> str:
    """First and last name of a person, or the title of a group that speaks as itself."""
    names = (sender.get("first_name"), sender.get("last_name"))
    return " ".join(name for name in names if name) or sender.get("title") or ""


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
