"""The only way out: sends what the outbox holds, after the commit that put it there.

Per address one message at a time, in order; per channel as many at once as it takes to keep the
pace that the network allows: one, where it answers quickly. A message is taken in the moment in
which it is sent and marked as soon as the network has answered, so that a crash leaves no more in
doubt. The database is used in a worker thread; what has happened meanwhile shares a commit, and
what was answered waits a moment for others that are about to be.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from bot.channels.port import Channel, ChannelError, ErrorKind, Sent
from bot.metrics import Metrics
from bot.outbox.books import Books, Letter, Outcome
from bot.outbox.drawer import Drawer, Paints
from bot.outbox.lane import Lane
from bot.outbox.rates import Rates
from bot.trace import trace_of
from domain.talk.messages import Address
from storage.database.database import DatabaseUnavailable
from storage.messages.delivery import Ready

log = logging.getLogger(__name__)

T = TypeVar("T")

SEND_SECONDS = 170.0  # less than a lease; a network that needs longer has not answered
LOOK_SECONDS = 1.0  # another process, or a job, may have queued something
RARE_LOOK_SECONDS = 5.0
MANY = 200
RECOVER_SECONDS = 3.0  # what a process that has died had in hand must not wait long
GATHER_SECONDS = 0.01  # so long an answer waits at most to be marked along with others
ENOUGH_ANSWERED = 0.75  # of what was in the air: a commit costs much, whatever is in it
FIRST_PAUSE = 0.5  # while the database is away
LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class NextMessage:
    """A message that is about to be taken, and when it may start."""

    ready: Ready
    due: float


@dataclass(frozen=True, slots=True)
class Flown:
    """What came of a letter, and the address under which its lane knows it: a chat may have moved
    between the look and the taking."""

    place: Address
    outcome: Outcome


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
        painter: Paints | None = None,
    ) -> None:
        self.metrics = metrics or Metrics()
        self._books = books
        self._lanes = {
            name: Lane(channel, Rates(channel.limits, share), at_once)
            for name, channel in channels.items()
        }
        self._now = now
        self._answered: list[Flown] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = ThreadPoolExecutor(1, "outbox")
        self._drawer = Drawer(books, self.wake, painter)
        self._news = asyncio.Event()
        self._stopping = False
        self._look_at = -inf
        self._recover_at = -inf
        self._asked: set[Address] = set()  # where something new may wait
        self._stocked: set[str] = set()  # lanes in which the last look saw much
        self._failures = 0

    def wake(self, address: Address | None = None) -> None:
        """Look at once, at an address or at all; from the thread of the event loop."""
        if address is None:
            self._look_at = -inf
        else:
            self._asked.add(address)
        self._news.set()

    async def run(self) -> None:
        """Send until `stop` was called and all that was in flight is marked."""
        drawing = asyncio.create_task(self._drawer.run(), name="drawer")
        try:
            while not (self._stopping and not self._tasks and not self._answered):
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
            drawing.cancel()
            await asyncio.wait([drawing])
            await self._in_thread(self._books.presence.close)
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
        await self._gather()
        chosen = [] if self._stopping else self._choose(self._now())
        if chosen or self._answered:
            await self._turn(chosen)
            return
        await self._wait_for_news(self._next_at() - self._now())

    async def _gather(self) -> None:
        """What was answered waits a moment for the rest of what is in the air, up to three quarters
        of all: they are marked in one commit, and as many take their place."""
        if self._gathered():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                while not self._gathered():
                    self._news.clear()
                    await self._news.wait()

    def _gathered(self) -> bool:
        return enough_answered(len(self._answered), len(self._tasks))

    async def _wait_for_news(self, seconds: float) -> None:
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._news.wait()

    async def _recover_and_look(self) -> None:
        now = self._now()
        if now >= self._recover_at and not self._answered:
            await self._in_thread(self._books.recover)
            self._recover_at = now + RECOVER_SECONDS
        if now >= self._look_at:
            await self._look(now)
        elif self._asked:
            asked, self._asked = self._asked, set()
            self._welcome(await self._in_thread(self._books.look_at, asked))

    async def _look(self, now: float) -> None:
        """See all that waits. Where much does, that takes its time and need not be often: what is
        new is asked for by its address."""
        soon = self._look_at = now + LOOK_SECONDS
        self._asked.clear()
        found = self._drawn(await self._in_thread(self._books.look))
        for lane in self._lanes.values():
            lane.ready.clear()
        for each in found:
            lane = self._lanes[each.address.channel]
            if each.address not in lane.flying:
                lane.ready.append(each)  # in the order of the look, answers first
        self._stocked = {name for name, lane in self._lanes.items() if len(lane.ready) >= MANY}
        if self._stocked and self._look_at == soon:  # nobody has woken us meanwhile
            self._look_at = now + RARE_LOOK_SECONDS

    def _look_where_the_stock_is_gone(self) -> None:
        if any(not self._lanes[name].ready for name in self._stocked):
            self._stocked.clear()
            self._look_at = -inf

    def _drawn(self, found: Collection[Ready]) -> list[Ready]:
        """Those that can go; what the others wait for is drawn."""
        self._drawer.ask([each.id for each in found if each.undrawn])
        return [each for each in found if not each.undrawn]

    def _welcome(self, found: Collection[Ready]) -> None:
        for each in self._drawn(found):
            self._lanes[each.address.channel].welcome(each)

    async def _turn(self, chosen: Iterable[NextMessage]) -> None:
        answered, self._answered = self._answered, []
        outcomes = [each.outcome for each in answered]
        taken = {each.ready.id: each for each in chosen}
        try:
            turn = await self._in_thread(self._books.turn, outcomes, list(taken))
        except BaseException:
            self._answered = answered + self._answered
            self._release(taken.values())
            raise
        for each in answered:
            self._lanes[each.place.channel].landed(each.place, self._now())
        for letter in turn.letters:
            self._start(letter, taken.pop(letter.message.id))
        self._release(taken.values())  # somebody else was faster, or they have ended
        self._welcome(turn.ready)
        self._look_where_the_stock_is_gone()

    def _choose(self, now: float) -> list[NextMessage]:
        """The messages that may start now or in a moment; their places are taken."""
        chosen = []
        for lane in self._working():
            while (due := lane.due(now)) is not None:
                each = lane.pop(due)
                if each is None:
                    break
                lane.start(each.address, due)
                chosen.append(NextMessage(each, due))
        return chosen

    def _working(self) -> list[Lane]:
        """The lanes of channels that are not stopped."""
        return [lane for name, lane in self._lanes.items() if name not in self._books.stops]

    def _release(self, unsent: Iterable[NextMessage]) -> None:
        now = self._now()
        for each in unsent:
            address = each.ready.address
            self._lanes[address.channel].unsent(address, now)

    def _next_at(self) -> float:
        """When there will be something to do, unless something happens before."""
        if self._stopping:
            return inf if self._tasks else -inf
        now = self._now()
        return min([self._look_at, *(lane.next_at(now) for lane in self._working())])

    # -- sending ---------------------------------------------------------------------------------

    def _start(self, letter: Letter, taken: NextMessage) -> None:
        task = asyncio.create_task(self._send(letter, taken))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, letter: Letter, taken: NextMessage) -> None:
        place = taken.ready.address
        lane = self._lanes[place.channel]
        if (early := taken.due - self._now()) > 0:
            await asyncio.sleep(early)
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
        lane.answered(place, begun, self._now())
        lane.learn(place.chat, outcome.error, self._now())
        self._count(lane.channel.name, outcome, self._now() - begun)
        _tell(lane.channel.name, outcome, self._now() - begun)
        self._answered.append(Flown(place, outcome))
        self._news.set()

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


def enough_answered(answered: int, in_the_air: int) -> bool:
    """Whether so many answers are marked at once, with so many messages still out: one that is out
    alone never waits, and where nothing was answered nothing does."""
    return not answered or answered >= int(ENOUGH_ANSWERED * (answered + in_the_air))


async def _say(channel: Channel, letter: Letter) -> Sent:
    address = letter.message.address
    if letter.target:
        return await channel.edit(address, letter.target, letter.part)
    return await channel.send(address, letter.part)


def _tell(channel: str, outcome: Outcome, seconds: float) -> None:
    """One line a send; an answer has the id of the message that it answers."""
    trace = trace_of(outcome.letter.message.key)
    came = str(outcome.error.kind) if outcome.error else "sent"
    fields = (trace, channel, outcome.letter.message.kind, came, round(seconds * 1000))
    words = "action=send trace=%s channel=%s kind=%s outcome=%s ms=%s"
    log.info(words, *fields, extra={"trace": trace})
