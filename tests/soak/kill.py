"""`nhacviec run` is killed (SIGKILL) again and again in a broadcast, and started again."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.database.database import Database
from tests.bot.warm import Process
from tests.soak.stage import district, meet, put, start
from tests.storage.messages.mailbox import counts
from tests.support.fake_telegram import FakeTelegram
from tests.support.secrets_told import leaks_in

MOST_OF_A_LIFE = 6  # messages: so that the broadcast outlives all kills
PACE = 1 / 30  # seconds between two messages
START_UP = 1.5  # seconds, in which the first message has not gone yet
LONG = 120.0  # seconds


@dataclass
class Report:
    """What the people got."""

    messages: int
    kills: int
    seconds: float = 0.0
    kills_in_time: int = 0  # kills when messages were still waiting
    kills_before_the_first: int = 0  # ... of a life
    missing: list[int] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # texts that nobody has queued
    unmarked: list[int] = field(default_factory=list)  # repeats that do not say that they are
    repeats_by_life: Counter[int] = field(default_factory=Counter)
    states: dict[str, int] = field(default_factory=dict)
    log: str = ""

    @property
    def most_repeats_of_a_kill(self) -> int:
        return max(self.repeats_by_life.values(), default=0)

    @property
    def leaks(self) -> list[str]:
        """Secrets in the log of all lives."""
        return leaks_in(self.log)


def run(*, messages: int, kills: int, seed: int, driver: str = "ptb") -> Report:
    """Kill so many times at random moments, one life in `MOST_OF_A_LIFE + 1` before it has sent
    anything; then let it finish."""
    chance = random.Random(seed)
    report = Report(messages, kills)
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeTelegram() as fake,
        district(Path(folder), messages) as database,
    ):
        meet(fake, messages)
        put(database, messages)
        lives: list[float] = []  # when each was started
        log = Path(folder) / "log"
        for _ in range(kills):
            lives.append(time.monotonic())
            arrived = len(fake.sent)
            process = start(Path(folder), fake, driver, log)
            _live(process, fake, chance)
            process.kill()
            process.wait()
            report.kills_in_time += not done(database)
            report.kills_before_the_first += len(fake.sent) == arrived
        lives.append(time.monotonic())
        process = start(Path(folder), fake, driver, log)
        _wait_for(lambda: done(database), process)
        process.send_signal(signal.SIGTERM)
        process.wait()
        _judge(report, fake, lives)
        with database.read() as session:
            report.states = {str(state): n for (_, state), n in counts(session).items()}
        report.log = log.read_text("utf-8")
    report.seconds = time.monotonic() - begun
    return report


def _live(process: Process, fake: FakeTelegram, chance: random.Random) -> None:
    """Until a random moment: after so many messages of this life, and a part of the pace."""
    wanted = len(fake.sent) + chance.randint(0, MOST_OF_A_LIFE)
    if wanted == len(fake.sent):
        time.sleep(chance.uniform(0, START_UP))
        return
    _wait_for(lambda: len(fake.sent) >= wanted, process)
    time.sleep(chance.uniform(0, PACE))


def done(database: Database) -> bool:
    """Every message is in a final state."""
    with database.read() as session:
        return all(state not in ("waiting", "sending") for _, state in counts(session))


def _wait_for(happened: Callable[[], bool], process: Process) -> None:
    end = time.monotonic() + LONG
    while not happened():
        assert process.poll() is None, "the bot ended by itself"
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.002)


def _judge(report: Report, fake: FakeTelegram, lives: list[float]) -> None:
    arrived: list[tuple[int, float]] = []
    for sent in fake.sent:
        words, _, number = sent.text.rpartition(" ")
        if not (words.endswith("Thông báo số") and number.isdigit()):
            report.strange.append(sent.text)
            continue
        if words == "Thông báo số" and any(int(number) == each for each, _ in arrived):
            report.unmarked.append(int(number))
        arrived.append((int(number), sent.at))
    report.repeats_by_life = repeats_by_life(arrived, lives)
    report.missing = sorted(set(range(report.messages)) - {number for number, _ in arrived})


def repeats_by_life(
    arrived: Iterable[tuple[Hashable, float]], lives: Sequence[float]
) -> Counter[int]:
    """How many repeats each life of the bot has cost, by the moments at which the lives began.

    The end of the life in which a message arrived last left it in doubt, so the repeat is that
    kill's; a repeat may be left in doubt in its turn.
    """
    latest: dict[Hashable, int] = {}
    repeats: Counter[int] = Counter()
    for message, at in arrived:
        if message in latest:
            repeats[latest[message]] += 1
        latest[message] = sum(begun <= at for begun in lives) - 1
    return repeats
