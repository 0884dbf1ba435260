"""The fault runs in full: `make soak` (about an hour), or one of them: `python -m tests.soak kill`.

Each prints what it measured and what was promised; the exit code is 1 where a promise is broken.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator

from tests.soak import broadcast, faults, kill

Checks = Iterator[tuple[str, object, bool]]


def check_faults() -> Checks:
    """5,000 messages, three sends in ten go wrong, at the real pace of the network."""
    for driver in ("ptb", "aiogram"):
        report = faults.run(messages=5000, people=500, driver=driver, seed=20240915)
        yield (
            f"{driver}: share of sends with a fault",
            round(report.fault_share, 3),
            (0.28 < report.fault_share < 0.32),
        )
        yield f"{driver}: faults", dict(report.faults), True
        final = set(report.states) <= {"sent", "unknown"}
        yield f"{driver}: states (unknown: four unseen answers in a row)", report.states, final
        yield f"{driver}: messages that did not arrive", report.missing, not report.missing
        twice = report.twice_though_answered
        yield f"{driver}: messages twice though answered", twice, not twice
        yield f"{driver}: repeats after an unseen answer", report.repeats, True
        yield f"{driver}: repeats that are not marked", report.unmarked, not report.unmarked
        order = report.out_of_order
        yield f"{driver}: chats out of order", order, not order
        yield f"{driver}: seconds", round(report.seconds), True


def check_broadcast() -> Checks:
    """3,000 addresses at 30 a second."""
    for driver in ("ptb", "aiogram"):
        report = broadcast.run(people=3000, driver=driver)
        yield f"{driver}: arrived", report.arrived, report.arrived == 3000
        yield f"{driver}: sends that were too fast", report.refused, report.refused == 0
        yield f"{driver}: part used of 30 a second", round(report.used, 4), report.used >= 0.98


def check_kill() -> Checks:
    """200 kills in a broadcast of 1,000."""
    report = kill.run(messages=1000, kills=200, seed=20240915)
    yield "messages that did not arrive", report.missing, not report.missing
    yield "states", report.states, report.states == {"sent": 1000}
    yield "repeats in all", report.repeats_by_life.total(), True
    most = report.most_repeats_of_a_kill
    yield "most repeats of one kill", most, most <= 1
    yield "tracebacks in the log", report.log.count("Traceback"), "Traceback" not in report.log


RUNS: dict[str, Callable[[], Checks]] = {
    "faults": check_faults,
    "broadcast": check_broadcast,
    "kill": check_kill,
}


def main(names: list[str]) -> int:
    logging.basicConfig(level=logging.CRITICAL)
    broken = 0
    for name in names or RUNS:
        begun = time.monotonic()
        write(f"# {name}: {RUNS[name].__doc__}")
        for what, measured, kept in RUNS[name]():
            broken += not kept
            write(f"{'ok    ' if kept else 'BROKEN'} {what}: {measured}")
        write(f"       {time.monotonic() - begun:.0f} s\n")
    return 1 if broken else 0


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
