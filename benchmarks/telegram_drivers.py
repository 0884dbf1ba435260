"""A message by Telegram and its answer, by either driver beside the bare library it stands on.

Each side runs in a process of its own against the fake Bot API in this one, and counts its own
processor time: what the fake costs, or another program on the machine, falls on neither side.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.memory import mebibytes
from benchmarks.sides import Ratio
from bot.channels.telegram import TelegramChannel, open_driver
from bot.inbox.fetching import Fetch
from domain.talk.messages import Incoming, Reply
from tests.support.fake_telegram import FakeTelegram

PAIRS = {"aiogram": "aiohttp", "ptb": "httpx"}
CHATS = 16
WARM = 50  # messages that do not count
ANSWER = "Đã ghi nhận: 14 hồ sơ, 14 đúng hạn, 0 quá hạn."

Call = Callable[[str, Mapping[str, object]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one message in and one out, and the most memory that was used."""

    seconds: float
    mebibytes: float


def main(quick: bool) -> Iterator[Ratio]:
    rounds, messages = (1, 20) if quick else (5, 1000)
    costs: dict[str, list[Cost]] = {side: [] for pair in PAIRS.items() for side in pair}
    for _ in range(rounds):
        for side, measured in costs.items():
            measured.append(cost_of(side, messages))
    for ours, bare in PAIRS.items():
        mine, theirs = costs[ours], costs[bare]
        what = f"Telegram by {ours}: a message in, one out"
        room = f"{memory(mine)} MiB against {memory(theirs)}"
        against = f"{bare}: getUpdates, sendMessage, JSON ({room})"
        yield Ratio(what, against, seconds(mine), seconds(theirs))


def seconds(costs: list[Cost]) -> float:
    return median(cost.seconds for cost in costs)


def memory(costs: list[Cost]) -> int:
    return round(median(cost.mebibytes for cost in costs))


def cost_of(side: str, messages: int) -> Cost:
    """One side, with that many messages waiting for it."""
    with FakeTelegram() as fake:
        for number in range(WARM + messages):
            fake.say(100 + number % CHATS, "14 14 0 0")
        command = [sys.executable, "-m", __name__, side, fake.url, fake.token, str(messages)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        if len(fake.sent) != WARM + messages:
            raise AssertionError(f"{side}: {len(fake.sent)} answers")
    return Cost(**json.loads(done.stdout))


# -- one side, in its own process -----------------------------------------------------------------


class Meter:
    """Counts messages; `cost` is that of all but the first `WARM`."""

    def __init__(self, messages: int) -> None:
        self._left = WARM + messages
        self._counted = messages
        self.done = asyncio.Event()

    def tick(self) -> None:
        self._left -= 1
        if self._left == self._counted:
            self._begun = time.process_time()
        if not self._left:
            self._ended = time.process_time()
            self.done.set()

    @property
    def cost(self) -> Cost:
        peak = mebibytes(os.getpid(), "VmHWM")
        return Cost((self._ended - self._begun) / self._counted, peak)


async def by_channel(side: str, url: str, token: str, meter: Meter) -> None:
    channel = TelegramChannel(open_driver(side, token, url), chats_at_once=CHATS)

    async def receive(incoming: Incoming, fetch: Fetch | None = None, /) -> None:
        await channel.send(incoming.address, Reply(ANSWER))
        meter.tick()

    polling = asyncio.create_task(channel.run(receive))
    await meter.done.wait()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await channel.close()


async def by_aiohttp(url: str, token: str, meter: Meter) -> None:
    import aiohttp

    async with aiohttp.ClientSession() as session:

        async def call(method: str, params: Mapping[str, object]) -> Any:
            async with session.post(f"{url}/bot{token}/{method}", json=params) as answer:
                return (await answer.json())["result"]

        await barely(call, meter)


async def by_httpx(url: str, token: str, meter: Meter) -> None:
    import httpx

    # It gets slower with more in flight; the driver is bounded to as many.
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=8)) as client:

        async def call(method: str, params: Mapping[str, object]) -> Any:
            answer = await client.post(f"{url}/bot{token}/{method}", json=params)
            return answer.json()["result"]

        await barely(call, meter)


async def barely(call: Call, meter: Meter) -> None:
    """As little as a bot can do: no order, no failure, no meaning."""
    room = asyncio.Semaphore(CHATS)
    offset = 0

    async def answer(chat: int) -> None:
        async with room:
            await call("sendMessage", {"chat_id": chat, "text": ANSWER})
            meter.tick()

    while not meter.done.is_set():
        updates = await call("getUpdates", {"offset": offset, "timeout": 1})
        await asyncio.gather(*(answer(update["message"]["chat"]["id"]) for update in updates))
        offset = max((update["update_id"] + 1 for update in updates), default=offset)


async def measure(side: str, url: str, token: str, messages: int) -> Cost:
    meter = Meter(messages)
    if side == "aiohttp":
        await by_aiohttp(url, token, meter)
    elif side == "httpx":
        await by_httpx(url, token, meter)
    else:
        await by_channel(side, url, token, meter)
    return meter.cost


if __name__ == "__main__":
    side, url, token, messages = sys.argv[1:]
    cost = asyncio.run(measure(side, url, token, int(messages)))
    print(json.dumps({"seconds": cost.seconds, "mebibytes": cost.mebibytes}))
