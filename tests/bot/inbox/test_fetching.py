"""The file of a message is fetched before its turn: three times at most, each on the disk first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.inbox import fetching
from bot.inbox.fetching import Fetch, Stopping
from bot.inbox.rim import Rim
from bot.inbox.starts import MOST_STARTS, Start, count_start, of_file
from bot.metrics import Metrics
from domain.talk.messages import Address, Attachment, Incoming
from handlers.wording.say import say
from storage.database.database import Database, DatabaseUnavailable
from storage.messages.attempts import starts_of
from storage.messages.outbox import waiting
from storage.messages.set_aside import all_aside, file_aside
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.waiting import until

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)
LAN = Address("telegram", "99")
FILE = Attachment("phụ lục.xlsx", "application/octet-stream", b"nobody can open this")
BARE = Incoming("e1", LAN, "đây ạ", NOW, "Lan")


class Network:
    """Where the file lies."""

    def __init__(self, given: Incoming | Exception | None = None) -> None:
        self.given = given if given is not None else replace(BARE, file=FILE)
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self) -> Incoming:
        self.asked += 1
        await self.open.wait()
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def with_rim(database: Database, work: Callable[[Rim], Awaitable[None]]) -> None:
    async def run() -> None:
        rim = Rim(database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        await work(rim)
        await rim.close()

    asyncio.run(run())


def receive(database: Database, fetch: Fetch) -> None:
    with_rim(database, lambda rim: rim.receive(BARE, fetch))


def starts(database: Database, incoming: Incoming = BARE) -> tuple[int, int]:
    """Of the file, and of the message."""
    with database.read() as session:
        return starts_of(session, of_file(incoming)), starts_of(session, incoming)


def die_of(database: Database, incoming: Incoming, times: int) -> None:
    """Processes begin it and are gone."""
    for _ in range(times):
        assert count_start(database, incoming, NOW, alone=True) is Start.GO


def answered(database: Database, chat: Address = LAN) -> list[str]:
    with database.read() as session:
        return [each.reply.text for each in waiting(session, chat, NOW, 100)]


def test_a_fetch_is_on_the_disk_before_it_begins_and_off_it_when_it_is_done(
    file_database: Database,
) -> None:
    seen = list[tuple[int, int]]()

    async def fetch() -> Incoming:
        seen.append(starts(file_database))
        return replace(BARE, file=FILE)

    receive(file_database, fetch)
    assert seen == [(1, 0)]
    assert starts(file_database) == (0, 0)


def test_what_ends_the_process_whenever_it_is_fetched_is_fetched_three_times(
    database: Database,
) -> None:
    die_of(database, of_file(BARE), MOST_STARTS - 1)
    network = Network()
    receive(database, network.fetch)
    assert network.asked == 1  # the third time, which this process outlives
    assert starts(database) == (0, 0)


def test_after_three_such_fetches_the_message_is_answered_and_set_aside_without_its_file(
    database: Database,
) -> None:
    die_of(database, of_file(BARE), MOST_STARTS)
    network = Network()
    receive(database, network.fetch)
    receive(database, network.fetch)  # it comes again, for the network has not heard of it
    assert network.asked <= 1  # the second time it is known, and changes nothing
    assert answered(database) == [say("router.given_up_file")]
    with database.read() as session:
        (kept,) = all_aside(session)
        assert (kept.text, file_aside(session, kept.id)) == ("đây ạ", None)


def test_what_ends_the_process_when_it_is_read_is_set_aside_with_its_file(
    database: Database,
) -> None:
    die_of(database, BARE, MOST_STARTS)
    receive(database, Network().fetch)
    assert answered(database) == [say("router.given_up")]
    with database.read() as session:
        (kept,) = all_aside(session)
        assert file_aside(session, kept.id) == FILE


@pytest.mark.parametrize(
    "fault", [ChannelError(ErrorKind.TRANSIENT, "http_502"), DatabaseUnavailable("away")]
)
def test_a_network_that_does_not_give_the_file_now_costs_no_start(
    database: Database, fault: Exception
) -> None:
    network = Network(fault)

    async def work(rim: Rim) -> None:
        for _ in range(MOST_STARTS + 2):
            with pytest.raises(type(fault)):
                await rim.receive(BARE, network.fetch)
        network.given = replace(BARE, file=FILE)
        await rim.receive(BARE, network.fetch)

    with_rim(database, work)
    assert answered(database) != []
    assert starts(database) == (0, 0)


def test_a_slow_line_keeps_nobody_else_waiting(memory_database: Database) -> None:
    other = Address("telegram", "98")

    async def work(rim: Rim) -> None:
        network = Network()
        network.open.clear()
        slow = asyncio.create_task(rim.receive(BARE, network.fetch))
        await until(lambda: network.asked)
        await rim.receive(Incoming("e2", other, "xin chào", NOW))
        assert answered(memory_database, other)
        network.open.set()
        await slow

    with_rim(memory_database, work)


def test_a_stop_ends_a_fetch_and_the_message_comes_again_as_if_new(
    memory_database: Database,
) -> None:
    async def work(rim: Rim) -> None:
        network = Network()
        network.open.clear()
        slow = asyncio.create_task(rim.receive(BARE, network.fetch))
        await until(lambda: network.asked)
        await rim.close()
        with pytest.raises(Stopping):
            await slow

    with_rim(memory_database, work)
    assert starts(memory_database) == (0, 0)
    assert answered(memory_database) == []


def test_what_a_process_has_ended_over_is_fetched_alone_and_not_for_long(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody waits meanwhile: so what does not come at once is named as not to be had."""
    monkeypatch.setattr(fetching, "ALONE_SECONDS", 0.05)
    die_of(memory_database, of_file(BARE), 1)
    other, order = Address("telegram", "98"), list[str]()

    async def work(rim: Rim) -> None:
        network = Network()
        network.open.clear()

        async def spoken() -> None:
            await rim.receive(Incoming("e2", other, "xin chào", NOW))
            order.append("e2")

        async def fetch() -> Incoming:
            try:
                return await network.fetch()
            finally:
                order.append("fetched")

        slow = asyncio.create_task(rim.receive(BARE, fetch))
        await until(lambda: network.asked)
        await asyncio.gather(slow, spoken())

    with_rim(memory_database, work)
    assert order == ["fetched", "e2"]
    assert answered(memory_database) != []
    assert starts(memory_database) == (0, 0)
    with suppress(KeyError), memory_database.read() as session:
        assert all_aside(session) == ()
