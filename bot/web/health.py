"""Is the bot well? For the people who run it, and for what restarts it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.port import Channel
from bot.inbox.inbox import AWAY
from bot.metrics import Metrics
from bot.outbox.books import Books
from bot.outbox.quota import quota_left
from bot.web.guard import from_inside
from handlers.talk.health import OLD, SLOW_CLOCK
from handlers.work import Vitals
from reports.pdf import pdf_program
from storage.database.database import Database, DatabaseUnavailable, UnusableDatabase
from storage.messages.attempts import try_write
from storage.messages.delivery import QueueLength, queues
from storage.messages.set_aside import count_aside

log = logging.getLogger(__name__)

LOOK_ASIDE = "nhacviec aside"
MEDIA = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Pulse:
    """What the running process knows about itself."""

    clock: Callable[[], datetime]
    last_tick: datetime | None = None
    unwritten: str = ""  # why the last try to write into the database failed
    down: dict[str, str] = field(default_factory=dict)  # channel -> why nothing comes in


class Health:
    """Looks at everything once per question."""

    def __init__(
        self,
        database: Database,
        books: Books,
        channels: Mapping[str, Channel],
        pulse: Pulse,
        metrics: Metrics,
        month_limits: Mapping[str, int],
        last_backup: Callable[[datetime], datetime | None] = lambda _: None,
    ) -> None:
        self._database = database
        self._books = books
        self._channels = channels
        self._pulse = pulse
        self._metrics = metrics
        self._month_limits = month_limits
        self._last_backup = last_backup

    def routes(self) -> list[Route]:
        """GET /health and GET /metrics. The public learns only whether the bot is well."""
        return [Route("/health", self._health), Route("/metrics", self._page)]

    async def _health(self, request: Request) -> Response:
        state = await run_in_threadpool(self.state)
        status = 200 if state["status"] == "ok" else 503
        shown = state if from_inside(request) else {"status": state["status"]}
        return JSONResponse(shown, status)

    async def _page(self, request: Request) -> Response:
        if not from_inside(request):
            return Response(status_code=404)
        await run_in_threadpool(self._measure)
        return Response(self._metrics.page(), media_type=MEDIA)

    def state(self) -> dict[str, Any]:
        """What is wrong, by code; "ok" where nothing is."""
        now = self._pulse.clock()
        troubles = []
        waiting, aside = dict[str, QueueLength](), 0
        try:
            with self._database.read() as session:
                waiting, aside = queues(session, now), count_aside(session)
        except AWAY:
            troubles.append("database_away")
        if self._pulse.unwritten:
            troubles.append(f"database_{self._pulse.unwritten}")
        age = max((_age(queue, now) for queue in waiting.values()), default=0.0)
        if age > OLD.total_seconds():
            troubles.append("queue_old")
        if self._pulse.last_tick is None or now - self._pulse.last_tick > SLOW_CLOCK:
            troubles.append("clock_stopped")
        channels = {name: self._channel(name) for name in self._channels}
        troubles += [f"{name}_{state}" for name, state in channels.items() if state != "ok"]
        return {
            "status": ", ".join(troubles) or "ok",
            "queue": sum(queue.count for queue in waiting.values()),
            "queue_age_seconds": round(age, 1),
            "last_tick": self._pulse.last_tick and self._pulse.last_tick.isoformat(),
            "channels": channels,
            "set_aside": {"count": aside, "see": LOOK_ASIDE},
        }

    def beat(self) -> None:
        """Try to write a little, now and then: a database that can only be read looks well."""
        try:
            with self._database.work() as session:
                try_write(session, self._pulse.clock())
        except DatabaseUnavailable:
            self._pulse.unwritten = "not_written"  # full, locked, or away
        except UnusableDatabase as unusable:
            self._pulse.unwritten = unusable.reason
        else:
            self._pulse.unwritten = ""

    def vitals(self) -> Vitals:
        """The same for administrators who ask in chat."""
        channels = {name: self._channel(name) for name in self._channels}
        troubles = {name: "" if state == "ok" else state for name, state in channels.items()}
        return Vitals(
            self._pulse.last_tick, troubles, self._month_limits, pdf_program() is not None
        )

    def _channel(self, name: str) -> str:
        if name in self._books.stops:
            return "stopped"
        return self._pulse.down.get(name) or getattr(self._channels[name], "trouble", "") or "ok"

    def _measure(self) -> None:
        """Bring the gauges up to date."""
        now, metrics = self._pulse.clock(), self._metrics
        for name in self._channels:
            metrics.stopped.labels(name).set(name in self._books.stops)
            for reason, count in getattr(self._channels[name], "ignored", {}).items():
                metrics.ignored.labels(name, reason).set(count)
        if self._pulse.last_tick is not None:
            metrics.last_tick.set(self._pulse.last_tick.timestamp())
        with suppress(OSError):
            made = self._last_backup(now)
            metrics.last_backup.set(made.timestamp() if made else 0)
        try:
            with self._database.read() as session:
                waiting = queues(session, now)
                left = quota_left(session, self._month_limits, now)
        except AWAY:
            return
        for name in {*self._channels, *waiting}:
            queue = waiting.get(name, QueueLength(0, None))
            metrics.queue.labels(name).set(queue.count)
            metrics.queue_age.labels(name).set(_age(queue, now))
        for name, count in left.items():
            metrics.quota_left.labels(name).set(count)


def _age(queue: QueueLength, now: datetime) -> float:
    return max(0.0, (now - queue.oldest).total_seconds()) if queue.oldest else 0.0
