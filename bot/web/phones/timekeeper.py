"""The clock above the phones: moved forward, it rings as the real scheduler does on the way, and
waits until everybody has been told, so that the next day does not begin before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.channels.web import NAME
from bot.moving_clock import MovingClock, rings
from domain.dates.moments import MORNING, at_local, local
from storage.database.database import Database, Session
from storage.messages.delivery import backlog
from storage.messages.threads import newest_on
from storage.reports.reminders import next_due
from storage.reports.rounds import open_obligations

DELIVERY_SECONDS = 5.0
LATE = timedelta(days=2)
WEEK = timedelta(days=7)
FARTHEST = timedelta(days=400)  # as far as one move goes
LOOK_AHEAD = timedelta(days=130)  # no regime is silent for longer than a quarter
MOVES = ("next", "hour", "morning", "closing", "overdue", "week")


class Timekeeper:
    """Moves the clock; one move at a time."""

    def __init__(
        self,
        database: Database,
        clock: MovingClock,
        ring: Callable[[], object],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring  # does what is due now; called in a worker thread
        self._wake = wake
        self._lock = asyncio.Lock()
        self.moves = 0  # made so far: what is to come may look different after each

    @property
    def moving(self) -> bool:
        """True while the clock is being moved."""
        return self._lock.locked()

    @property
    def now(self) -> datetime:
        """The present moment on the page."""
        return self._clock()

    async def move(self, name: str, day: date | None = None) -> None:
        """One of `MOVES`, or the morning of a day. ValueError where it does not lie ahead."""
        async with self._lock:
            if name == "next":
                await self._to_next()
                return
            target = await run_in_threadpool(self._target, name, day)
            if target is None or not self.now < target <= self.now + FARTHEST:
                raise ValueError("not ahead")
            await self._move_to(target)

    async def move_to(self, moment: datetime, wanted: Callable[[], bool]) -> bool:
        """Until a moment, or the first bell after which that is not wanted any more: False."""
        async with self._lock:
            return await self._move_to(moment, wanted)

    def targets(self, session: Session) -> dict[str, datetime | None]:
        """Where the moves by name lead; None where there is nothing ahead."""
        now = self.now
        owed = open_obligations(session)
        morning = at_local(local(now).date(), MORNING)
        if morning <= now:
            morning = at_local(local(now).date() + timedelta(days=1), MORNING)
        closing = (at_local(each.closes, MORNING) for each in owed)
        overdue = (at_local(each.due_on + LATE, MORNING) for each in owed)
        return {
            "next": next_due(session, now),
            "hour": now + timedelta(hours=1),
            "morning": morning,
            "closing": min((each for each in closing if each > now), default=None),
            "overdue": min((each for each in overdue if each > now), default=None),
            "week": now + WEEK,
        }

    def _target(self, name: str, day: date | None) -> datetime | None:
        if day is not None:
            return at_local(day, MORNING)
        with self._database.read() as session:
            return self.targets(session)[name] if name in MOVES else None

    async def _to_next(self) -> None:
        """From bell to bell, until somebody is told something: a step that is planned may turn out
        not to be wanted any more, and a new period brings steps that nobody has planned yet."""
        await self.delivered()
        before = await run_in_threadpool(self._newest)  # what is still on its way is nothing new
        end = self.now + LOOK_AHEAD
        while self.now < end and await run_in_threadpool(self._newest) == before:
            await self._ring_at(await run_in_threadpool(self._next_bell, end))

    def _next_bell(self, end: datetime) -> datetime:
        with self._database.read() as session:
            planned = next_due(session, self.now)
        bell = next(rings(self.now, end), end)
        return bell if planned is None else min(planned, bell)

    async def _move_to(self, target: datetime, wanted: Callable[[], bool] = lambda: True) -> bool:
        for moment in (*rings(self.now, target), target):
            if not wanted():
                return False
            await self._ring_at(moment)
        return True

    async def _ring_at(self, moment: datetime) -> None:
        self._clock.move_to(moment)
        await run_in_threadpool(self._ring)
        await self.delivered()
        self.moves += 1

    async def delivered(self) -> None:
        """Until the outbox has nothing more to send, or is taking too long over it."""
        end = asyncio.get_running_loop().time() + DELIVERY_SECONDS
        while await run_in_threadpool(self._queued):
            if asyncio.get_running_loop().time() >= end:
                return
            self._wake()
            await asyncio.sleep(0.02)

    def _queued(self) -> int:
        with self._database.read() as session:
            waiting = backlog(session, self.now).get(NAME)
        return waiting.count if waiting else 0

    def _newest(self) -> int:
        with self._database.read() as session:
            return newest_on(session, NAME)
