"""What a network has delivered, on this machine's disk between the answer 200 and the commit.

Zalo waits two seconds for its 200, and switches a webhook off that keeps it waiting; a handler may
take longer, and so may the one writer of the database. So a delivery is written to the disk,
answered, and then handled; its file goes after the commit. The same for what Zalo's poll gives out,
which it gives out once. What a process leaves behind, the next one handles. Twice is harmless: the
inbox knows its events.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.durable_file import write_durably
from bot.inbox.fetching import Stopping
from bot.inbox.rim import PASSING

log = logging.getLogger(__name__)

T = TypeVar("T")

Handle = Callable[[bytes], Awaitable[None]]
"""Does all that one delivery asks for; returns after the commit, raises where there was none."""

MOST = 2000  # deliveries that wait; the network keeps what is more than that
TRIES = 5  # of a delivery that fails without the database being away
LONGEST_PAUSE = 60.0
END_SECONDS = 2.0


class Spool:
    """Deliveries of one network. Those of a person are handled in order, others side by side."""

    def __init__(
        self, folder: Path, handle: Handle, *, pause_seconds: float = 1.0, most: int = MOST
    ) -> None:
        self._folder = folder
        self._handle = handle
        self._pause_seconds = pause_seconds
        self._most = most
        self._numbers = itertools.count()
        self._thread = ThreadPoolExecutor(1, "spool")
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def take_up(self) -> None:
        """Begin with what an earlier process has left behind."""
        for file in await self._in_thread(self._left_behind):
            self._start(file)

    async def put(self, person: str, body: bytes) -> None:
        """Keep a delivery; on the disk when this returns. Stopping or OSError where it cannot be
        kept: the network shall bring it again."""
        if self._closed or len(self._tasks) >= self._most:
            raise Stopping
        self._start(await self._in_thread(self._write, person, body))

    async def settle(self, seconds: float) -> None:
        """Wait until what was put is handled, at most so long: who takes from a network that gives
        everything out once asks for nothing new while a message may end the process."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def close(self) -> None:
        """Take nothing more and end; what is not handled yet stays on the disk."""
        self._closed = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=END_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._thread.shutdown()

    # -- one delivery ----------------------------------------------------------------------------

    def _start(self, file: Path) -> None:
        task = asyncio.create_task(self._serve(file))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, file: Path) -> None:
        person = _person_in(file)
        turn = self._turns.get(person)
        if turn is None:
            turn = self._turns[person] = asyncio.Lock()
        async with turn:
            failures = 0
            while not self._closed and not await self._done(file, failures):
                pause = self._pause_seconds * 2.0 ** min(failures, 16)
                failures += 1
                await asyncio.sleep(min(pause, LONGEST_PAUSE))

    async def _done(self, file: Path, failures: int) -> bool:
        """Handle a delivery; False where it has to be tried again."""
        try:
            await self._handle(await self._in_thread(file.read_bytes))
        except FileNotFoundError:
            return True  # another process on this folder was faster
        except PASSING as passing:
            if not isinstance(passing, Stopping):
                log.error("action=spool reason=database_away failures=%s", failures + 1)
            return False
        except Exception:
            log.exception("action=spool file=%s failures=%s", file.name, failures + 1)
            if failures + 1 < TRIES:
                return False
            await self._in_thread(file.replace, file.with_suffix(".unread"))
            return True
        await self._in_thread(_remove, file)
        return True

    # -- the disk --------------------------------------------------------------------------------

    async def _in_thread(self, function: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    def _left_behind(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"))

    def _write(self, person: str, body: bytes) -> Path:
        """Named by moment, so that names are in order; who it is cannot be read out of it."""
        who = hashlib.sha256(person.encode()).hexdigest()[:16]
        name = f"{time.time_ns():020d}-{next(self._numbers):09d}-{who}.json"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / name
        write_durably(file, body)
        return file


def _person_in(file: Path) -> str:
    return file.stem.rpartition("-")[2]


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
