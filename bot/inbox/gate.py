"""Who may run beside others, who runs alone, and in which thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class Gate:
    """Any number beside each other, or one alone; who waits to be alone is not overtaken."""

    def __init__(self) -> None:
        self._beside = 0
        self._turn = asyncio.Lock()  # held by who is alone, or waits to be; passed by all others
        self._empty = asyncio.Event()
        self._empty.set()

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
            if not self._beside:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """After all others have left, before any other enters."""
        async with self._turn:
            await self._empty.wait()
            yield


async def in_thread(threads: Executor, work: Callable[..., T], *args: object, **named: object) -> T:
    """Done in one of those threads, without keeping the loop."""
    return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args, **named))
