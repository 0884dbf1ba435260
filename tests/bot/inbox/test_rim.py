"""What networks hand in: one at a time for each address, side by side for all."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.inbox.fetching import Stopping
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from domain.talk.messages import Address, Incoming
from handlers.talk import learnt
from storage.database.database import Database, DatabaseUnavailable
from storage.messages.attempts import starts_of
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.waiting import until

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)


class Slow:
    """Stands in for the inbox: notes who is inside, and waits at a gate."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.inside: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.kept: list[str] = []
        self._lock = threading.Lock()

    def receive(self, _database: Any, _catalogue: Any, incoming: Incoming, *_: Any) -> bool:
        chat = incoming.address.chat
        with self._lock:
            self.inside[chat] += 1
            self.most[chat] = max(self.most[chat], self.inside[chat])
        assert self.gate.wait(10)
        with self._lock:
            self.inside[chat] -= 1
            self.kept.append(incoming.event_id)
        return True


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    found = Slow()
    monkeypatch.setattr("bot.inbox.inbox.receive", found.receive)
    yield found
    found.gate.set()


def rim_of(database: Database, wake: Any = lambda _: None) -> Rim:
    return Rim(database, catalogue_once(), lambda: NOW, wake, Metrics())


def message(number: int, chat: str = "1") -> Incoming:
    return Incoming(f"{chat}-{number}", Address("telegram", chat), f"{number}", NOW)


def test_one_address_is_served_in_order(database: Database, slow: Slow) -> None:
    slow.gate.set()

    async def run() -> None:
        rim = rim_of(database)
        await asyncio.gather(*(rim.receive(message(n, chat)) for n in range(3) for chat in "ab"))
        await rim.close()

    asyncio.run(run())
    assert slow.most == {"a": 1, "b": 1}
    for chat in "ab":
        assert [e for e in slow.kept if e.startswith(chat)] == [f"{chat}-{n}" for n in range(3)]


def test_over_postgres_several_addresses_are_served_at_the_same_time(
    postgres_database: Database, slow: Slow
) -> None:
    async def run() -> None:
        rim = rim_of(postgres_database)
        tasks = [asyncio.create_task(rim.receive(message(1, chat))) for chat in "ab"]
        await until(lambda: slow.inside["a"] and slow.inside["b"])
        slow.gate.set()
        await asyncio.gather(*tasks)
        await rim.close()

    asyncio.run(run())


def test_what_was_begun_is_finished_though_nobody_waits_for_it(
    memory_database: Database, slow: Slow
) -> None:
    async def run() -> None:
        rim = rim_of(memory_database)
        task = asyncio.create_task(rim.receive(message(1)))
        await until(lambda: slow.inside["1"])
        task.cancel()
        closing = asyncio.create_task(rim.close())
        await asyncio.sleep(0)
        slow.gate.set()
        await closing
        assert slow.kept == ["1-1"]
        with pytest.raises(Stopping):
            await rim.receive(message(2))

    asyncio.run(run())


def test_a_database_that_is_away_goes_up_to_the_network(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> bool:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr("bot.inbox.inbox.receive", away)

    async def run() -> None:
        rim = rim_of(memory_database)
        with pytest.raises(DatabaseUnavailable):
            await rim.receive(message(1))
        await rim.close()

    asyncio.run(run())


def test_the_outbox_is_told_and_the_time_is_measured(memory_database: Database) -> None:
    woken: list[Address] = []

    async def run() -> bytes:
        metrics = Metrics()
        rim = Rim(memory_database, catalogue_once(), lambda: NOW, woken.append, metrics)
        for _ in range(2):
            await rim.receive(message(1))
        await rim.close()
        return metrics.page()

    page = asyncio.run(run()).decode()
    assert woken == [Address("telegram", "1")] * 2
    assert 'nhacviec_received_total{channel="telegram",outcome="new"} 1.0' in page
    assert 'nhacviec_received_total{channel="telegram",outcome="repeat"} 1.0' in page
    assert 'nhacviec_handler_seconds_count{channel="telegram"} 2.0' in page


def test_while_the_words_are_being_learnt_others_write_and_no_start_is_counted(
    file_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first message after a new version of the program waits for them, nobody else does."""
    gate, asked, kept = threading.Event(), threading.Event(), learnt.kept_with_numbers

    def slowly(*args: Any) -> Any:
        asked.set()
        assert gate.wait(30)
        return kept(*args)

    of_this_process = (learnt.lexicon, learnt.examples, learnt._learnt)
    for found in of_this_process:
        found.cache_clear()
    monkeypatch.setattr(learnt, "kept_with_numbers", slowly)

    async def run() -> None:
        rim = rim_of(file_database)
        task = asyncio.create_task(rim.receive(message(1)))
        await until(asked.is_set)
        with file_database.work() as session:
            assert starts_of(session, message(1)) == 0
        gate.set()
        await task
        await rim.close()

    asyncio.run(run())
