"""Where networks hand in what came: one message of an address at a time, each in a worker thread.

`receive` returns after the commit, so that a network's update counts as taken only when it is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from weakref import WeakValueDictionary

from bot.inbox import inbox
from bot.inbox.opening import with_cells
from bot.metrics import Metrics
from domain.talk.messages import Address, Incoming
from handlers.work import Vitals
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database

THREADS = 4  # one writes, the others read
READERS = 2  # files of people: those who send one wait for each other, nobody else for them


class Stopping(Exception):
    """The process is ending: nothing was kept, the network shall bring it again."""


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
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._wake = wake
        self._metrics = metrics
        self._vitals = vitals
        self._threads = ThreadPoolExecutor(THREADS, "handlers")
        self._readers = ThreadPoolExecutor(READERS, "readers")
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def receive(self, incoming: Incoming) -> None:
        """Handle one message; DatabaseUnavailable or Stopping where it could not be kept.

        Who waits for it may be cancelled: what was begun is finished all the same.
        """
        if self._closed:
            raise Stopping
        task = asyncio.create_task(self._in_turn(incoming))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Take nothing more and wait for what was begun."""
        self._closed = True
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._threads.shutdown()
        self._readers.shutdown()

    async def _in_turn(self, incoming: Incoming) -> None:
        address = incoming.address
        lock = self._locks.get(address)
        if lock is None:
            lock = self._locks[address] = asyncio.Lock()
        async with lock:
            await self._handle(incoming)

    async def _handle(self, incoming: Incoming) -> None:
        channel, begun, outcome = incoming.address.channel, time.monotonic(), "failed"
        try:
            loop = asyncio.get_running_loop()
            if incoming.file is not None:
                incoming = await loop.run_in_executor(self._readers, with_cells, incoming)
            fresh = await loop.run_in_executor(
                self._threads,
                inbox.receive,
                self._database,
                self._catalogue,
                incoming,
                self._clock(),
                self._vitals,
            )
            outcome = "new" if fresh else "repeat"
        finally:
            self._metrics.received.labels(channel, outcome).inc()
            self._metrics.handler_seconds.labels(channel).observe(time.monotonic() - begun)
        self._wake(incoming.address)
