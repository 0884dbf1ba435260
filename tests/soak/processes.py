"""Several processes on one PostgreSQL: again and again one of them is killed (SIGKILL) at a random
moment, and another one is started in its place."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from storage.database.database import open_database
from storage.database.schema import migrate
from tests.bot.warm import Process
from tests.soak.kill import done
from tests.soak.stage import meet, people_of, put, start
from tests.storage.messages.mailbox import counts
from tests.support.fake_telegram import FakeTelegram
from tests.support.secrets_told import leaks_in

AT_ONCE = 3
MOST_BETWEEN = 12  # messages between two kills
LONG = 180.0  # seconds


@dataclass
class Report:
    """What the people got, and from how many processes."""

    messages: int
    kills: int
    seconds: float = 0.0
    missing: list[int] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    unmarked: list[int] = field(default_factory=list)  # repeats that do not say that they are
    repeats: int = 0
    states: dict[str, int] = field(default_factory=dict)
    log: str = ""

    @property
    def leaks(self) -> list[str]:
        """Secrets in the log of all processes."""
        return leaks_in(self.log)


def run(*, messages: int, kills: int, seed: int, url: str, driver: str = "ptb") -> Report:
    """A broadcast by three processes, of which so many are killed."""
    chance, report, begun = random.Random(seed), Report(messages, kills), time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fake = stack.enter_context(FakeTelegram())
        database = open_database(url)
        stack.callback(database.close)
        migrate(database)
        people_of(database, messages)
        meet(fake, messages)
        put(database, messages)
        log = folder / "log"

        def begin() -> Process:
            return start(folder, fake, driver, log, url, 1 / AT_ONCE)

        running = [begin() for _ in range(AT_ONCE)]
        for _ in range(kills):
            wanted = len(fake.sent) + chance.randint(1, MOST_BETWEEN)
            _wait_for(lambda wanted=wanted: len(fake.sent) >= wanted or done(database))  # type: ignore[misc]
            dying = running.pop(chance.randrange(AT_ONCE))
            dying.kill()
            dying.wait()
            running.append(begin())
        _wait_for(lambda: done(database))
        for process in running:
            process.send_signal(signal.SIGTERM)
            process.wait()
        _judge(report, fake)
        with database.read() as session:
            report.states = {str(state): n for (_, state), n in counts(session).items()}
        report.log = log.read_text("utf-8")
    report.seconds = time.monotonic() - begun
    return report


def _wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not happened():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def _judge(report: Report, fake: FakeTelegram) -> None:
    arrived: Counter[int] = Counter()
    for sent in fake.sent:
        words, _, number = sent.text.rpartition(" ")
        if not (words.endswith("Thông báo số") and number.isdigit()):
            report.strange.append(sent.text)
            continue
        if arrived[int(number)] and words == "Thông báo số":
            report.unmarked.append(int(number))
        arrived[int(number)] += 1
    report.repeats = sum(times - 1 for times in arrived.values())
    report.missing = [number for number in range(report.messages) if not arrived[number]]
