"""Some chats are told to wait (429), and no other chat waits with them."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from storage.database.database import Database
from tests.soak.stage import FIRST_CHAT, bot, district, limits_of, meet, put
from tests.support.fake_telegram import FakeTelegram, Refusal

EVERY = 10  # of so many chats, one is told to wait
LONG = 60.0


class PickyTelegram(FakeTelegram):
    """Tells every tenth chat to wait, once, and nobody else."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.told_at: dict[int, float] = {}
        self._seconds = seconds

    async def _do_send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = params["chat_id"]
        if is_held(chat) and chat not in self.told_at:
            self.told_at[chat] = time.monotonic()
            words = f"Too Many Requests: retry after {self._seconds}"
            raise Refusal(429, words, retry_after=self._seconds)
        return await super()._do_send_message(params)


@dataclass
class Report:
    """Seen by the server."""

    people: int
    hold: int  # seconds that a chat was told to wait
    held: int = 0  # chats
    arrived: int = 0
    too_early: list[int] = field(default_factory=list)  # chats written to before their time
    overtaken: int = 0  # others that came only after the first of those that had to wait
    longest_gap: float = 0.0  # seconds between two messages to others
    seconds: float = 0.0


def run(*, people: int, driver: str, hold: int, per_second: float = 30.0) -> Report:
    """Write to everybody while every tenth chat is told to wait so many seconds."""
    report = Report(people, hold)
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        PickyTelegram(hold) as fake,
        district(Path(folder), people) as database,
    ):
        meet(fake, people)
        put(database, people)
        asyncio.run(_play(database, fake, driver, people, per_second))
        _judge(report, fake)
    report.seconds = time.monotonic() - begun
    return report


def is_held(chat: int) -> bool:
    return (chat - FIRST_CHAT) % EVERY == 0


async def _play(
    database: Database, fake: PickyTelegram, driver: str, people: int, per_second: float
) -> None:
    async with bot(database, fake, driver, limits_of(per_second, 1.0)):
        await asyncio.to_thread(_wait_for_all, fake, people)


def _wait_for_all(fake: PickyTelegram, people: int) -> None:
    end = time.monotonic() + LONG + people / 10
    while len(fake.sent) < people:
        assert time.monotonic() < end, f"only {len(fake.sent)} arrived"
        time.sleep(0.02)


def _judge(report: Report, fake: PickyTelegram) -> None:
    at = {sent.chat: sent.at for sent in fake.sent}
    others = sorted(moment for chat, moment in at.items() if not is_held(chat))
    report.held, report.arrived = len(fake.told_at), len(at)
    report.too_early = [
        chat for chat, told in fake.told_at.items() if at[chat] < told + report.hold
    ]
    first = min(at[chat] for chat in fake.told_at)
    report.overtaken = sum(moment > first for moment in others)
    gaps = (later - earlier for earlier, later in pairwise(others))
    report.longest_gap = max(gaps)
