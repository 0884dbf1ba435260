"""What messages still wait for is drawn after their commit, beside the sending.

Messages whose pictures are there go out meanwhile; those of the same address wait, in order.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from bot.outbox.painter import NotDrawn, Painter
from domain.talk.messages import Address
from storage.database.database import DatabaseUnavailable
from storage.messages.drawings import DrawingOrder, DrawingOrders

log = logging.getLogger(__name__)

T = TypeVar("T")

IDLE_SECONDS = 600.0  # then the process gives its memory back
PAUSE = 5.0  # while the database is away


class Paints(Protocol):
    """Makes the bytes of one drawing; raises NotDrawn."""

    def draw(self, written: str) -> bytes: ...

    def close(self) -> None: ...


class DrawingBooks(Protocol):
    """The drawer's side in the database."""

    def take_drawings(self, outbox_ids: Collection[int]) -> DrawingOrders: ...

    def settle_drawing(self, digest: str, content: bytes | None) -> tuple[Address, ...]: ...


class Drawer:
    """`run` until cancelled; `ask` for what messages wait for. `wake` hears of every address whose
    message may go now."""

    def __init__(
        self,
        books: DrawingBooks,
        wake: Callable[[Address | None], None],
        painter: Paints | None = None,
    ) -> None:
        self._books = books
        self._wake = wake
        self._painter = painter or Painter()
        self._asked: dict[int, None] = {}  # in the order in which they were asked for
        self._in_hand: list[int] = []
        self._news = asyncio.Event()
        self._threads = ThreadPoolExecutor(1, "drawer")

    def ask(self, outbox_ids: Collection[int]) -> None:
        """Draw what these messages wait for."""
        new = [each for each in outbox_ids if each not in self._in_hand]
        if new:
            self._asked |= dict.fromkeys(new)
            self._news.set()

    async def run(self) -> None:
        """Draw whatever is asked for, one thing after the other."""
        try:
            while True:
                await self._wait()
                try:
                    await self._draw_all()
                except DatabaseUnavailable:
                    log.error("action=draw reason=database_away")
                    await asyncio.sleep(PAUSE)
                except Exception:
                    log.exception("action=draw")
                    await asyncio.sleep(PAUSE)
        finally:
            self._painter.close()
            self._threads.shutdown(wait=False)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._news.wait()
        except TimeoutError:
            await self._in_thread(self._painter.close)
            await self._news.wait()
        self._news.clear()

    async def _draw_all(self) -> None:
        self._in_hand, self._asked = list(self._asked), {}
        try:
            while True:
                orders = await self._in_thread(self._books.take_drawings, self._in_hand)
                for order in orders.taken:
                    await self._draw(order)
                if orders.given_up:
                    self._wake(None)
                if not orders.taken:
                    return
        finally:
            self._in_hand = []

    async def _draw(self, order: DrawingOrder) -> None:
        written = json.dumps(order.drawing, ensure_ascii=False)
        content: bytes | None = None
        try:
            content = await self._in_thread(self._painter.draw, written)
        except NotDrawn as fault:
            log.error("action=draw drawing=%s reason=%s", order.digest[:12], fault)
        waiting = await self._in_thread(self._books.settle_drawing, order.digest, content)
        for address in waiting:
            self._wake(address)

    async def _in_thread(self, function: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)
