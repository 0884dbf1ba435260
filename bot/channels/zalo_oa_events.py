"""What Zalo says to an Official Account, read: its events, and its refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.channels.fields import LONGEST_ID
from bot.channels.port import ChannelError, ErrorKind
from bot.channels.zalo_bot_events import Unusable, moment
from bot.inbox.inbox import whole
from domain.talk.messages import Address, Choice, Incoming, Signal

NAME = "zalo_oa"
RATE_SECONDS = 60.0  # the rate is counted by the minute

MEANINGS = {
    -32: (ErrorKind.RATE, "rate"),
    -124: (ErrorKind.UNAUTHORISED, "token"),
    -125: (ErrorKind.UNAUTHORISED, "oa_id"),
    -137: (ErrorKind.QUOTA, "wallet"),
    -201: (ErrorKind.REFUSED, "bad_request"),
    -204: (ErrorKind.UNAUTHORISED, "oa_disabled"),
    -205: (ErrorKind.UNAUTHORISED, "oa_unknown"),
    -211: (ErrorKind.QUOTA, "quota"),
    -213: (ErrorKind.BLOCKED, "not_followed"),
    -216: (ErrorKind.UNAUTHORISED, "token"),
    -218: (ErrorKind.WINDOW, "recipient_limit"),
    -220: (ErrorKind.UNAUTHORISED, "token"),
    -224: (ErrorKind.REFUSED, "package"),  # not part of the package that the account has bought
    -230: (ErrorKind.WINDOW, "no_interaction"),
    -232: (ErrorKind.WINDOW, "no_interaction"),
    -242: (ErrorKind.UNAUTHORISED, "appsecret_proof"),
}
"""By error number: the official table, and three older numbers that are still seen."""

STALE_TOKEN = frozenset({-216, -220, -124})

UNREAD = {
    "user_send_image": "photo",
    "user_send_gif": "other",
    "user_send_sticker": "sticker",
    "user_send_audio": "voice",
    "user_send_file": "file",
    "user_send_video": "other",
    "user_send_location": "other",
    "user_send_business_card": "other",
}
"""What a person may send besides text, and what it is called in `Incoming.unread`."""

SPOKEN = frozenset({"user_send_text", "user_send_link", "user_click_button", *UNREAD})
SIGNALS = {"follow": Signal.UNBLOCKED, "unfollow": Signal.BLOCKED}

_TAPPED = re.compile(r"(?P<words>.*) «(?P<data>[!-~]{1,48})»", re.DOTALL)


class Receipt(StrEnum):
    """How far our messages have come on the person's phone."""

    DELIVERED = "user_received_message"
    SEEN = "user_seen_message"


@dataclass(frozen=True, slots=True)
class Receipts:
    """These messages of ours have been delivered or seen."""

    kind: Receipt
    address: Address
    message_ids: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ZaloFile:
    """A file that lies at Zalo."""

    name: str
    url: str


def read_event(event: Mapping[str, Any], now: datetime) -> Incoming | Receipts:
    """What an event says; raises Unusable for what is neither."""
    name = _text(event, "event_name")
    at = moment(event.get("timestamp"), now)
    if name in SIGNALS:
        return _signal(event, SIGNALS[name], at)
    person = _text(_table(event, "sender"), "id")
    message = _table(event, "message")
    if not 0 < len(person) <= LONGEST_ID:
        raise Unusable("no_sender")
    if name in tuple(Receipt):
        return Receipts(Receipt(name), Address(NAME, person), _message_ids(message), at)
    if name not in SPOKEN:
        raise Unusable("unknown_event")
    message_id = _text(message, "msg_id")
    if not 0 < len(message_id) <= LONGEST_ID:
        raise Unusable("no_id")
    words, data = tapped(_text(message, "text") or _text(message, "payload"))
    return Incoming(
        event_id=message_id,
        address=Address(NAME, person),
        text=words,
        at=at,
        choice=data,
        message_id=message_id,
        unread=UNREAD.get(name, ""),
    )


def person_of(event: Mapping[str, Any]) -> str:
    """Whose events must stay in order; "" for an event of nobody."""
    return _text(_table(event, "sender"), "id") or _text(_table(event, "follower"), "id")


_UNNAMED = {"user_send_file": "document", "user_send_image": "anh.jpg"}
"""The events that bring a file, and what it is called where the network does not say."""


def file_of(event: Mapping[str, Any]) -> ZaloFile | None:
    """Where a file or a picture lies. Sounds are not read, so not fetched."""
    unnamed = _UNNAMED.get(str(event.get("event_name")))
    if unnamed is None:
        return None
    attachments = _table(event, "message").get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        payload = _table(attachment, "payload") if isinstance(attachment, dict) else {}
        if url := _text(payload, "url"):
            return ZaloFile(_text(payload, "name") or unnamed, url)
    return None


def query(choice: Choice) -> str:
    """What a tapped button says in the person's name. Both see it, so the words come first; the
    quotes, on no Vietnamese keyboard, tell a tap, perhaps on an old message, from typing."""
    return f"{choice.words} «{choice.data}»"


def tapped(text: str) -> tuple[str, str]:
    """The words and the data of a tap; typed text has no data."""
    found = _TAPPED.fullmatch(text.strip())
    return (found["words"], found["data"]) if found else (text, "")


def code_of(status: int, data: Mapping[str, Any]) -> int | None:
    """The error number of an answer, 0 for success; None where it says none."""
    code = data.get("error")
    if status == 401 and code in (None, 0):
        return -216
    return code if isinstance(code, int) else None


def refusal(status: int, code: int | None) -> ChannelError:
    """What an answer means that is no success."""
    if code in MEANINGS:
        kind, detail = MEANINGS[code]
        return ChannelError(
            kind, detail, retry_after=RATE_SECONDS if kind is ErrorKind.RATE else None
        )
    if status >= 500:
        return ChannelError(ErrorKind.TRANSIENT, f"http_{status}")
    if status == 429:
        return ChannelError(ErrorKind.RATE, "http_429", retry_after=RATE_SECONDS)
    if status != 200:
        return ChannelError(ErrorKind.REFUSED, f"http_{status}")
    if code is None:
        return ChannelError(ErrorKind.UNKNOWN, "not_an_answer")
    return ChannelError(ErrorKind.REFUSED, f"error_{abs(code)}")


def _signal(event: Mapping[str, Any], signal: Signal, at: datetime) -> Incoming:
    person = _text(_table(event, "follower"), "id")
    if not 0 < len(person) <= LONGEST_ID:
        raise Unusable("no_sender")
    return Incoming(
        event_id=f"{signal}:{person}:{_stamp(event)}",
        address=Address(NAME, person),
        text="",
        at=at,
        signal=signal,
    )


def _stamp(event: Mapping[str, Any]) -> str:
    """The moment as the network writes it; it tells one following from the next."""
    stamp = event.get("timestamp")
    return whole(str(stamp)[:LONGEST_ID]) if isinstance(stamp, int | str) else ""


def _message_ids(message: Mapping[str, Any]) -> tuple[str, ...]:
    several = message.get("msg_ids")
    one = [_text(message, "msg_id")]
    names = several if isinstance(several, list) else one
    return tuple(
        whole(name) for name in names if isinstance(name, str) and 0 < len(name) <= LONGEST_ID
    )


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return whole(value) if isinstance(value, str) else ""
