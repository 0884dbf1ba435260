"""A row of figures by Telegram, from the raw update to the commit, sixteen chats at once, beside
what most people would write: stock aiogram with one SQLModel row a message, in a thread. And how
evenly the sixteen wait for each other: the slow one beside the middle one of the same turns."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks.sides import Ratio, compare
from benchmarks.stage import NOW, district, open_stage
from bot.channels.telegram_updates import Update, read_update
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from domain.talk.conversation import Asked, Conversation, step, to_plain
from domain.talk.messages import Address
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages import conversations
from storage.people.officials import link_address
from storage.reports.rounds import open_obligations

CHATS = 16
MEMORY = Path("/dev/shm")
ANSWERS = ("14 14 0 0", "14 13 1 0")
Feed = Callable[[dict[str, Any]], Awaitable[object]]


def main(quick: bool) -> Iterator[Ratio]:
    """Both with a write-ahead log, each message on the disk before it counts; and once more with
    the files in memory, where the disk of the machine has no say."""
    yield from _side_by_side(None, "", quick)
    if MEMORY.is_dir():
        yield from _side_by_side(MEMORY, ", in memory", quick)


def _side_by_side(where: Path | None, told: str, quick: bool) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-", dir=where) as name:
        folder = Path(name)
        database, catalogue = stage(folder / "turn.db")
        loop = asyncio.new_event_loop()
        rim = Rim(database, catalogue, lambda: NOW, lambda _: None, Metrics())
        numbers = count(1)

        async def ours(raw: dict[str, Any]) -> None:
            update = read_update(raw, NOW)
            assert isinstance(update, Update)
            await rim.receive(update.incoming)

        bare = _stock(folder / "stock.db")
        waits: list[float] = []
        yield compare(
            f"a turn by Telegram, {CHATS} chats at once{told}",
            lambda: waits.extend(loop.run_until_complete(_play(ours, numbers))),
            "stock aiogram, one SQLModel row in a thread",
            lambda: loop.run_until_complete(_play(bare, numbers)),
            1 if quick else 30,
            lambda: ask(database),
        )
        counted = waits[CHATS:]  # the first turns do not count
        yield Ratio(
            f"of {CHATS} chats at once, the one that waits long{told}",
            "the same turns: the wait in the middle (p50 beside p95)",
            quantiles(counted, n=20)[-1],
            median(counted),
        )
        loop.run_until_complete(rim.close())
        loop.close()
        database.close()


async def _play(feed: Feed, numbers: Iterator[int]) -> list[float]:
    """One message of each chat, all at once; how long each has waited for its turn to be over."""
    begun = perf_counter()

    async def wait(chat: int) -> float:
        await feed(update(next(numbers), chat))
        return perf_counter() - begun

    return await asyncio.gather(*map(wait, range(1, CHATS + 1)))


def update(number: int, chat: int) -> dict[str, Any]:
    """A row of figures as the network tells it."""
    person = {"id": 100 + chat, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": number, "date": int(NOW.timestamp()), "from": person}
    message["chat"] = {"id": 100 + chat, "type": "private"}
    message["text"] = ANSWERS[number // CHATS % 2]
    return {"update_id": number, "message": message}


def stage(where: Path | str, people: int = CHATS) -> tuple[Database, Catalogue]:
    """A district in which so many people are linked by Telegram and asked for four figures."""
    database, catalogue = open_stage(where, district(people))
    tick(database, catalogue, NOW)
    with database.work() as session:
        for chat in range(1, people + 1):
            link_address(session, f"lan{chat}", Address("telegram", str(100 + chat)), NOW)
    return database, catalogue


def ask(database: Database, people: int = CHATS) -> None:
    """Set all conversations to the four figures again."""
    with database.work() as session:
        reports = {report.unit_id: report.id for report in open_obligations(session)}
        for chat in range(1, people + 1):
            (report,) = (id_ for unit, id_ in reports.items() if unit.endswith(f"-son-{chat}"))
            awaited = to_plain(step(Conversation(), Asked(report, "I.4")))
            conversations.save(session, Address("telegram", str(100 + chat)), awaited, NOW)


@cache
def _stock_row() -> Any:
    from sqlmodel import Field, SQLModel

    class StockMessage(SQLModel, table=True):
        id: int | None = Field(default=None, primary_key=True)
        chat: int
        text: str
        at: datetime

    return StockMessage


def _stock(file: Path) -> Feed:
    """The yardstick: as its documentation shows it, with a log that survives a power cut."""
    from aiogram import Bot, Dispatcher
    from aiogram.types import Message
    from sqlalchemy import event
    from sqlmodel import Session, SQLModel, create_engine

    row = _stock_row()
    engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _durable)
    SQLModel.metadata.tables[str(row.__tablename__)].create(engine)
    writer = ThreadPoolExecutor(1)  # several would wait for SQLite's lock: much slower
    dispatcher, bot = Dispatcher(), Bot("1:" + "a" * 35)

    def write(chat: int, words: str) -> None:
        with Session(engine) as session:
            session.add(row(chat=chat, text=words, at=datetime.now(UTC)))
            session.commit()

    @dispatcher.message()
    async def keep(message: Message) -> None:
        words = message.text or ""
        await asyncio.get_running_loop().run_in_executor(writer, write, message.chat.id, words)

    async def feed(raw: dict[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, raw)

    return feed


def _durable(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
