"""One message to everybody, as fast as the server allows and never faster."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.messages import Reply
from storage.database import Database
from storage.outbox import queue
from tests.soak.stage import address, bot, district, meet
from tests.support.fake_telegram import FakeTelegram, Rates


@dataclass(frozen=True, slots=True)
class Report:
    """Seen by the server, which allows 30 in any second."""

    arrived: int
    refused: int  # sends that were too fast
    per_second: float
    allowed: float = 30.0

    @property
    def used(self) -> float:
        """Which part of what is allowed was used."""
        return self.per_second / self.allowed


def run(*, people: int, driver: str) -> Report:
    """Send to so many people and measure at the server."""
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeTelegram() as fake,
        district(Path(folder), people) as database,
    ):
        meet(fake, people)
        fake.rates = Rates()
        put(database, people)
        asyncio.run(_play(database, fake, driver, people))
        at = sorted(sent.at for sent in fake.sent)
        refused = sum(fake.operation(r) == "sendMessage" for r in fake.requests) - len(fake.sent)
        # The first thirty may come at once; from there on it is thirty a second.
        measured = at[30:] if len(at) > 60 else at
        per_second = (len(measured) - 1) / (measured[-1] - measured[0])
        return Report(len(at), refused, per_second)


def put(database: Database, people: int) -> None:
    """Queue the message for everybody in one unit of work."""
    now = datetime.now(UTC)
    with database.work() as session:
        for number in range(people):
            reply = Reply(f"Thông báo số {number}")
            queue(session, f"news:{number}", address(number), f"o{number}", "notice", reply, now)


async def _play(database: Database, fake: FakeTelegram, driver: str, people: int) -> None:
    async with bot(database, fake, driver):
        await asyncio.to_thread(_wait_for_all, fake, people)


def _wait_for_all(fake: FakeTelegram, people: int) -> None:
    while len(fake.sent) < people:
        time.sleep(0.05)
