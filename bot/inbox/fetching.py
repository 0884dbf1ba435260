"""The file of a message is fetched before the message is begun, and counted on the disk like it.

It is counted by itself: a message whose reading ends the process is set aside with its file, for
that came each time; one whose fetch ends the process is set aside without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from bot.inbox.gate import Gate, in_thread
from bot.inbox.inbox import storable
from bot.inbox.starts import Start, of_file
from bot.inbox.tally import Tally
from domain.talk.messages import Incoming

ALONE_SECONDS = 5.0  # for a fetch beside which nobody else is served

Fetch = Callable[[], Awaitable[Incoming]]
"""Brings a message with its file, or with why that cannot be had; raises where it cannot be had
now."""


class Stopping(Exception):
    """The process is ending: nothing was kept, the network shall bring it again."""


class Fetching:
    """What is being fetched. A line may be slow, so others are served meanwhile, unless a process
    has ended over it."""

    def __init__(self, tally: Tally, gate: Gate, threads: ThreadPoolExecutor) -> None:
        self._tally = tally
        self._gate = gate
        self._threads = threads
        self._underway: set[asyncio.Future[Incoming]] = set()
        self._closed = False

    async def fetched(self, incoming: Incoming, fetch: Fetch) -> Incoming | None:
        """The message with its file; None where the process has ended over it three times."""
        file = of_file(storable(incoming))
        start = await in_thread(self._threads, self._tally.count, file, alone=False)
        if start is Start.GO:
            return await self._brought(file, fetch)
        async with self._gate.alone(start):
            start = await in_thread(self._threads, self._tally.count, file, alone=True)
            if start is Start.GIVE_UP:
                return None
            return await self._brought(file, partial(_soon, incoming, fetch))

    def close(self) -> None:
        """End what is underway: it comes again, and no slow line keeps the process."""
        self._closed = True
        for each in self._underway:
            each.cancel()

    async def _brought(self, file: Incoming, fetch: Fetch) -> Incoming:
        underway = asyncio.ensure_future(fetch())
        self._underway.add(underway)
        if self._closed:
            underway.cancel()
        try:
            found = await underway
            await in_thread(self._threads, self._tally.end, file)
        except asyncio.CancelledError:
            await in_thread(self._threads, self._tally.take_back, file)
            raise Stopping from None
        except Exception:
            await in_thread(self._threads, self._tally.take_back, file)
            raise
        finally:
            self._underway.discard(underway)
        return found


async def _soon(incoming: Incoming, fetch: Fetch) -> Incoming:
    """As fetched, if that does not take long."""
    try:
        async with asyncio.timeout(ALONE_SECONDS):
            return await fetch()
    except TimeoutError:
        return replace(incoming, unread=incoming.unread or "file")
