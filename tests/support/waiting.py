"""Waiting for what another thread or task is about to do, without a fixed time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

STEP = 0.005
SLOWEST = 0.05  # looking costs time too, which what is waited for needs itself
LONGEST = 30.0  # not a measure of anything: by then it will not happen any more


def wait_until(happened: Callable[[], object], longest: float = LONGEST) -> None:
    end = time.monotonic() + longest
    step = STEP
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(step)
        step = min(step * 1.25, SLOWEST)


async def until(happened: Callable[[], object], task: asyncio.Task[None] | None = None) -> None:
    """The same for coroutines; raises what `task` raises, if that ends before."""
    end = time.monotonic() + LONGEST
    step = STEP
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        if task is not None and task.done():
            task.result()
        await asyncio.sleep(step)
        step = min(step * 1.25, SLOWEST)
