"""Requests by HTTP over a few lines, each of which carries one request at a time.

For every request that begins or ends, a pool of httpx looks at all of its connections, and asks the
system of each idle one whether it has been closed. With eight of them that is two fifths of what a
request costs. So each line is a client of its own, which has one connection to look at. A client is
small where the certificates are read once.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import cache
from typing import Generic, TypeVar

import httpx

T = TypeVar("T")
USUAL = 8  # lines: with more requests underway httpx gets no quicker


class NoLine(Exception):
    """All lines were in use for too long; nothing has been sent."""


NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, NoLine)
"""What is raised where a request cannot have arrived."""


class Lines(Generic[T]):
    """A few clients, each used by one at a time; the one used last goes out first, so that where
    little is sent few connections are open. Who finds none waits in turn."""

    def __init__(self, lines: Iterable[T]) -> None:
        self._all = tuple(lines)
        self._free = list(self._all)
        self._room = asyncio.Semaphore(len(self._all))

    @asynccontextmanager
    async def one(self, seconds: float) -> AsyncIterator[T]:
        """A free line, nobody else's until the end; NoLine after so many seconds without one."""
        await self._wait(seconds)
        line = self._free.pop()
        try:
            yield line
        finally:
            self._free.append(line)
            self._room.release()

    async def close(self, each: Callable[[T], Awaitable[object]]) -> None:
        """Hang up, each in its own way."""
        await asyncio.gather(*map(each, self._all))

    async def _wait(self, seconds: float) -> None:
        if not self._room.locked():  # a clock would cost more than the rest
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._room.acquire()
        except TimeoutError:
            raise NoLine from None


@cache
def trusted() -> ssl.SSLContext:
    """The certificates, read once: that takes as long as hundreds of requests."""
    return httpx.create_ssl_context()
