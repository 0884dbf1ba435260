"""Processes on PostgreSQL are killed (SIGKILL) while they send; another one is there."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from storage.database.database import open_database
from storage.database.schema import migrate
from tests.bot.warm import Process
from tests.soak.stage import FIRST_CHAT, meet, people_of, put, start
from tests.support.fake_server import Fault
from tests.support.fake_telegram import FakeTelegram

LONG = 300.0  # seconds: longer than any lease
HANGS = 600.0  # seconds that the answer to the deadly send is late


@dataclass
class Report:
    """How long a chat was silent after each crash, in seconds."""

    crashes: int
    silences: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # what arrived, the first of each pair in doubt
    seconds: float = 0.0


def run(*, crashes: int, url: str, driver: str = "ptb") -> Report:
    """So often: a process sends a message and is killed before it hears that it has arrived; a
    second one, which runs already, repeats it."""
    report = Report(crashes)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(url)
        migrate(database)
        people_of(database, crashes)
        log = Path(folder) / "log"
        for number in range(crashes):
            with FakeTelegram() as fake:
                meet(fake, crashes)
                fake.faults.add("sendMessage", Fault(delay=HANGS))
                dying = start(Path(folder), fake, driver, log, url)
                put(database, 1, FIRST_CHAT + number)
                _wait_for(lambda fake=fake: fake.sent, dying)  # type: ignore[misc]
                other = start(Path(folder), fake, driver, log, url)
                _wait_for(lambda n=number: log.read_text("utf-8").count("đang chạy") == 2 * n + 2)  # type: ignore[misc]
                dying.kill()
                dying.wait()
                killed = time.monotonic()
                _wait_for(lambda fake=fake: len(fake.sent) == 2, other)  # type: ignore[misc]
                report.silences.append(time.monotonic() - killed)
                report.texts += [sent.text for sent in fake.sent]
                other.terminate()
                other.wait()
        database.close()
    report.seconds = time.monotonic() - begun
    return report


def _wait_for(happened: Callable[[], object], process: Process | None = None) -> None:
    end = time.monotonic() + LONG
    while not happened():
        assert process is None or process.poll() is None, "the bot ended by itself"
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)
