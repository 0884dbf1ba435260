"""The starts of messages, as one process counts them: what came to nothing for want of the database
is counted once, however often it is begun again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from bot.inbox import starts
from bot.inbox.inbox import AWAY
from bot.inbox.starts import Start
from domain.talk.messages import Incoming
from storage.database.database import Database


class Tally:
    """Called from worker threads."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._uncounted: set[tuple[str, str]] = set()  # begun when the database went away

    def count(self, incoming: Incoming, *, alone: bool, within: Database | None = None) -> Start:
        """Before it is begun."""
        again = _name(incoming) in self._uncounted
        database = within or self._database
        return starts.count_start(database, incoming, self._clock(), alone=alone, again=again)

    def end(self, incoming: Incoming) -> None:
        """What was begun is done, and nothing else says so."""
        starts.end_count(self._database, incoming)
        self.forget(incoming)

    def forget(self, incoming: Incoming) -> None:
        """It is done."""
        self._uncounted.discard(_name(incoming))

    def take_back(self, *messages: Incoming) -> None:
        """They came to nothing, not for their own sake, and shall not suffer for it."""
        names = {_name(each) for each in messages}
        self._uncounted |= names
        with contextlib.suppress(*AWAY):
            starts.take_back(self._database, messages)
            self._uncounted -= names


def _name(incoming: Incoming) -> tuple[str, str]:
    return incoming.address.channel, incoming.event_id
