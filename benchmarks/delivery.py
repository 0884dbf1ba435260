"""What it costs to send from a durable outbox, beside bare requests that forget everything.

Ours takes each message from the database, sends it in order and within limits, and marks it on the
disk; the bare side posts, by httpx alone or by the stock aiogram. All send to the fake Bot API in
this process, eight at a time, each from a process of its own. The limits of the network are lifted,
so that only we are measured.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.sides import Ratio
from tests.support.fake_telegram import FakeTelegram

FIRST_CHAT = 10_000
AT_ONCE = 8
WARM = 50  # messages that do not count
TEXT = "Chào chị Lan. Báo cáo quý III của xã Bắc Sơn còn 10 ngày làm việc."


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one message: seconds on the clock, and of processor time."""

    wall: float
    processor: float


def main(quick: bool) -> Iterator[Ratio]:
    rounds, messages = (1, 60) if quick else (5, 1000)
    costs: dict[str, list[Cost]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, measured in costs.items():
            measured.append(cost_of(side, messages))
    for library, bare, what in (
        ("ptb", "httpx", "a message from the outbox, sent and marked"),
        ("aiogram", "stock aiogram", "a message from the outbox by aiogram, sent and marked"),
    ):
        ours, theirs = costs[library], costs[bare]
        against = f"{bare}: sendMessage, {AT_ONCE} at a time, nothing kept"
        yield Ratio(
            f"{what} (time on the clock)",
            against,
            median(cost.wall for cost in ours),
            median(cost.wall for cost in theirs),
        )
        yield Ratio(
            f"{what} (processor time)",
            against,
            median(cost.processor for cost in ours),
            median(cost.processor for cost in theirs),
        )


def cost_of(side: str, messages: int) -> Cost:
    """One side, sending so many messages to as many chats."""
    with FakeTelegram() as fake:
        for number in range(WARM + messages):
            fake.meet(FIRST_CHAT + number)
        command = [sys.executable, "-m", __name__, side, fake.url, fake.token, str(messages)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        if len(fake.sent) != WARM + messages:
            raise AssertionError(f"{side}: {len(fake.sent)} arrived")
    return Cost(**json.loads(done.stdout))


# -- one side, in its own process -----------------------------------------------------------------


class Meter:
    """Counts messages that were sent; `cost` leaves the first `WARM` out."""

    def __init__(self, messages: int) -> None:
        self._left = WARM + messages
        self._counted = messages
        self.done = threading.Event()

    def tick(self) -> None:
        self._left -= 1
        if self._left == self._counted:
            self._begun = (time.perf_counter(), time.process_time())
        if not self._left:
            self._ended = (time.perf_counter(), time.process_time())
            self.done.set()

    @property
    def cost(self) -> Cost:
        wall, processor = (
            (end - begin) / self._counted
            for begin, end in zip(self._begun, self._ended, strict=True)
        )
        return Cost(wall, processor)


async def by_outbox(library: str, url: str, token: str, messages: int, meter: Meter) -> None:
    from bot.channels.telegram import TelegramChannel, open_driver
    from bot.outbox.books import Books, Handout, Outcome
    from bot.outbox.outbox import Outbox
    from domain.talk.messages import Address, Reply
    from storage.catalogue.catalogue import load_catalogue
    from storage.database.database import open_database
    from storage.database.schema import migrate
    from storage.messages.outbox import queue

    def now() -> datetime:
        return datetime.now(UTC)

    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'delivery.db'}")
        migrate(database)
        with database.work() as session:
            for number in range(WARM + messages):
                address = Address("telegram", str(FIRST_CHAT + number))
                queue(session, f"k{number}", address, None, "notice", Reply(TEXT), now())
        channel = TelegramChannel(open_driver(library, token, url))
        lifted = replace(channel.limits, per_second=100_000.0, per_chat_second=100.0)
        channel.limits = lifted
        channels = {"telegram": channel}
        books = Books(database, load_catalogue(), channels, None, now, lambda: 0.5)
        settle = books.turn

        def settled(outcomes: Sequence[Outcome], ids: Collection[int]) -> Handout:
            letters = settle(outcomes, ids)
            for _ in outcomes:
                meter.tick()
            return letters

        books.turn = settled  # type: ignore[method-assign]
        outbox = Outbox(books, channels, at_once=AT_ONCE)
        sending = asyncio.create_task(outbox.run())
        await asyncio.to_thread(meter.done.wait)
        outbox.stop()
        await sending
        await channel.close()
        database.close()


async def by_httpx(url: str, token: str, messages: int, meter: Meter) -> None:
    import httpx

    room = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE)) as client:

        async def send(number: int) -> None:
            async with room:
                params = {"chat_id": FIRST_CHAT + number, "text": TEXT}
                answer = await client.post(f"{url}/bot{token}/sendMessage", json=params)
                assert answer.json()["ok"]
                meter.tick()

        await asyncio.gather(*(send(number) for number in range(WARM + messages)))


async def by_stock_aiogram(url: str, token: str, messages: int, meter: Meter) -> None:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    room = asyncio.Semaphore(AT_ONCE)
    async with Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:

        async def send(number: int) -> None:
            async with room:
                await bot.send_message(FIRST_CHAT + number, TEXT)
                meter.tick()

        await asyncio.gather(*(send(number) for number in range(WARM + messages)))


SIDES: dict[str, Callable[[str, str, int, Meter], Awaitable[None]]] = {
    "ptb": partial(by_outbox, "ptb"),
    "httpx": by_httpx,
    "aiogram": partial(by_outbox, "aiogram"),
    "stock aiogram": by_stock_aiogram,
}


async def measure(side: str, url: str, token: str, messages: int) -> Cost:
    meter = Meter(messages)
    await SIDES[side](url, token, messages, meter)
    return meter.cost


if __name__ == "__main__":
    side, url, token, messages = sys.argv[1:]
    cost = asyncio.run(measure(side, url, token, int(messages)))
    print(json.dumps({"wall": cost.wall, "processor": cost.processor}))
