"""Who may run beside others, and who runs alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
