"""Zalo, by bot or by Official Account, put to the contract of all channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.port import Channel, ErrorKind
from bot.channels.zalo_bot import Webhook, ZaloBotChannel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_tokens import Access, FileTokenStore, Tokens, ask_zalo
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Choice, Incoming
from tests.channels.contract import (
    AGAIN,
    CUTS,
    FILES,
    HEARS,
    OTHERS,
    PEOPLE,
    SIGNALS,
    TAPS,
    Failure,
    HttpRig,
    Seen,
)
from tests.support.fake_server import Answer, FakeServer, Fault
from tests.support.fake_zalo_bot import Door, FakeZaloBot, Links, Take, event, through
from tests.support.fake_zalo_oa import FakeZaloOa

SECRET = "bi-mat-cua-webhook"


def says(answer: Answer) -> Callable[[HttpRig], None]:
    return lambda rig: rig.fake.faults.add(rig.operation, Fault(answer=answer))


def refuses(code: int, name: str = "error_code") -> Callable[[HttpRig], None]:
    """The Bot Platform's way, with HTTP 200."""
    return says(Answer.of({"ok": False, name: code, "description": "what Zalo says"}))


def declines(error: int) -> Callable[[HttpRig], None]:
    """The Official Account's way, with HTTP 200."""
    return says(Answer.of({"error": error, "message": "what Zalo says"}))


def page(status: int) -> Callable[[HttpRig], None]:
    return says(Answer(status, b"<html>no answer of Zalo", "text/html"))


BOT_FAILURES = (
    Failure("bad", refuses(400), ErrorKind.REFUSED),
    Failure("token", refuses(401), ErrorKind.UNAUTHORISED),
    Failure("sic", refuses(403), ErrorKind.TRANSIENT),  # "internal server error"
    Failure("not-found", refuses(404), ErrorKind.REFUSED),
    Failure("timeout", refuses(408), ErrorKind.UNKNOWN),
    Failure("often", refuses(426, "errorCode"), ErrorKind.RATE),
    Failure("quota", refuses(429), ErrorKind.QUOTA),
    Failure("server", refuses(500), ErrorKind.TRANSIENT),
    Failure("gateway", page(502), ErrorKind.TRANSIENT),
    Failure("login-page", page(200), ErrorKind.UNKNOWN),
)

OA_FAILURES = (
    Failure("left", lambda rig: rig.block(), ErrorKind.BLOCKED),
    Failure("rate", declines(-32), ErrorKind.RATE, retry_after=60.0),
    Failure("rate-http", page(429), ErrorKind.RATE, retry_after=60.0),
    Failure("wallet", declines(-137), ErrorKind.QUOTA),
    Failure("quota", declines(-211), ErrorKind.QUOTA),
    Failure("bad", declines(-201), ErrorKind.REFUSED),
    Failure("disabled", declines(-204), ErrorKind.UNAUTHORISED),
    Failure("no-account", declines(-205), ErrorKind.UNAUTHORISED),
    Failure("recipient-limit", declines(-218), ErrorKind.WINDOW),
    Failure("package", declines(-224), ErrorKind.REFUSED),
    Failure("seven-days", declines(-230), ErrorKind.WINDOW),
    Failure("never-wrote", declines(-232), ErrorKind.WINDOW),
    Failure("new-number", declines(-999), ErrorKind.REFUSED),
    Failure("gateway", page(502), ErrorKind.TRANSIENT),
    Failure("login-page", page(200), ErrorKind.UNKNOWN),
)


class ZaloBotRig(HttpRig):
    """By long polling: an update is given out once, and handed on from the disk."""

    can = frozenset({CUTS, HEARS, AGAIN, PEOPLE, OTHERS})
    links = True
    failures = BOT_FAILURES
    operation = "sendMessage"
    webhook: Webhook | None = None
    fake: FakeZaloBot

    @property
    def secrets(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.fake.token, self.fake.token.partition(":")[2], SECRET)

    def start(self) -> None:
        self.fake = self.stack.enter_context(FakeZaloBot(second=0.001))
        self.calls = Path(self.stack.enter_context(TemporaryDirectory())) / "calls"
        self.link = self.stack.enter_context(Links())
        self.fake.dns[Links.public] = self.link.url
        self.address = Address("zalo_bot", chat_of(0))
        self.fake.people.add(self.address.chat)

    def channel(self, url: str = "") -> Channel:
        return ZaloBotChannel(
            self.fake.token,
            calls=self.calls,
            base_url=url or self.fake.url,
            link=self.link,
            webhook=self.webhook,
            pause_seconds=0.01,
        )

    def write(self, text: str, person: int = 0) -> None:
        self.fake.write(chat_of(person), text)

    def seen(self) -> list[Seen]:
        return [
            Seen(message.text, content=message.content)
            for message in self.fake.delivered
            if message.chat == self.address.chat
        ]

    def send_other(self) -> None:
        self.fake.arrive(event("unsupported", self.address.chat, {}, "m-other"))


class ZaloBotWebhookRig(ZaloBotRig):
    """By webhook. What was not kept is lost: no repetition is documented."""

    can = frozenset({CUTS, HEARS, PEOPLE, OTHERS})

    def start(self) -> None:
        super().start()
        self.webhook = Webhook("https://bot.example.vn/webhooks/zalo-bot", SECRET)

    @asynccontextmanager
    async def listening(self, channel: Channel, receive: Receive) -> AsyncIterator[None]:
        assert isinstance(channel, ZaloBotChannel)
        assert self.webhook is not None
        with Door(received_by(through(channel), receive), asyncio.get_running_loop()) as door:
            self.fake.dns["https://bot.example.vn"] = door.url
            assert await channel.use_webhook(self.webhook) == "webhook.ok"
            yield


class ZaloOaRig(HttpRig):
    """By webhook, which is the only way. What was not kept comes again, but in no order."""

    can = frozenset({CUTS, HEARS, TAPS, FILES, OTHERS, SIGNALS, PEOPLE})
    links = True
    failures = OA_FAILURES
    operation = "cs"
    fake: FakeZaloOa

    @property
    def secrets(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.fake.app_secret, self.fake.oa_secret, "refresh-0", self.token)

    def start(self) -> None:
        self.fake = self.stack.enter_context(FakeZaloOa())
        self.shelf = self.stack.enter_context(Shelf())
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        self.token = self.fake.call(self.fake.issue)
        self.store = FileTokenStore(folder / "tokens.json")
        end = self.fake.now + timedelta(hours=25)
        self.store.enter(Tokens(self.fake.refresh_token, self.token, end))
        self.address = Address("zalo_oa", chat_of(0))
        self.fake.write(self.address.chat, "chào")

    def channel(self, url: str = "") -> Channel:
        fake = self.fake
        api = url or fake.url
        ask = ask_zalo(fake.app_id, fake.app_secret, lambda: fake.now, f"{api}/v4/oa/access_token")
        return ZaloOaChannel(
            Access(self.store, ask, lambda: fake.now),
            fake.app_id,
            fake.oa_secret,
            base_url=api,
            link=Links(),
            clock=lambda: fake.now,
        )

    @asynccontextmanager
    async def listening(self, channel: Channel, receive: Receive) -> AsyncIterator[None]:
        assert isinstance(channel, ZaloOaChannel)
        with Door(received_by(through(channel), receive), asyncio.get_running_loop()) as door:
            self.fake.webhook = f"{door.url}/webhooks/zalo-oa"
            yield

    def write(self, text: str, person: int = 0) -> None:
        self.fake.write(chat_of(person), text)

    def seen(self) -> list[Seen]:
        return [
            Seen(message.text, tuple(title for title, _ in message.buttons), message.content)
            for message in self.fake.delivered
            if message.chat == self.address.chat
        ]

    def tap(self, choice: Choice) -> None:
        buttons = dict(self.fake.delivered[-1].buttons)
        self.write(buttons[choice.words])

    def send_file(self, file: Attachment) -> None:
        self.shelf.content = file.content
        payload = {"url": f"{self.shelf.url}/1", "name": file.name}
        attachment = {"type": "file", "payload": payload}
        self.fake.event(self.address.chat, "user_send_file", {"attachments": [attachment]})

    def send_other(self) -> None:
        self.fake.event(self.address.chat, "user_send_sticker", {"attachments": []})

    def block(self) -> None:
        self.fake.unfollow(self.address.chat)


class Shelf(FakeServer):
    """Where Zalo keeps the file that a person has sent."""

    content = b""

    async def handle(self, request: object) -> Answer:
        return Answer(200, self.content)


def received_by(take: Take, receive: Receive) -> Take:
    """What a web server does: the answer is given after `receive`."""

    async def work(body: bytes, headers: object) -> Incoming | None:
        incoming = await take(body, headers)  # type: ignore[arg-type]
        if incoming:
            await receive(incoming)
        return incoming

    return work  # type: ignore[return-value]


def chat_of(person: int) -> str:
    return f"6ede9afa66b88fe6d6a{person}"
