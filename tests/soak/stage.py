"""The whole bot in this process, against a network on loopback: what a fault run plays on."""

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
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.outbox_books import Books
from bot.rim import Rim
from domain.messages import Address, Attachment
from domain.people import Official, Post, Role
from domain.units import Unit
from storage.catalogue import load_catalogue
from storage.database import Database, open_database
from storage.officials import link_address, save_official
from storage.schema import migrate
from storage.units import save_units
from tests.support.fake_telegram import FakeTelegram

UNIT = Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")
FIRST_CHAT = 10_000


@contextmanager
def district(folder: Path, people: int) -> Iterator[Database]:
    """A database with so many officials, each with one Telegram chat."""
    database = open_database(f"sqlite:///{folder}/soak.db")
    migrate(database)
    now = datetime.now(UTC)
    with database.work() as session:
        save_units(session, [UNIT])
        for number in range(people):
            post = Post(UNIT.id, Role.OFFICIAL)
            save_official(
                session, Official(f"o{number}", f"Cán bộ {number}", "anh", "", (post,)), now
            )
            link_address(session, f"o{number}", address(number), now)
    yield database
    database.close()


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


def limits_of(per_second: float, per_chat_second: float) -> Mapping[str, float]:
    return {"per_second": per_second, "per_chat_second": per_chat_second}
