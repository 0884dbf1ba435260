"""A written period played in the page: the clock moves, people speak, and at any point whoever
looks on may stop it and go on by hand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.phones.timekeeper import Timekeeper

log = logging.getLogger(__name__)

PACES = {"slow": 6.0, "steady": 2.5, "fast": 0.4}  # seconds from one thing to the next
Speak = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that happens: the clock moves, or somebody says something."""

    at: datetime | None = None
    who: str = ""
    says: str = ""


class Quarter:
    """The performance; it keeps its place when it is stopped."""

    def __init__(self, cues: Sequence[Cue], timekeeper: Timekeeper, speak: Speak) -> None:
        self._cues = cues
        self._timekeeper = timekeeper
        self._speak = speak
        self._place = 0
        self._pace = "steady"
        self._coming: Cue | None = None
        self._task: asyncio.Task[None] | None = None
        self._wanted = False
        self.version = 0

    @property
    def playing(self) -> bool:
        """True while it goes on by itself."""
        return self._task is not None and not self._task.done()

    def plain(self) -> dict[str, Any]:
        """Where it stands, for the page."""
        coming = self._coming
        return {
            "place": self._place,
            "total": len(self._cues),
            "playing": self.playing,
            "pace": self._pace,
            "who": coming.who if coming else "",
            "says": coming.says if coming else "",
        }

    def speakers(self) -> list[str]:
        """Everybody who says something in it, in the order of their first words."""
        return list(dict.fromkeys(cue.who for cue in self._cues if cue.who))

    def play(self, pace: str) -> None:
        """Go on, at this pace. ValueError for one that there is none of."""
        if pace not in PACES:
            raise ValueError(pace)
        self._pace = pace
        self.version += 1
        self._wanted = True
        if not self.playing and self._place < len(self._cues):
            self._task = asyncio.create_task(self._play())

    async def pause(self) -> None:
        """Stop after what is being done, so that whoever takes over finds things whole; a long way
        of the clock is left at its next bell, and gone on with later."""
        self._wanted = False
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._coming = None
        self.version += 1

    async def _play(self) -> None:
        while self._place < len(self._cues):
            cue = self._cues[self._place]
            self._coming = cue
            self.version += 1
            await asyncio.sleep(PACES[self._pace] / 2)
            await _whole(self._do(cue))
            await asyncio.sleep(PACES[self._pace] / 2)
        self._coming = None

    async def _do(self, cue: Cue) -> None:
        try:
            if cue.at is not None:
                if not await self._timekeeper.move_to(cue.at, lambda: self._wanted):
                    return
            else:
                await self._speak(cue.who, cue.says)
                await self._timekeeper.delivered()
        except Exception:
            log.exception("action=play place=%s", self._place)
        self._place += 1
        self._coming = None
        self.version += 1


async def _whole(work: Awaitable[None]) -> None:
    """Let what was begun end, even where whoever waits for it is stopped."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
