"""Updates between Telegram and us: how far they were kept, and who is being served."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.channels.telegram_updates import chat_of
from bot.inbox.rim import PASSING

log = logging.getLogger(__name__)

Keep = Callable[[dict[str, Any], bool], Awaitable[None]]
"""Does all that one raw update asks for; raises when it could not be kept. True: this is the last
try, and what cannot be had must be done without."""

TRIES = 30  # of an update that fails without the database being away: some two minutes


class Backlog:
    """What came and is not yet confirmed. Chats are served side by side, each in order; a chat
    stops at its first failure, and what it had waiting is `lost` until Telegram brings it again.

    `offset` is where to ask from. Telegram forgets all that lies before it, so it never passes an
    update that was not kept; what was kept beyond is remembered and not done twice. It may not wait
    for ever either: Telegram gives out a hundred updates from there, and nothing new behind them.
    """

    def __init__(self, keep: Keep, chats_at_once: int) -> None:
        self.lost: set[int] = set()
        self._keep = keep
        self._room = asyncio.Semaphore(chats_at_once)
        self._lanes: dict[str, deque[dict[str, Any]]] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._kept: set[int] = set()
        self._tries: Counter[int] = Counter()
        self._next = 0

    @property
    def offset(self) -> int:
        return min(self.lost | self._underway(), default=self._next)

    def add(self, batch: Iterable[dict[str, Any]]) -> None:
        """Start on all that is new, or was lost, in Telegram's order."""
        by_id = {raw["update_id"]: raw for raw in batch}
        if not by_id:
            return
        for number in sorted(by_id.keys() - self._kept - self._underway()):
            self._start(by_id[number])
        self.lost -= self._underway()
        self._next = max(by_id) + 1
        self._kept = {number for number in self._kept if number >= self.offset}

    async def rest(self, seconds: float) -> None:
        """Until all is done, at most so long: somebody's slow work is not everybody's."""
        if self._work:
            await asyncio.wait(self._work, timeout=seconds)

    async def close(self) -> None:
        for work in self._work:
            work.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    def _underway(self) -> set[int]:
        return {raw["update_id"] for lane in self._lanes.values() for raw in lane}

    def _start(self, raw: dict[str, Any]) -> None:
        chat = chat_of(raw)
        if chat in self._lanes:
            self._lanes[chat].append(raw)
            return
        self._lanes[chat] = deque([raw])
        work = asyncio.create_task(self._serve(chat))
        self._work.add(work)
        work.add_done_callback(self._work.discard)

    async def _serve(self, chat: str) -> None:
        lane = self._lanes[chat]
        while lane:
            number = lane[0]["update_id"]
            try:
                async with self._room:
                    await self._keep(lane[0], self._tries[number] + 1 >= TRIES)
            except Exception as error:
                if self._shall_come_again(number, error):
                    self.lost |= {raw["update_id"] for raw in lane}
                    break
            self._kept.add(number)
            del self._tries[number]
            lane.popleft()
        del self._lanes[chat]

    def _shall_come_again(self, number: int, error: Exception) -> bool:
        log.error("telegram update %s could not be kept", number, exc_info=error)
        if isinstance(error, PASSING):
            return True
        self._tries[number] += 1
        if self._tries[number] < TRIES:
            return True
        log.critical("telegram update %s is given up", number)
        return False
