"""Where networks hand in what came: one message of an address at a time, each in a worker thread.

`receive` returns after the commit, so that a network's update counts as taken only when it is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from weakref import WeakValueDictionary

from bot.inbox import inbox
from bot.inbox.gate import Gate
from bot.inbox.starts import Start, count_start, give_up, take_back
from bot.metrics import Metrics
from bot.trace import trace_of
from domain.talk.messages import Address, Incoming
from handlers.talk.learnt import learn_words
from handlers.work import Vitals
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages.pages import Page

log = logging.getLogger(__name__)

Receive = Callable[[Incoming], Awaitable[None]]
"""Takes one incoming message; returns after its commit, raises when it could not be kept."""

THREADS = 4  # one writes, the others wait to be on the disk along with it
READERS = 2  # files of people: those who send one wait for each other, nobody else for them


class Stopping(Exception):
    """The process is ending: nothing was kept, the network shall bring it again."""


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
        self._vitals = vitals
        self._serves = serves
        self.page_link = page_link
        self._threads = ThreadPoolExecutor(THREADS, "handlers")
        self._readers = ThreadPoolExecutor(READERS, "readers")
        self._gate = Gate()
        self._uncounted: set[tuple[str, str]] = set()  # begun when the database went away
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def receive(self, incoming: Incoming) -> None:
        """Handle one message; one of `PASSING` where it could not be kept.

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
            outcome = await self._begin(inbox.storable(incoming))
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
            outcome = await self._in_thread(incoming, alone=False)
        if outcome:
            return outcome
        async with self._gate.alone():
            return await self._in_thread(incoming, alone=True)

    async def _in_thread(self, incoming: Incoming, *, alone: bool) -> str:
        threads = self._threads if incoming.file is None else self._readers
        work = partial(self._work, incoming, alone=alone)
        return await asyncio.get_running_loop().run_in_executor(threads, work)

    def _work(self, incoming: Incoming, *, alone: bool) -> str:
        """Begin a message and finish it: what came of it; "" where it must be alone and is not."""
        learn_words()  # first: else it would be in a transaction, and part of what is counted
        now, store = self._clock(), (self._database, self._catalogue)
        again = _name(incoming) in self._uncounted
        start = count_start(self._database, incoming, now, alone=alone, again=again)
        if start is Start.ALONE:
            return ""
        if start is Start.GIVE_UP:
            give_up(*store, incoming, now)
            return "given_up"
        if start is Start.REPEAT:
            return "repeat"
        try:
            fresh = inbox.receive(*store, incoming, now, self._vitals, self._serves, self.page_link)
        except inbox.AWAY:
            self._uncount(incoming)
            raise
        self._uncounted.discard(_name(incoming))
        return "new" if fresh else "repeat"

    def _uncount(self, incoming: Incoming) -> None:
        """It came to nothing for want of the database, and shall not suffer for it."""
        self._uncounted.add(_name(incoming))
        with contextlib.suppress(*inbox.AWAY):
            take_back(self._database, incoming)
            self._uncounted.discard(_name(incoming))


def _tell(incoming: Incoming, outcome: str, seconds: float) -> None:
    """One line a message."""
    channel = incoming.address.channel
    trace = trace_of(f"{channel}:{inbox.storable(incoming).event_id}")
    fields = (trace, channel, outcome, round(seconds * 1000))
    log.info("action=message trace=%s channel=%s outcome=%s ms=%s", *fields, extra={"trace": trace})


def _name(incoming: Incoming) -> tuple[str, str]:
    return incoming.address.channel, incoming.event_id
