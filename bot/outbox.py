"""The only way out: sends what the outbox holds, after the commit that put it there.

Per address one message at a time, in order; per channel a few at once, as fast as the network
allows. A message is taken in the moment in which it is sent and marked as soon as the network has
answered, so that a crash leaves in doubt only what is in flight: with an even pace rarely more
than one. The database is used in a worker thread; what has happened meanwhile shares a commit.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import inf
from typing import TypeVar

from bot.channels.port import Channel, ChannelError, ErrorKind, Sent
from bot.metrics import Metrics
from bot.outbox_books import Books, Letter, Outcome
from bot.rates import Rates, backoff
from domain.messages import Address
from storage.database import DatabaseUnavailable
from storage.delivery import Ready

log = logging.getLogger(__name__)

T = TypeVar("T")

SEND_SECONDS = 170.0  # less than a lease; a network that needs longer has not answered
LOOK_SECONDS = 1.0  # another process, or a job, may have queued something
SOON_SECONDS = 0.05
FEW = 50  # so few left to send: look whether there is more
RECOVER_SECONDS = 30.0
FIRST_PAUSE = 0.5  # while the database is away
LONGEST_PAUSE = 30.0
TROUBLES = 5  # so many sends in a row without an answer: try one at a time
FLOODED_CHATS = 3  # so many chats in a row told to wait: it is the whole channel that is meant


@dataclass
class Lane:
    """One channel, as the sender sees it."""

    channel: Channel
    rates: Rates
    ready: list[Ready] = field(default_factory=list)
    flying: int = 0
    troubles: int = 0  # sends in a row that were not answered
    flooded: set[str] = field(default_factory=set)  # chats in a row that were told to wait


class Outbox:
    """`run` until `stop`. `wake` whenever something may have been queued."""

    def __init__(
        self,
        books: Books,
        channels: Mapping[str, Channel],
        *,
        at_once: int = 8,
        share: float = 1.0,
        metrics: Metrics | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.metrics = metrics or Metrics()
        self._books = books
        self._lanes = {
            name: Lane(channel, Rates(channel.limits, share)) for name, channel in channels.items()
        }
        self._at_once = at_once
        self._now = now
        self._busy: set[Address] = set()  # taken, in flight, or not yet marked
        self._outcomes: list[Outcome] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = ThreadPoolExecutor(1, "outbox")
        self._news = asyncio.Event()
        self._stopping = False
        self._look_at = -inf
        self._recover_at = -inf
        self._failures = 0

    def wake(self) -> None:
        """Look soon; from the thread of the event loop."""
        self._look_at = -inf
        self._news.set()

    async def run(self) -> None:
        """Send until `stop` was called and all that was in flight is marked."""
        try:
            while not (self._stopping and not self._tasks and not self._outcomes):
                self._news.clear()
                try:
                    await self._round()
                    self._failures = 0
                except DatabaseUnavailable:
                    await self._pause("database_away")
                except Exception:
                    log.exception("action=outbox")
                    await self._pause("bug")
        finally:
            self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Begin nothing new; `run` ends when what is in flight has been answered and marked."""
        self._stopping = True
        self._news.set()

    # -- rounds ----------------------------------------------------------------------------------

    async def _round(self) -> None:
        """Look if it is time, start what may start, mark what was answered, or wait for either."""
        if not self._stopping:
            await self._recover_and_look()
        chosen = [] if self._stopping else self._choose(self._now())
        if chosen or self._outcomes:
            await self._turn(chosen)
            return
        wait = self._next_at() - self._now()
        if wait > 0:
            try:
                async with asyncio.timeout(wait):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _recover_and_look(self) -> None:
        now = self._now()
        if now >= self._recover_at and not self._outcomes:
            await self._in_thread(self._books.recover)
            self._recover_at = now + RECOVER_SECONDS
        if now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS  # before looking: a wake meanwhile counts
        found = await self._in_thread(self._books.look)
        for lane in self._lanes.values():
            lane.ready.clear()
        for each in found:
            if each.address not in self._busy:
                self._lanes[each.address.channel].ready.append(each)

    async def _turn(self, chosen: Iterable[Ready]) -> None:
        outcomes, self._outcomes = self._outcomes, []
        taken = {each.id: each for each in chosen}
        try:
            letters = await self._in_thread(self._books.turn, outcomes, list(taken))
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            self._release(taken.values())
            raise
        for outcome in outcomes:
            self._busy.discard(outcome.letter.message.address)
        for letter in letters:
            del taken[letter.message.id]
            self._start(letter)
        self._release(taken.values())  # somebody else was faster, or they have ended
        if outcomes and any(len(lane.ready) < FEW for lane in self._lanes.values()):
            self._look_at = min(self._look_at, self._now() + SOON_SECONDS)

    def _choose(self, now: float) -> list[Ready]:
        """The messages that may start now; their places are taken."""
        chosen = []
        for lane in self._lanes.values():
            room = (1 if lane.troubles >= TROUBLES else self._at_once) - lane.flying
            while room > 0 and lane.rates.free_at(now) <= now:
                each = self._next_in(lane, now)
                if each is None:
                    break
                lane.rates.start(each.address.chat, now)
                lane.flying += 1
                room -= 1
                self._busy.add(each.address)
                chosen.append(each)
        return chosen

    def _next_in(self, lane: Lane, now: float) -> Ready | None:
        for at, each in enumerate(lane.ready):
            free = each.address not in self._busy
            if free and lane.rates.chat_free_at(each.address.chat, now) <= now:
                return lane.ready.pop(at)
        return None

    def _release(self, unsent: Iterable[Ready]) -> None:
        for each in unsent:
            self._land(each.address)
            self._busy.discard(each.address)

    def _land(self, address: Address) -> None:
        lane = self._lanes[address.channel]
        lane.flying -= 1
        lane.rates.end(address.chat, self._now())

    def _next_at(self) -> float:
        """When there will be something to do, unless something happens before."""
        if self._stopping:
            return inf if self._tasks else -inf
        return min([self._look_at, *map(self._next_of, self._lanes.values())])

    def _next_of(self, lane: Lane) -> float:
        now = self._now()
        if not lane.ready or lane.flying >= (1 if lane.troubles >= TROUBLES else self._at_once):
            return inf
        chats = (
            lane.rates.chat_free_at(each.address.chat, now)
            for each in lane.ready
            if each.address not in self._busy
        )
        return max(lane.rates.free_at(now), min(chats, default=inf))

    # -- sending ---------------------------------------------------------------------------------

    def _start(self, letter: Letter) -> None:
        task = asyncio.create_task(self._send(letter))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, letter: Letter) -> None:
        address = letter.message.address
        lane = self._lanes[address.channel]
        begun = self._now()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                outcome = Outcome(letter, sent=await _say(lane.channel, letter))
        except ChannelError as error:
            outcome = Outcome(letter, error=error)
        except TimeoutError:
            outcome = Outcome(letter, error=ChannelError(ErrorKind.UNKNOWN, "too_slow"))
        except Exception as error:
            log.exception("action=send message=%s", letter.message.id)
            detail = f"bug:{type(error).__name__}"
            outcome = Outcome(letter, error=ChannelError(ErrorKind.UNKNOWN, detail))
        self._land(address)
        self._learn(lane, address.chat, outcome.error)
        self._count(lane.channel.name, outcome, self._now() - begun)
        self._outcomes.append(outcome)
        self._news.set()

    def _learn(self, lane: Lane, chat: str, error: ChannelError | None) -> None:
        """What the answer means for the pace. A pause that is asked for in one chat after another
        is meant for all."""
        now = self._now()
        kind = error.kind if error else None
        if kind in (ErrorKind.TRANSIENT, ErrorKind.UNKNOWN):
            lane.troubles += 1
            if lane.troubles >= TROUBLES:
                lane.rates.hold_all(now + min(60.0, backoff(lane.troubles - TROUBLES + 1, 0.0)))
            return
        lane.troubles = 0
        if error is None or kind is not ErrorKind.RATE:
            lane.flooded.clear()
            return
        pause = error.retry_after or 1.0
        lane.rates.hold(chat, now + pause)
        lane.flooded.add(chat)
        if len(lane.flooded) >= FLOODED_CHATS:
            lane.rates.hold_all(now + pause)

    def _count(self, channel: str, outcome: Outcome, seconds: float) -> None:
        came = str(outcome.error.kind) if outcome.error else "sent"
        self.metrics.sends.labels(channel, came).inc()
        self.metrics.send_seconds.labels(channel).observe(seconds)

    # -- the database ----------------------------------------------------------------------------

    async def _in_thread(self, function: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)

    async def _pause(self, reason: str) -> None:
        """Nothing is lost: what was answered is kept until it can be marked."""
        self._failures += 1
        log.error("action=outbox reason=%s failures=%s", reason, self._failures)
        self._look_at = -inf
        await asyncio.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._failures - 1, 8)))


async def _say(channel: Channel, letter: Letter) -> Sent:
    address = letter.message.address
    if letter.target:
        return await channel.edit(address, letter.target, letter.part)
    return await channel.send(address, letter.part)
