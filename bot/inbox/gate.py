"""Who may run beside others, who runs alone, and in which thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import TypeVar

from bot.inbox.starts import Start

T = TypeVar("T")

QUIET_SECONDS = 0.5  # without any other message, before one is begun for the last time
LONGEST_WAIT = 5.0  # for that


class Gate:
    """Any number beside each other, or one alone; who waits to be alone is not overtaken."""

    def __init__(self) -> None:
        self._beside = 0
        self._turn = asyncio.Lock()  # held by who is alone, or waits to be; passed by all others
        self._empty = asyncio.Event()
        self._empty.set()
        self._last = asyncio.Lock()
        self._busy_at = time.monotonic()  # when a message was last underway; first, the start

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """With others."""
        async with self._turn:
            self._beside += 1
            self._empty.clear()
        try:
            yield
        finally:
            self._beside -= 1
            self._busy_at = time.monotonic()
            if not self._beside:
                self._empty.set()

    @asynccontextmanager
    async def alone(self, start: Start) -> AsyncIterator[None]:
        """After all others have left, before any other enters. What is begun for the last time
        waits until nothing else has happened for a moment: it is not to be blamed for what ends a
        process as it starts, or as it serves somebody."""
        async with self._last if start is Start.LAST else nullcontext():
            if start is Start.LAST:
                await self._quiet()
            async with self._turn:
                await self._empty.wait()
                try:
                    yield
                finally:
                    self._busy_at = time.monotonic()

    async def _quiet(self) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while (left := min(self._busy_at + QUIET_SECONDS, end) - time.monotonic()) > 0:  # noqa: ASYNC110 - no news
            await asyncio.sleep(left)


async def in_thread(threads: Executor, work: Callable[..., T], *args: object, **named: object) -> T:
    """Done in one of those threads, without keeping the loop."""
    return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args, **named))
