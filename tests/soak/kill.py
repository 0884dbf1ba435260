"""`nhacviec run` is killed (SIGKILL) again and again in a broadcast, and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from storage.database import Database
from storage.outbox import counts
from tests.soak.broadcast import put
from tests.soak.stage import district, meet
from tests.support.fake_telegram import FakeTelegram

ROOT = Path(__file__).resolve().parents[2]
LIFE = 0.4  # seconds after its first message of a life in which it is killed
START_SECONDS = 60.0
END_SECONDS = 120.0


@dataclass
class Report:
    """What the people got."""

    messages: int
    kills: int
    missing: list[int] = field(default_factory=list)
    repeats_by_life: Counter[int] = field(default_factory=Counter)
    states: dict[str, int] = field(default_factory=dict)
    log: str = ""

    @property
    def most_repeats_of_a_kill(self) -> int:
        return max(self.repeats_by_life.values(), default=0)


def run(*, messages: int, kills: int, seed: int, driver: str = "ptb") -> Report:
    """Kill so many times at random moments, then let it finish."""
    chance = random.Random(seed)
    report = Report(messages, kills)
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeTelegram() as fake,
        district(Path(folder), messages) as database,
    ):
        meet(fake, messages)
        put(database, messages)
        lives: list[float] = []  # when each began to send
        log = Path(folder) / "log"
        for number in range(kills + 1):
            arrived = len(fake.sent)
            lives.append(time.monotonic())
            process = start(Path(folder), fake, driver, log)
            if number < kills:
                _wait_for(lambda before=arrived: len(fake.sent) > before or done(database), process)
                time.sleep(chance.uniform(0, LIFE))
                process.send_signal(signal.SIGKILL)
            else:
                _wait_for(lambda: done(database), process, END_SECONDS)
                process.terminate()
            process.wait()
        _judge(report, fake, lives)
        with database.read() as session:
            report.states = {str(state): n for (_, state), n in counts(session).items()}
        report.log = log.read_text("utf-8")
    return report


def start(folder: Path, fake: FakeTelegram, driver: str, log: Path) -> subprocess.Popen[bytes]:
    """`nhacviec run` on that folder's database, against the fake."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "NHACVIEC_DATA": str(folder),
        "NHACVIEC_DB": f"sqlite:///{folder}/soak.db",
        "NHACVIEC_CHANNELS": "telegram",
        "NHACVIEC_TELEGRAM_TOKEN": fake.token,
        "NHACVIEC_TELEGRAM_API": fake.url,
        "NHACVIEC_TELEGRAM_DRIVER": driver,
        "NHACVIEC_WEB_PORT": "0",
        "NHACVIEC_LOG_LEVEL": "DEBUG",
        "PYTHONWARNINGS": "error",
    }
    with log.open("ab") as sink:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment,
            cwd=ROOT,
            stdout=sink,
            stderr=sink,
        )


def done(database: Database) -> bool:
    """Every message is in a final state."""
    with database.read() as session:
        return all(state not in ("waiting", "sending") for _, state in counts(session))


def _wait_for(
    happened: object, process: subprocess.Popen[bytes], seconds: float = START_SECONDS
) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert process.poll() is None, "the bot ended by itself"
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.002)


def _judge(report: Report, fake: FakeTelegram, lives: list[float]) -> None:
    first: dict[int, int] = {}
    for sent in fake.sent:
        number = int(sent.text.rpartition(" ")[2])
        life = sum(begun <= sent.at for begun in lives) - 1
        if number in first:
            report.repeats_by_life[first[number]] += 1
        first.setdefault(number, life)
    report.missing = [number for number in range(report.messages) if number not in first]
