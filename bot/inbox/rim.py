"""Where networks hand in what came: one message of an address at a time, each in a worker thread.

`receive` returns after the commit, so that a network's update counts as taken only when it is kept.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from bot.inbox import inbox
from bot.inbox.batches import Batches, Outcome
from bot.inbox.fetching import Fetch, Fetching, Stopping
from bot.inbox.gate import Gate, in_thread
from bot.inbox.starts import Start, give_up
from bot.inbox.tally import Tally
from bot.inbox.turns import Turns
from bot.metrics import Metrics
from bot.trace import trace_of
from domain.talk.messages import Address, Incoming
from handlers.work import Vitals
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.database.writers import MOST_TOGETHER
from storage.messages.pages import Page

log = logging.getLogger(__name__)


class Receive(Protocol):
    """Takes one incoming message; returns after its commit, raises when it could not be kept. Where
    it has a file that lies at the network, `fetch` brings it: called once that is counted."""

    async def __call__(self, incoming: Incoming, fetch: Fetch | None = None, /) -> None: ...


THREADS = 4  # over PostgreSQL, where several write at the same time
READERS = 2  # files of people: those who send one wait for each other, nobody else for them


PASSING = (*inbox.AWAY, Stopping)
"""Nothing was kept, and not because of the message: it shall come again, however often."""


class Rim:
    """The `receive` of all channels. `wake` tells the outbox where there is an answer."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
        wake: Callable[[Address], None],
        metrics: Metrics,
        vitals: Callable[[], Vitals] | None = None,
        serves: Collection[str] | None = None,
        page_link: Callable[[Page], str] | None = None,
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._wake = wake
        self._metrics = metrics
        self.page_link = page_link
        # SQLite has one writer at a time, who takes along all that waits.
        at_once, most = (1, MOST_TOGETHER) if database.is_sqlite else (THREADS, 1)
        self._threads = ThreadPoolExecutor(at_once, "handlers")
        self._readers = ThreadPoolExecutor(READERS, "readers")
        self._gate = Gate()
        tally = Tally(database, clock)
        self._turns = Turns(database, catalogue, clock, tally, vitals, serves, page_link)
        self._batches = Batches(self._threads, at_once, most, self._turns.several)
        self._files = Fetching(tally, self._gate, self._readers)
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def receive(self, incoming: Incoming, fetch: Fetch | None = None) -> None:
        """Handle one message, with its file if there is one to `fetch`; one of `PASSING`, or what
        the fetch has raised, where it could not be kept.

        Who waits for it may be cancelled: what was begun is finished all the same.
        """
        if self._closed:
            raise Stopping
        task = asyncio.create_task(self._in_turn(incoming, fetch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Take nothing more and wait for what was begun."""
        self._closed = True
        self._files.close()
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._threads.shutdown()
        self._readers.shutdown()

    async def _in_turn(self, incoming: Incoming, fetch: Fetch | None) -> None:
        address = incoming.address
        lock = self._locks.get(address)
        if lock is None:
            lock = self._locks[address] = asyncio.Lock()
        async with lock:
            found = incoming if fetch is None else await self._files.fetched(incoming, fetch)
            await self._handle(found or incoming, lost=found is None)

    async def _handle(self, incoming: Incoming, *, lost: bool) -> None:
        channel, begun, outcome = incoming.address.channel, time.monotonic(), "failed"
        stored = inbox.storable(incoming)
        try:
            outcome = await (self._without_file(stored) if lost else self._begin(stored))
        finally:
            seconds = time.monotonic() - begun
            self._metrics.received.labels(channel, outcome).inc()
            self._metrics.handler_seconds.labels(channel).observe(seconds)
            _tell(incoming, outcome, seconds)
        self._wake(incoming.address)

    async def _begin(self, incoming: Incoming) -> str:
        """Beside others, unless a process has ended over it, or while it was underway: then by
        itself, so that it takes nobody with it."""
        async with self._gate.beside():
            if incoming.file is None:
                outcome = await self._batches.through(incoming)
            else:
                outcome = await self._in_thread(incoming, alone=False)
        while isinstance(outcome, Start):
            async with self._gate.alone(outcome):
                outcome = await self._in_thread(incoming, alone=True)
        return outcome

    async def _in_thread(self, incoming: Incoming, *, alone: bool) -> Outcome:
        threads = self._threads if incoming.file is None else self._readers
        return await in_thread(threads, self._turns.one, incoming, alone=alone)

    async def _without_file(self, incoming: Incoming) -> str:
        store, now = (self._database, self._catalogue), self._clock()
        await in_thread(self._readers, give_up, *store, incoming, now, lost=True)
        return "given_up"


def _tell(incoming: Incoming, outcome: str, seconds: float) -> None:
    """One line a message."""
    trace, channel = trace_of(inbox.storable(incoming).key), incoming.address.channel
    fields = (trace, channel, outcome, round(seconds * 1000))
    log.info("action=message trace=%s channel=%s outcome=%s ms=%s", *fields, extra={"trace": trace})
