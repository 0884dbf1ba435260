"""A clock that runs, and can be set forward: for rehearsing days in minutes; and its bells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from time import monotonic

from domain.dates.moments import MORNING, at_local, local


class MovingClock:
    """Begins at a moment and runs as real time does. It never goes back."""

    def __init__(self, begin: datetime) -> None:
        self._begin = begin
        self._started = monotonic()

    def __call__(self) -> datetime:
        return self._begin + timedelta(seconds=monotonic() - self._started)

    def move_to(self, moment: datetime) -> None:
        """From now on it is that moment, unless that lies in the past."""
        self._begin += max(moment - self(), timedelta(0))


RINGS = (MORNING, time(13, 30))  # when the clock looks while it is being moved


def rings(begin: datetime, until: datetime) -> Iterator[datetime]:
    """The bells between two moments."""
    day = local(begin).date()
    while day <= local(until).date():
        for hour in RINGS:
            bell = at_local(day, hour)
            if begin < bell < until:
                yield bell
        day += timedelta(days=1)
