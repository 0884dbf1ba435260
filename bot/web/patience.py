"""How long the web server waits for a caller, and for how many.

uvicorn waits for ever for the rest of a request, and counts connections that have asked for nothing
yet among those it serves. Here a connection has so many seconds for its head, its body and the
whole exchange, and of those that keep silent only the youngest stay: who opens hundreds and says
nothing shuts out nobody.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HEAD_SECONDS = 10.0
BODY_SECONDS = 30.0
EXCHANGE_SECONDS = 300.0  # a file of 10 MB on a poor line
MOST_SILENT = 64  # connections whose head is not there yet
MOST_AT_ONCE = 200  # connections and requests; beyond, a request is answered 503

_silent: WeakKeyDictionary[ServerState, deque[PatientProtocol]] = WeakKeyDictionary()
"""By server: whose head is not there yet, the oldest first."""


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with deadlines."""

    _head: asyncio.TimerHandle | None = None
    _rest: tuple[asyncio.TimerHandle, ...] = ()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        if self._head is None and before is not None and before.response_complete:
            self._expect_head()  # of the next request on the same line
        super().data_received(data)
        if self.cycle is not before:
            self._head_came()
            self._expect_rest()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        self._forget_rest()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        if not self.cycle.more_body:
            self._forget_rest()
        super().on_response_complete()

    def _expect_head(self) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)
        waiting = _silent.setdefault(self.server_state, deque())
        waiting.append(self)
        if len(waiting) > MOST_SILENT:
            waiting[0]._give_up()

    def _head_came(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
            _silent[self.server_state].remove(self)

    def _expect_rest(self) -> None:
        self._forget_rest()
        cycle = self.cycle
        self._rest = (
            self._later(BODY_SECONDS, lambda: cycle.more_body),
            self._later(EXCHANGE_SECONDS, lambda: True),
        )

    def _later(self, seconds: float, still: Callable[[], bool]) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, lambda: self._give_up() if still() else None)

    def _forget_rest(self) -> None:
        for deadline in self._rest:
            deadline.cancel()
        self._rest = ()

    def _give_up(self) -> None:
        self._head_came()
        self.transport.abort()
