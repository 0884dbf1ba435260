"""Updates that are not what the networks promise: real ones, mutated, by webhook and by poll."""

from __future__ import annotations

import asyncio
import copy
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import Backlog
from bot.channels.telegram_refusals import result_of
from bot.channels.zalo_bot import SECRET_HEADER, Webhook, ZaloBotChannel
from bot.channels.zalo_oa import SIGNATURE_HEADER, ZaloOaChannel
from bot.channels.zalo_signature import signature, timestamps_in
from bot.channels.zalo_tokens import Access
from bot.inbox.fetching import Fetch
from bot.inbox.spool import Spool
from bot.web.app import build_app
from bot.web.webhooks import TELEGRAM_SECRET, telegram_hook, zalo_hook
from domain.talk.messages import Address, Attachment, Incoming, Signal

SECRET = "a-secret-of-the-web-server"
DEEP = "@deep@"
NEST = "[" * 100_000 + "]" * 100_000
DEEP_SHARE = 0.002
CLEAN = frozenset({200, 400, 401})
NOW = datetime(2026, 11, 29, tzinfo=UTC)
LAN = {"id": 99, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
CHAT = {"id": 99, "type": "private", "first_name": "Lan"}
GROUP = {"id": -5, "type": "supergroup", "title": "Văn phòng"}
DOCUMENT = {"file_id": "A", "file_name": "phụ lục.xlsx", "mime_type": "a/x", "file_size": 10}
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**25, 10**400, "", " ", "x" * 5_000, "\ud83d", "\0", "99"),
    *([], {}, [[]], {"id": {}}, ["a", 1, None], [{"id": 99}], {"type": ["private"]}, "nan", DEEP),
)


def _message(**more: Any) -> dict[str, Any]:
    return {"message_id": 7, "from": LAN, "chat": CHAT, "date": 1_790_000_000} | more


TELEGRAM: tuple[dict[str, Any], ...] = (
    {"update_id": 1, "message": _message(text="14 14 0 0")},
    {"update_id": 1, "message": _message(text="/status@nhacviec_bot", chat=GROUP)},
    {"update_id": 1, "message": _message(document=DOCUMENT, caption="phụ lục")},
    {"update_id": 1, "message": _message(photo=[{"file_id": "a", "file_size": 1}])},
    {"update_id": 1, "message": _message(sticker={"file_id": "s"})},
    {
        "update_id": 1,
        "message": _message(text="x", chat=GROUP, reply_to_message=_message(text="y")),
    },
    {"update_id": 1, "message": _message(migrate_to_chat_id=-1001, chat=GROUP)},
    {"update_id": 1, "edited_message": _message(text="14 15 0 0", edit_date=1_790_000_060)},
    {
        "update_id": 1,
        "callback_query": {"id": "q", "from": LAN, "message": _message(), "data": "ok:7"},
    },
    {
        "update_id": 1,
        "my_chat_member": {
            "chat": CHAT,
            "from": LAN,
            "date": 1_790_000_000,
            "old_chat_member": {"status": "member"},
            "new_chat_member": {"status": "kicked"},
        },
    },
)


def _zalo(kind: str, **content: Any) -> dict[str, Any]:
    return {
        "event_name": f"message.{kind}.received",
        "message": {
            "from": {"id": "a1", "display_name": "Lan", "is_bot": False},
            "chat": {"id": "a1", "chat_type": "PRIVATE"},
            "message_id": "m1",
            "date": 1750316131602,
            **content,
        },
    }


ZALO_BOT: tuple[dict[str, Any], ...] = (
    _zalo("text", text="14 14 0 0"),
    {"ok": True, "result": _zalo("text", text="tiếp")},
    _zalo("image", photo="https://zdn.vn/1", caption="ảnh"),
    _zalo("unsupported"),
)
_FILE = {"type": "file", "payload": {"url": "http://127.0.0.1:9/1", "name": "a.docx"}}
ZALO_OA: tuple[dict[str, Any], ...] = tuple(
    {"app_id": "4567", "timestamp": "1750316131602", "recipient": {"id": "579"}, **event}
    for event in (
        {
            "event_name": "user_send_text",
            "sender": {"id": "u1"},
            "message": {"msg_id": "m1", "text": "14 14 0 0"},
        },
        {
            "event_name": "user_send_file",
            "sender": {"id": "u1"},
            "message": {"msg_id": "m2", "attachments": [_FILE]},
        },
        {
            "event_name": "user_seen_message",
            "sender": {"id": "u1"},
            "message": {"msg_ids": ["m3", "m4"]},
        },
        {"event_name": "follow", "follower": {"id": "u1"}},
    )
)


@dataclass
class Report:
    """What came of the updates of one network."""

    network: str
    updates: int
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)  # of the webhook's answers
    received: int = 0  # what was a message after all
    ignored: Counter[str] = field(default_factory=Counter)
    exceptions: Counter[str] = field(default_factory=Counter)
    strange: Counter[str] = field(default_factory=Counter)  # fields of a message of a wrong kind
    grown_kib: int = 0  # memory, from the tenth part of the updates to the end

    @property
    def unclean(self) -> dict[int, int]:
        """Answers that a network would take for a fault of ours."""
        return {status: n for status, n in self.statuses.items() if status not in CLEAN}

    async def receive(self, incoming: Incoming, fetch: Fetch | None = None) -> None:
        """Stands in for the rim: every field is of its kind."""
        incoming = await fetch() if fetch else incoming
        self.received += 1
        for each in fields(Incoming):
            value = getattr(incoming, each.name)
            if not isinstance(value, KINDS[each.name]):
                self.strange[each.name] += 1
            elif isinstance(value, str):
                value.encode()  # to the disk, to the database, to the network
        if not isinstance(incoming.address.chat, str) or not incoming.event_id:
            self.strange["address"] += 1


TEXTS = ("event_id", "text", "sender_name", "choice", "message_id", "sender", "bot", "unread")
KINDS: Mapping[str, Any] = {
    **dict.fromkeys(TEXTS, str),
    "address": Address,
    "at": datetime,
    "file": Attachment | None,
    "edited": bool,
    "in_group": bool,
    "signal": Signal | None,
    "opened": type(None),  # the rim opens it
}


class Mutator:
    """Real updates with one or several things wrong."""

    def __init__(self, seed: int, samples: Iterable[dict[str, Any]]) -> None:
        self._chance = random.Random(seed)
        self._samples = tuple(samples)

    def next(self, number: int) -> bytes:
        """The bytes of one update; most are JSON still."""
        value: Any = copy.deepcopy(self._chance.choice(self._samples))
        if "update_id" in value:
            value["update_id"] = number
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            value = self._wrong(value)
        text = json.dumps(value)
        nest = NEST if self._chance.random() < DEEP_SHARE else "[[[]]]"
        body = text.replace(f'"{DEEP}"', nest).encode()
        fate = self._chance.random()
        if fate < 0.02:
            return body[: self._chance.randrange(len(body) + 1)]
        if fate < 0.04:
            at = self._chance.randrange(len(body))
            return body[:at] + bytes([self._chance.randrange(256)]) + body[at + 1 :]
        return body

    def _wrong(self, value: Any) -> Any:
        places = list(_places(value))
        if not places or self._chance.random() < 0.02:
            return self._chance.choice(HOSTILE)
        holder, key = self._chance.choice(places)
        fate = self._chance.random()
        if fate < 0.2 and isinstance(holder, dict):
            del holder[key]
        elif fate < 0.3:
            other, other_key = self._chance.choice(places)
            holder[key] = copy.deepcopy(other[other_key])
        else:
            holder[key] = copy.deepcopy(self._chance.choice(HOSTILE))
        return value


def _places(value: Any) -> Iterable[tuple[Any, Any]]:
    """Every place in a value whose content can be replaced."""
    if isinstance(value, dict):
        keys: Iterable[Any] = list(value)
    elif isinstance(value, list):
        keys = range(len(value))
    else:
        return
    for key in keys:
        yield value, key
        yield from _places(value[key])


class SilentDriver:
    """A Bot API that knows the bot's name and has no file."""

    async def call(self, method: str, params: Any, *_: Any, **__: Any) -> Any:
        json.dumps(params, ensure_ascii=False).encode()  # as a library would
        if method == "getMe":
            return {"username": "nhacviec_bot"}
        if method == "getFile":
            raise ChannelError(ErrorKind.REFUSED, "file_gone")
        return True

    async def download(self, path: str) -> bytes:
        raise NotImplementedError(path)

    async def close(self) -> None:
        """There is nothing to give back."""


def run(*, updates: int, seed: int) -> list[Report]:
    """So many updates to each network."""
    return [
        asyncio.run(_put_to(name, updates, seed)) for name in ("telegram", "zalo_bot", "zalo_oa")
    ]


async def _put_to(network: str, updates: int, seed: int) -> Report:
    report = Report(network, updates)
    begun, at_first = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        feed = FEEDS[network](report, Path(folder))
        mutator = Mutator(seed, feed.samples)
        for number in range(1, updates + 1):
            try:
                await feed.give(mutator.next(number))
            except Exception as error:
                report.exceptions[f"{type(error).__name__}: {error}"[:200]] += 1
            if number == updates // 10:
                at_first = _memory_kib()
        report.ignored = feed.channel.ignored
        await feed.channel.close()
    report.grown_kib = _memory_kib() - at_first
    report.seconds = time.monotonic() - begun
    return report


def _memory_kib() -> int:
    """The most that this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class TelegramFeed:
    """One by webhook, one by poll, the polled ones as the driver's answer of one update."""

    samples = TELEGRAM

    def __init__(self, report: Report, _folder: Path) -> None:
        self.channel = TelegramChannel(SilentDriver(), pause_seconds=0.0)
        self._report = report
        self._app = build_app([telegram_hook(self.channel, SECRET, report.receive)])
        self._backlog = Backlog(self._keep, 1)
        self._polled = False

    async def _keep(self, raw: dict[str, Any], last: bool) -> None:
        try:
            await self.channel.take(raw, self._report.receive, without_file=last)
        except Exception as error:
            self._report.exceptions[f"{type(error).__name__}: {error}"[:200]] += 1

    async def give(self, body: bytes) -> None:
        self._polled = not self._polled
        if not self._polled:
            headers = {TELEGRAM_SECRET: SECRET}
            self._report.statuses[await post(self._app, "/webhook/telegram", headers, body)] += 1
            return
        try:
            answer = result_of(200, b'{"ok": true, "result": [' + body + b"]}")
        except ChannelError:
            return  # no answer at all: it is asked for again
        self._backlog.add(self.channel.updates_of(answer))
        await self._backlog.rest(10)


class ZaloBotFeed:
    """One by webhook, one by poll."""

    samples = ZALO_BOT

    def __init__(self, report: Report, folder: Path) -> None:
        webhook = Webhook("https://bot.example.vn/webhook/zalo-bot", SECRET)
        self.channel = ZaloBotChannel("1:abc", calls=folder, webhook=webhook, pause_seconds=0.0)
        self._report = report
        self._app = build_app([zalo_hook("/webhook/zalo-bot", self.channel, Straight(self))])
        self._polled = False

    async def give(self, body: bytes) -> None:
        self._polled = not self._polled
        if self._polled:
            await self.hand_on(body)
            return
        headers = {SECRET_HEADER: SECRET}
        self._report.statuses[await post(self._app, "/webhook/zalo-bot", headers, body)] += 1

    async def hand_on(self, body: bytes) -> None:
        await self.channel.take(body, self._report.receive)


class ZaloOaFeed:
    """By webhook, one in eight without the right signature."""

    samples = ZALO_OA

    def __init__(self, report: Report, folder: Path) -> None:
        self.channel = ZaloOaChannel(_no_access(), "4567", SECRET, clock=lambda: NOW)
        self._report = report
        self._app = build_app([zalo_hook("/webhook/zalo-oa", self.channel, Straight(self))])
        self._number = 0

    async def give(self, body: bytes) -> None:
        self._number += 1
        signed = signature("4567", body, timestamps_in(body)[0], SECRET)
        headers = {SIGNATURE_HEADER: "mac=" + (signed if self._number % 8 else signed[::-1])}
        self._report.statuses[await post(self._app, "/webhook/zalo-oa", headers, body)] += 1

    async def hand_on(self, body: bytes) -> None:
        await self.channel.take(body, self._report.receive)


FEEDS: Mapping[str, Any] = {
    "telegram": TelegramFeed,
    "zalo_bot": ZaloBotFeed,
    "zalo_oa": ZaloOaFeed,
}


class Straight(Spool):
    """A spool without a disk: what was put is handed on at once."""

    def __init__(self, feed: Any) -> None:
        self._feed = feed

    async def put(self, person: str, body: bytes) -> None:
        person.encode()
        await self._feed.hand_on(body)


def _no_access() -> Access:
    return None  # type: ignore[return-value]  # nothing is sent


async def post(app: ASGIApp, path: str, headers: Mapping[str, str], body: bytes) -> int:
    """The status of the answer; what the application raises is raised here."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
    }
    status = 0

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(scope, receive, send)
    return status
