"""One message to everybody, as fast as the server allows and never faster.

The bot is a process of its own, as it is in life: the server's work is not its work.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.soak.stage import district, meet, put, start
from tests.storage.messages.mailbox import counts
from tests.support.fake_telegram import FakeTelegram, Rates

ALLOWED = 30
LONG = 60.0  # seconds without a message


@dataclass(frozen=True, slots=True)
class Report:
    """Seen by the server, which allows 30 in any second."""

    people: int
    arrived: int
    twice: int
    refused: int  # sends that were too fast
    most_in_a_second: int
    per_second: float
    seconds: float
    states: dict[str, int]

    @property
    def used(self) -> float:
        """Which part of what is allowed was used."""
        return self.per_second / ALLOWED


def run(*, people: int, driver: str) -> Report:
    """Send to so many people and measure at the server."""
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeTelegram() as fake,
        district(Path(folder), people) as database,
    ):
        meet(fake, people)
        fake.rates = Rates(per_second=ALLOWED)
        put(database, people)
        log = Path(folder) / "log"
        process = start(Path(folder), fake, driver, log)
        _wait_for_all(fake, people, log)
        process.send_signal(signal.SIGTERM)
        process.wait()
        at = sorted(sent.at for sent in fake.sent)
        tried = sum(fake.operation(request) == "sendMessage" for request in fake.requests)
        # The first thirty may come at once; from there on it is thirty a second.
        measured = at[ALLOWED:] if len(at) > 2 * ALLOWED else at
        with database.read() as session:
            states = {str(state): n for (_, state), n in counts(session).items()}
        return Report(
            people=people,
            arrived=len({sent.chat for sent in fake.sent}),
            twice=len(at) - len({sent.chat for sent in fake.sent}),
            refused=tried - len(at),
            most_in_a_second=most_within(at, 1.0),
            per_second=(len(measured) - 1) / (measured[-1] - measured[0]),
            seconds=time.monotonic() - begun,
            states=states,
        )


def most_within(at: Sequence[float], seconds: float) -> int:
    """How many of these moments, in order, lie in one such stretch of time, wherever it begins."""
    first = most = 0
    for number, moment in enumerate(at):
        while at[first] <= moment - seconds:
            first += 1
        most = max(most, number - first + 1)
    return most


def _wait_for_all(fake: FakeTelegram, people: int, log: Path) -> None:
    seen, since = 0, time.monotonic()
    while seen < people:
        time.sleep(0.05)
        if len(fake.sent) > seen:
            seen, since = len(fake.sent), time.monotonic()
        assert time.monotonic() < since + LONG, f"only {seen} arrived\n{log.read_text()[-2000:]}"
