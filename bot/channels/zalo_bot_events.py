"""What Zalo's Bot Platform says, read: its events, and its refusals.

Where descriptions of this network disagree, both forms are taken: an event bare or wrapped in
`result`, a picture as `photo` or `photo_url`, an error as `error_code` or `errorCode`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.fields import LONGEST_ID
from bot.channels.port import ChannelError, ErrorKind
from bot.inbox.inbox import whole
from domain.talk.messages import Address, Incoming

NAME = "zalo_bot"
TIMEOUT = "timeout"

TEXT_EVENT = "message.text.received"
UNREAD = {
    "message.image.received": "photo",
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
    # Files come as this, without content, and so does whatever a protected person sends.
    "message.unsupported.received": "file",
}
"""What a person may send that the bot cannot read, and what it is called in `Incoming.unread`."""

MEANINGS = {
    400: (ErrorKind.REFUSED, "bad_request"),
    401: (ErrorKind.UNAUTHORISED, "token"),
    403: (ErrorKind.TRANSIENT, "server_error"),  # its description: "internal server error"
    404: (ErrorKind.REFUSED, "not_found"),
    408: (ErrorKind.UNKNOWN, TIMEOUT),
    426: (ErrorKind.RATE, "daily_limit"),
    429: (ErrorKind.QUOTA, "quota"),  # "Quota exceeded": perhaps until the next month
}


class Unusable(Exception):
    """An event that cannot become a message; `code` is a stable one."""

    def __init__(self, code: str, shown: str = "") -> None:
        super().__init__(f"{code} {shown}".strip())
        self.code = code


def read_event(update: object, now: datetime) -> Incoming:
    """The message in an event; raises Unusable for what is no message of a person."""
    event = _unwrapped(update)
    message = event.get("message")
    if not isinstance(message, dict):
        raise Unusable("no_message")
    name = _text(event, "event_name")
    if name != TEXT_EVENT and name not in UNREAD:
        raise Unusable("unknown_event", f"{name[:40]!r}")
    sender, chat = _table(message, "from"), _table(message, "chat")
    chat_id, message_id = _text(chat, "id"), _text(message, "message_id")
    if not (chat_id and message_id) or max(len(chat_id), len(message_id)) > LONGEST_ID:
        raise Unusable("no_id")
    if sender.get("is_bot") is True:
        raise Unusable("from_a_bot")
    in_group = chat.get("chat_type") == "GROUP"  # it gets only what is said to it
    return Incoming(
        event_id=f"{chat_id}:{message_id}",
        address=Address(NAME, chat_id),
        text=_text(message, "text", "caption"),
        at=moment(message.get("date"), now),
        sender_name=_text(sender, "display_name", "name"),
        message_id=message_id,
        in_group=in_group,
        sender=_text(sender, "id") if in_group else "",
        unread=UNREAD.get(name, ""),
    )


def chat_of(update: object) -> str:
    """The chat whose events must stay in order; "" for an event without one."""
    try:
        return _text(_table(_table(_unwrapped(update), "message"), "chat"), "id")
    except Unusable:
        return ""


def forms(update: object) -> frozenset[str]:
    """Which of the forms that are described in two ways this event uses, for the log."""
    try:
        event = _unwrapped(update)
    except Unusable:
        return frozenset()
    message = _table(event, "message")
    pictures = [f"picture {key}" for key in ("photo", "photo_url") if key in message]
    return frozenset(["body bare" if event is update else "body wrapped", *pictures])


def check(status: int, data: Mapping[str, Any]) -> None:
    """ChannelError for an answer that is a refusal, which may come with HTTP 200."""
    bare_event = status == 200 and "event_name" in data
    if data.get("ok") is not True and not bare_event:
        raise refusal(status, data)


def refusal(status: int, data: Mapping[str, Any]) -> ChannelError:
    """What an answer means that is not `ok`; `data` is empty where it was no JSON object."""
    code = data.get("error_code", data.get("errorCode", status))
    if not isinstance(code, int) or code == 200:
        return ChannelError(ErrorKind.UNKNOWN, "not_an_answer")
    if code >= 500:
        return ChannelError(ErrorKind.TRANSIENT, f"http_{code}")
    kind, detail = MEANINGS.get(code, (ErrorKind.REFUSED, f"http_{code}"))
    return ChannelError(kind, detail)


def moment(milliseconds: object, now: datetime) -> datetime:
    """Zalo counts milliseconds since 1970, as a number or as text; `now` where it does not."""
    try:
        return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return now


def _unwrapped(update: object) -> dict[str, Any]:
    if not isinstance(update, dict):
        raise Unusable("no_object")
    result = update.get("result")
    return result if update.get("ok") is True and isinstance(result, dict) else update


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, Any], *keys: str) -> str:
    """The first of these fields that holds a text."""
    found = (data.get(key) for key in keys)
    return next((whole(each) for each in found if each and isinstance(each, str)), "")
