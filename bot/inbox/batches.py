"""Messages that wait at the same moment are handed to a thread together: handing each over by
itself takes about as long as a third of what is done for it there."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial

from bot.inbox.starts import Start
from domain.talk.messages import Incoming

Outcome = str | Start
"""What came of a message; a start where it must be begun by itself."""
Outcomes = Sequence[Outcome | Exception]
"""The same of several messages, in their order; an exception for one that was not kept."""
Batch = Sequence[tuple[Incoming, asyncio.Future[Outcome]]]


class Batches:
    """`handle` is called in one of `threads`, in `at_once` of them at a time, with `most` messages
    at most."""

    def __init__(
        self,
        threads: Executor,
        at_once: int,
        most: int,
        handle: Callable[[Sequence[Incoming]], Outcomes],
    ) -> None:
        self._threads = threads
        self._free = at_once
        self._most = most
        self._handle = handle
        self._waiting: deque[tuple[Incoming, asyncio.Future[Outcome]]] = deque()

    async def through(self, incoming: Incoming) -> Outcome:
        """What came of one message; raises what kept it from being kept."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Outcome] = loop.create_future()
        if not self._waiting and self._free:
            loop.call_soon(self._go_on)  # soon, not now: others that are here already come along
        self._waiting.append((incoming, done))
        return await done

    def _go_on(self) -> None:
        while self._waiting and self._free:
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            self._free -= 1
            messages = [incoming for incoming, _ in batch]
            loop = asyncio.get_running_loop()
            handled = loop.run_in_executor(self._threads, self._handle, messages)
            handled.add_done_callback(partial(self._tell, batch))

    def _tell(self, batch: Batch, handled: asyncio.Future[Outcomes]) -> None:
        self._free += 1
        self._go_on()
        outcomes: Sequence[Outcome | BaseException]
        try:
            outcomes = handled.result()
        except BaseException as failure:  # of all of them, whatever ended the thread's work
            outcomes = [failure] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue  # nobody waits for it any more
            if isinstance(outcome, BaseException):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)
