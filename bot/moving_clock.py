"""A clock that runs, and can be set forward: for rehearsing days in minutes."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class MovingClock:
    """Begins at a moment and runs as real time does. It never goes back."""

    def __init__(self, begin: datetime) -> None:
        self._begin = begin
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return self._begin + timedelta(seconds=time.monotonic() - self._started)

    def move_to(self, moment: datetime) -> None:
        """From now on it is that moment, unless that lies in the past."""
        self._begin += max(moment - self(), timedelta(0))
