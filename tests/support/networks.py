"""All networks at once: a service that runs on fake servers, and the phones of the people there.

The clock stands still until it is moved. What a person writes goes over a socket into the fake
network, and what a person has got is read from the fake network, never from the database.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import pytest

from bot.channels import registry
from bot.channels.port import Channel, Sent
from bot.channels.telegram import TelegramChannel, open_driver
from bot.inbox.fetching import Fetch
from bot.inbox.rim import Receive
from bot.links import Links
from bot.run_settings import Settings
from bot.service.run import assemble
from bot.service.service import Service
from bot.setting_kinds import Secret
from domain.talk.messages import Address, Incoming, Reply
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from tests.support.fake_server import Answer, FakeServer
from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.waiting import wait_until

PUBLIC = "https://nhacviec.example.vn"
TELEGRAM_OPENER = registry.OPENERS["telegram"]
SECOND_TOKEN = "987654321:AAHsecondSECONDsecondSECONDsecondSE"


@dataclass(frozen=True, slots=True)
class Got:
    """One message as its person sees it."""

    text: str = ""
    buttons: tuple[str, ...] = ()
    name: str = ""
    content: bytes = b""


class Phone(Protocol):
    """One person at one network."""

    address: Address

    def write(self, text: str) -> None:
        """Type it, or tap the button of the last message that says so."""

    def got(self) -> list[Got]:
        """All that has come, oldest first."""


@dataclass(frozen=True, slots=True)
class TelegramPhone:
    fake: FakeTelegram
    address: Address

    @property
    def chat(self) -> int:
        return int(self.address.chat)

    def write(self, text: str) -> None:
        mine = [sent for sent in self.fake.sent if sent.chat == self.chat]
        buttons = dict(mine[-1].buttons) if mine else {}
        if text in buttons:
            self.fake.tap(self.chat, mine[-1].message["message_id"], buttons[text])
        else:
            self.fake.say(self.chat, text)

    def got(self) -> list[Got]:
        return [
            Got(
                sent.text,
                tuple(words for words, _ in sent.buttons),
                sent.file.name if sent.file else "",
                sent.file.content if sent.file else b"",
            )
            for sent in self.fake.sent
            if sent.chat == self.chat
        ]


@dataclass(frozen=True, slots=True)
class ZaloBotPhone:
    fake: FakeZaloBot
    address: Address

    def write(self, text: str) -> None:
        self.fake.write(self.address.chat, text)

    def got(self) -> list[Got]:
        return [
            Got(text=sent.text, content=sent.content)
            for sent in self.fake.delivered
            if sent.chat == self.address.chat
        ]


@dataclass(frozen=True, slots=True)
class ZaloOaPhone:
    fake: FakeZaloOa
    address: Address

    def write(self, text: str) -> None:
        mine = [sent for sent in self.fake.delivered if sent.chat == self.address.chat]
        buttons = dict(mine[-1].buttons) if mine else {}
        self.fake.write(self.address.chat, buttons.get(text, text))

    def got(self) -> list[Got]:
        return [
            Got(sent.text, tuple(words for words, _ in sent.buttons), sent.name, sent.content)
            for sent in self.fake.delivered
            if sent.chat == self.address.chat
        ]


class TwoBots:
    """Two Telegram bots as one channel: each person has written to one of them."""

    name = "telegram"

    def __init__(self, first: Channel, second: Channel, of_second: Collection[str]) -> None:
        # One a second to each chat would be most of the rehearsal; the pace has tests of its own.
        self.limits = replace(first.limits, per_chat_second=20.0)
        self._first = first
        self._second = second
        self._of_second = of_second

    async def run(self, receive: Receive) -> None:
        async def renamed(incoming: Incoming, fetch: Fetch | None = None, /) -> None:
            # Each bot counts its updates by itself.
            await receive(replace(incoming, event_id=f"second-{incoming.event_id}"), fetch)

        await asyncio.gather(self._first.run(receive), self._second.run(renamed))

    async def send(self, address: Address, reply: Reply) -> Sent:
        return await self._bot(address).send(address, reply)

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        return await self._bot(address).edit(address, message_id, reply)

    async def close(self) -> None:
        await self._first.close()
        await self._second.close()

    def _bot(self, address: Address) -> Channel:
        return self._second if address.chat in self._of_second else self._first


@dataclass
class Networks:
    """The fake servers, and the moment that all of them and the bot agree on."""

    now: datetime
    of_second: Collection[str]  # the chats of those who have written to the second Telegram bot
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    second: FakeTelegram = field(default_factory=lambda: FakeTelegram(SECOND_TOKEN))
    zalo_bot: FakeZaloBot = field(default_factory=FakeZaloBot)
    zalo_oa: FakeZaloOa = field(default_factory=FakeZaloOa)

    def __post_init__(self) -> None:
        self.zalo_oa.now = self.now

    @property
    def fakes(self) -> tuple[FakeServer, ...]:
        return (self.telegram, self.second, self.zalo_bot, self.zalo_oa)

    def clock(self) -> datetime:
        return self.now

    def move_to(self, moment: datetime) -> None:
        self.now = moment
        self.zalo_oa.call(setattr, self.zalo_oa, "now", moment)

    def phone(self, address: Address) -> Phone:
        match address.channel:
            case "zalo_bot":
                return ZaloBotPhone(self.zalo_bot, address)
            case "zalo_oa":
                return ZaloOaPhone(self.zalo_oa, address)
            case _ if address.chat in self.of_second:
                return TelegramPhone(self.second, address)
            case _:
                return TelegramPhone(self.telegram, address)

    def fetch(self, link: str) -> bytes:
        """The file at a link of ours, as a person's browser brings it."""
        answer = httpx.get(self._web + link.removeprefix(PUBLIC), trust_env=False)
        answer.raise_for_status()
        return answer.content

    def refused(self) -> list[tuple[str, bytes]]:
        """Requests that a network did not take; a long poll that brought nothing is none."""
        return [
            (operation, answer.body)
            for fake in self.fakes
            for operation, answer in fake.answers
            if is_refusal(answer) and not (operation == "getUpdates" and b" 408," in answer.body)
        ]

    @contextmanager
    def service(
        self, database: Database, catalogue: Catalogue, data: Path, patch: pytest.MonkeyPatch
    ) -> Iterator[Service]:
        """What `nhacviec run` puts together, on these servers; nothing is started."""
        patch.setenv("NHACVIEC_DATA", str(data))
        opener = replace(TELEGRAM_OPENER, open=self._open_telegram)
        patch.setattr(registry, "OPENERS", {**registry.OPENERS, "telegram": opener})
        with ExitStack() as stack:
            for fake in self.fakes:
                stack.enter_context(fake)
            service = assemble(self._settings(), database, catalogue, self.clock)
            host, port = service.sock.getsockname()
            self._web = f"http://{host}:{port}"
            self.zalo_oa.webhook = f"{self._web}/webhook/zalo-oa"
            self.zalo_bot.dns[PUBLIC] = self._web
            yield service

    def _settings(self) -> Settings:
        return Settings(
            channels=("telegram", "zalo_bot", "zalo_oa"),
            telegram_token=Secret(self.telegram.token),
            telegram_driver="aiogram",
            telegram_api=self.telegram.url,
            zalo_bot_token=Secret(self.zalo_bot.token),
            zalo_bot_api=self.zalo_bot.url,
            zalo_oa_app_id=self.zalo_oa.app_id,
            zalo_oa_app_secret=Secret(self.zalo_oa.app_secret),
            zalo_oa_secret=Secret(self.zalo_oa.oa_secret),
            zalo_oa_refresh_token=Secret(self.zalo_oa.refresh_token),
            zalo_oa_api=self.zalo_oa.url,
            zalo_oa_token_url=f"{self.zalo_oa.url}/v4/oa/access_token",
            web_port=0,
            web_secret=Secret("bi-mat-cua-lien-ket"),
            public_url=PUBLIC,
        )

    def _open_telegram(
        self, settings: Settings, links: Links | None, clock: Callable[[], datetime]
    ) -> Channel:
        """The settings know of one bot; the second one is put beside it."""
        driver = open_driver("ptb", self.second.token, self.second.url)
        second = TelegramChannel(driver, clock=clock)
        return TwoBots(TELEGRAM_OPENER.open(settings, links, clock), second, self.of_second)


def is_refusal(answer: Answer) -> bool:
    """By its status, or by what the three networks say with HTTP 200."""
    said = json.loads(answer.body)
    return answer.status >= 400 or not said.get("ok", True) or said.get("error", 0) != 0


def links_in(text: str) -> list[str]:
    """The addresses in a text that lead to us, file names as the last part."""
    return [word for word in text.split() if urlsplit(word).scheme and word.startswith(PUBLIC)]


async def while_serving(service: Service, play: Callable[[], None]) -> int:
    """Serve, do this in a thread of its own meanwhile, and stop as the system stops a service;
    the exit code."""
    started = asyncio.Event()
    serving = asyncio.create_task(service.serve(started.set))
    await started.wait()
    try:
        await asyncio.to_thread(play)
    finally:
        signal.raise_signal(signal.SIGTERM)
        code = await serving
    return code


def exchange(phone: Phone, text: str) -> list[Got]:
    """Write, and wait until something has come in return; what came first."""
    before = len(phone.got())
    phone.write(text)
    wait_until(lambda: len(phone.got()) > before)
    return phone.got()[before:]
