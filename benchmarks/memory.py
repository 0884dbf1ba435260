"""How much memory the running bot takes, by driver, when sixteen people write to it.

`python -m benchmarks.memory` starts `nhacviec run` against the fake Bot API and reads what the
kernel says of the process: what it held when it was ready, and the most that it ever held. Linux
only. No comparison with a bare library, so not in the table of ratios.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from benchmarks.whole_turn import CHATS, stage
from tests.support.fake_telegram import FakeTelegram

ROOT = Path(__file__).parents[1]
MESSAGES = 640
SAID = ("14 14 0 0", "còn thiếu", "lịch", "14 13 1 0", "quý trước mình báo bao nhiêu hồ sơ")
PATIENCE = 300  # seconds


def main() -> None:
    """A line for each driver."""
    print("| driver | MiB when ready | most MiB |\n|---|---:|---:|")
    for driver in ("ptb", "aiogram"):
        ready, most = memory_of(driver)
        print(f"| {driver} | {ready:.0f} | {most:.0f} |", flush=True)


def memory_of(driver: str) -> tuple[float, float]:
    """What the process holds when it is ready, and at most."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name, FakeTelegram() as fake:
        file = Path(name) / "memory.db"
        stage(file)[0].close()
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=_environment(file, fake, driver),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert bot.stdout is not None
            bot.stdout.readline()
            ready = mebibytes(bot.pid, "VmRSS")
            for number, text in zip(range(MESSAGES), cycle(SAID), strict=False):
                fake.say(101 + number % CHATS, text)
            _wait_for(fake)
            return ready, mebibytes(bot.pid, "VmHWM")
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait()


def _wait_for(fake: FakeTelegram) -> None:
    """Until there are as many answers as messages: the bot says something to each."""
    until = time.monotonic() + PATIENCE
    while len(fake.sent) < MESSAGES:
        if time.monotonic() > until:
            raise TimeoutError(f"{len(fake.sent)} answers to {MESSAGES} messages")
        time.sleep(0.2)


def mebibytes(pid: int, field: str) -> float:
    """What the kernel says of a process: `VmRSS`, what it holds; `VmHWM`, the most it ever held."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    told = next(line for line in lines if line.startswith(f"{field}:"))
    return int(told.split()[1]) / 1024


def _environment(file: Path, fake: FakeTelegram, driver: str) -> dict[str, str]:
    return os.environ | {
        "NHACVIEC_DB": f"sqlite:///{file}",
        "NHACVIEC_CHANNELS": "telegram",
        "NHACVIEC_TELEGRAM_TOKEN": fake.token,
        "NHACVIEC_TELEGRAM_API": fake.url,
        "NHACVIEC_TELEGRAM_DRIVER": driver,
        "NHACVIEC_WEB_PORT": "0",
        "NHACVIEC_DATA": str(file.parent),
    }


if __name__ == "__main__":
    main()
