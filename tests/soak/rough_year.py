"""The year with faults: three things in ten go wrong, and nobody may notice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import event

from bot.inbox.inbox import receive
from domain.talk.messages import Incoming
from scheduler.tick import tick
from storage.database.database import Database, DatabaseUnavailable
from tests.faults.at_once import at_once
from tests.support.year_played import Year

SHARE = 0.3
CUT_WITHIN = 40  # statements


@contextmanager
def cut(database: Database, at_statement: int) -> Iterator[None]:
    """The line to the database is cut before so many statements."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at_statement:
            raise DatabaseUnavailable("cut")

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", count)


@dataclass
class RoughYear(Year):
    """Three looks of the clock, and three messages, in ten: the line is cut anywhere and the same
    comes again; two clocks look at one moment; a network brings a message twice."""

    chance: random.Random = field(default_factory=lambda: random.Random(20240915))
    thrown: Counter[str] = field(default_factory=Counter)

    def _look(self, now: datetime) -> None:
        fault = self._fault("cut", "two clocks")
        if fault == "cut":
            with suppress(DatabaseUnavailable), self._cut():
                tick(self.database, self.catalogue, now)
        if fault == "two clocks":
            assert at_once(2, lambda: tick(self.database, self.catalogue, now)) == []
        tick(self.database, self.catalogue, now)

    def _bring(self, incoming: Incoming) -> None:
        fault = self._fault("cut message", "message twice")
        if fault == "cut message":
            with suppress(DatabaseUnavailable), self._cut():
                receive(self.database, self.catalogue, incoming, incoming.at)
        if fault == "message twice":
            receive(self.database, self.catalogue, incoming, incoming.at)
        receive(self.database, self.catalogue, incoming, incoming.at)

    def _cut(self) -> AbstractContextManager[None]:
        return cut(self.database, self.chance.randint(1, CUT_WITHIN))

    def _fault(self, *kinds: str) -> str:
        if self.chance.random() >= SHARE:
            return ""
        fault = self.chance.choice(kinds)
        self.thrown[fault] += 1
        return fault
