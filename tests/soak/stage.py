"""The whole bot, in this process or in one of its own, against a network on loopback."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.telegram import TelegramChannel, open_driver
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from bot.outbox.books import Books
from bot.outbox.outbox import Outbox
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address, Attachment, Reply
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from storage.messages.outbox import queue
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.bot import warm
from tests.bot.warm import Process
from tests.support.fake_telegram import FakeTelegram

UNIT = Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")
FIRST_CHAT = 10_000


@contextmanager
def district(folder: Path, people: int) -> Iterator[Database]:
    """A database with so many officials, each with one Telegram chat."""
    database = open_database(f"sqlite:///{folder}/soak.db")
    migrate(database)
    people_of(database, people)
    yield database
    database.close()


def people_of(database: Database, people: int) -> None:
    """So many officials, each with one Telegram chat."""
    now = datetime.now(UTC)
    with database.work() as session:
        save_units(session, [UNIT])
        for number in range(people):
            post = Post(UNIT.id, Role.OFFICIAL)
            save_official(
                session, Official(f"o{number}", f"Cán bộ {number}", "anh", "", (post,)), now
            )
            link_address(session, f"o{number}", address(number), now)


def address(number: int) -> Address:
    return Address("telegram", str(FIRST_CHAT + number))


def meet(fake: FakeTelegram, people: int) -> None:
    """All of them have written to the bot before."""
    for number in range(people):
        fake.meet(FIRST_CHAT + number, f"Cán bộ {number}")


class Hasty:
    """A driver that does not wait long for an answer, so that a test need not either."""

    def __init__(self, driver: Any, seconds: float) -> None:
        self._driver = driver
        self._seconds = seconds

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Attachment] | None = None,
        *,
        timeout: float = 0.0,  # noqa: ASYNC109
    ) -> Any:
        seconds = timeout or self._seconds
        return await self._driver.call(method, params, files, timeout=seconds)

    async def download(self, path: str) -> bytes:
        found: bytes = await self._driver.download(path)
        return found

    async def close(self) -> None:
        await self._driver.close()


@asynccontextmanager
async def bot(
    database: Database,
    fake: FakeTelegram,
    driver: str,
    limits: Mapping[str, float] | None = None,
    patience: float = 30.0,
) -> AsyncIterator[tuple[TelegramChannel, Rim, Outbox]]:
    """Channel, rim and outbox; the outbox runs and is stopped in order."""
    channel = TelegramChannel(
        Hasty(open_driver(driver, fake.token, fake.url), patience),
        poll_seconds=1,
        pause_seconds=0.1,
    )
    if limits:
        channel.limits = replace(channel.limits, **limits)  # type: ignore[misc, arg-type]
    channels = {"telegram": channel}
    catalogue, metrics = load_catalogue(), Metrics()

    def clock() -> datetime:
        return datetime.now(UTC)

    books = Books(database, catalogue, channels, None, clock, random.random)
    outbox = Outbox(books, channels, metrics=metrics)
    rim = Rim(database, catalogue, clock, outbox.wake, metrics)
    sending = asyncio.create_task(outbox.run())
    try:
        yield channel, rim, outbox
    finally:
        await rim.close()
        outbox.stop()
        await sending
        await channel.close()


def put(database: Database, people: int, first: int = FIRST_CHAT) -> None:
    """Queue a message for everybody in one unit of work, from the `first` chat on."""
    now = datetime.now(UTC)
    with database.work() as session:
        for number in range(first - FIRST_CHAT, first - FIRST_CHAT + people):
            reply = Reply(f"Thông báo số {number}")
            queue(session, f"news:{number}", address(number), f"o{number}", "notice", reply, now)


def start(
    folder: Path,
    fake: FakeTelegram,
    driver: str,
    log: Path,
    url: str = "",
    share: float = 1,
    **more: str,
) -> Process:
    """`nhacviec run` on that folder's database, or on that of the `url`, against the fake; with a
    `share` of the pace where it is not alone, and `more` settings by their names."""
    environment = warm.surroundings(
        folder,
        NHACVIEC_DATA=str(folder),
        NHACVIEC_DB=url or f"sqlite:///{folder}/soak.db",
        NHACVIEC_CHANNELS="telegram",
        NHACVIEC_TELEGRAM_TOKEN=fake.token,
        NHACVIEC_TELEGRAM_API=fake.url,
        NHACVIEC_TELEGRAM_DRIVER=driver,
        NHACVIEC_SEND_SHARE=str(share),
        NHACVIEC_LOG_LEVEL="DEBUG",
        PYTHONWARNINGS="error",
        **{f"NHACVIEC_{name.upper()}": value for name, value in {"web_port": "0", **more}.items()},
    )
    return warm.start(["run"], environment, log, log)


def limits_of(per_second: float, per_chat_second: float) -> Mapping[str, float]:
    return {"per_second": per_second, "per_chat_second": per_chat_second}
