"""How many turns two identical processes take on one PostgreSQL, beside one alone.

`python -m benchmarks.processes` starts a real server and, by turns, one and two processes that take
the same messages of the same people, from the raw update to the commit. Not a comparison with a
bare library, so not in the table.

A process is bound to one processor, and the server works on another one for it. On a machine with
two, both of which it shares, the second process has only what the first leaves: what a turn takes
of the processes and of the server says how many times as many there can be at most. Whether the
processes are in each other's way is told apart: by the processor time of a turn, which would grow,
and by how often a line of the server was seen to wait for another one's lock: in runs of their own,
for to look fifty times a second takes time of the processors as well.

And they are run as on a machine with processors enough: each process is let run for
`SHARE` of the time only, the two at different moments, and the one alone for as much as each of
them. What a stopped one has locked stays locked, which no real machine would have them wait for.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from statistics import median
from typing import IO

from sqlalchemy import func, select, text

from benchmarks.stage import NOW
from benchmarks.whole_turn import ask, stage, update
from bot.channels.telegram_updates import Update, read_update
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.messages.outbox import OUTBOX
from tests.support.postgres import new_database, postgres

NAME = "turns"  # of the processes, among the lines of the server
PEOPLE, ROUNDS, TIMES = 64, 6, 5
FREE, WATCHED, HELD = "free", "watched", "held"
SHARE, PERIOD = 0.25, 0.04  # of the time, in seconds of which each process has its own part


@dataclass(frozen=True, slots=True)
class Run:
    """What so many turns took."""

    rate: float  # turns a second
    own: float  # seconds of a processor that a turn took of the processes
    server: float  # and of the server's lines to them
    waited: (
        float  # of what was seen of these lines, how much waited for another one's lock; 0 where
    )
    # nobody looked


def main() -> None:
    """Turns a second of one and of two, and how many times as many two are."""
    with postgres() as server:
        url = new_database(server, "turns")
        database, _ = stage(url, PEOPLE)
        runs: dict[tuple[int, str], list[Run]] = {
            (n, how): [] for how in (FREE, WATCHED, HELD) for n in (1, 2)
        }
        numbers = count()
        for _ in range(TIMES):
            for (processes, how), measured in runs.items():
                ask(database, PEOPLE)
                measured.append(_measured(database, url, processes, next(numbers), how))
        _all_answered(database, next(numbers))
        database.close()
    found = {processes: _middle(runs[processes, FREE]) for processes in (1, 2)}
    waited = {processes: _middle(runs[processes, WATCHED]).waited for processes in (1, 2)}
    held = {processes: _middle(runs[processes, HELD]).rate for processes in (1, 2)}
    print("| processes | turns a second | ms of processor a turn | of the server | waiting |")
    print("|---|---:|---:|---:|---:|")
    for processes, run in found.items():
        times = f"{1000 * run.own:.1f} | {1000 * run.server:.1f}"
        print(f"| {processes} | {run.rate:.0f} | {times} | {100 * waited[processes]:.1f}% |")
    one, two = found[1], found[2]
    print(f"two against one: {two.rate / one.rate:.2f}")
    enough = 2 * (one.own + one.server) / (two.own + two.server)
    print(f"with processors enough for all of them: {enough:.2f}")
    most = 2 * one.own / (two.own + two.server)
    print(f"with two processors and nobody else on them, at most: {most:.2f}")
    told = f"each let run {100 * SHARE:.0f}% of the time, turns a second"
    print(f"{told}: {held[2]:.0f} against {held[1]:.0f} = {held[2] / held[1]:.2f}")


def _middle(runs: Sequence[Run]) -> Run:
    return Run(*(median(getattr(run, each.name) for run in runs) for each in fields(Run)))


def _measured(database: Database, url: str, processes: int, run: int, how: str) -> Run:
    each = PEOPLE // processes
    words = [sys.executable, "-m", "benchmarks.processes", url, str(run)]
    started = [
        subprocess.Popen(
            [*words, str(first), str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PGAPPNAME": NAME},
        )
        for first in range(1, PEOPLE + 1, each)
    ]
    for process in started:
        _of(process.stdout).readline()  # it is ready
    seconds = spent = 0.0
    held = [each.pid for each in started] if how == HELD else []
    with Looker(database, watch=how == WATCHED) as looker, Holder(held):
        for _ in range(ROUNDS):
            ask(database, PEOPLE)
            at = time.perf_counter()
            for process in started:
                _of(process.stdin).write("go\n")
                _of(process.stdin).flush()
            spent += sum(json.loads(_of(process.stdout).readline()) for process in started)
            seconds += time.perf_counter() - at
    for process in started:
        process.communicate()
    turns = PEOPLE * ROUNDS
    return Run(turns / seconds, spent / turns, looker.spent / turns, looker.waited)


class Holder:
    """Lets each of some processes run in its own part of the time only."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids = pids
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for pid in self._pids:
            os.kill(pid, signal.SIGCONT)

    def _hold(self) -> None:
        for pid in self._pids:
            os.kill(pid, signal.SIGSTOP)
        while self._pids and not self._over.is_set():
            begun = time.perf_counter()
            for pid in self._pids:
                os.kill(pid, signal.SIGCONT)
                time.sleep(SHARE * PERIOD)
                os.kill(pid, signal.SIGSTOP)
            time.sleep(max(0.0, begun + PERIOD - time.perf_counter()))


class Looker:
    """What the server's lines have spent at the end; with `watch` it looks at them meanwhile."""

    def __init__(self, database: Database, *, watch: bool) -> None:
        self._database = database
        self._watch = watch
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._seen = self._waiting = 0

    def __enter__(self) -> Looker:
        self._before = self._processor_times()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.spent = sum(
            seconds - self._before.get(pid, 0.0) for pid, seconds in self._processor_times().items()
        )
        self.waited = self._waiting / max(self._seen, 1)

    def _look(self) -> None:
        while self._watch and not self._over.wait(0.02):
            for _, kind in self._lines():
                self._seen += 1
                self._waiting += kind == "Lock"

    def _lines(self) -> list[tuple[int, str]]:
        with self._database.read() as session:
            return [tuple(row) for row in session.execute(_OTHERS)]

    def _processor_times(self) -> dict[int, float]:
        return {pid: _seconds_of(pid) for pid, _ in self._lines()}


_OTHERS = text(
    "SELECT pid, coalesce(wait_event_type, '') FROM pg_stat_activity"
    f" WHERE application_name = '{NAME}'"
)


def _seconds_of(pid: int) -> float:
    """What a process of this machine has spent of its processors."""
    words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _all_answered(database: Database, runs: int) -> None:
    with database.read() as session:
        answers = session.execute(select(func.count()).select_from(OUTBOX)).scalar_one()
    if answers < runs * PEOPLE * (ROUNDS + 1):
        raise AssertionError(f"{answers} answers")


def _of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


# -- one process ----------------------------------------------------------------------------------


async def play(url: str, run: int, first: int, people: int) -> None:
    """Take a message of each of these people at once, again and again; tell what it cost."""
    database = open_database(url)
    rim = Rim(database, load_catalogue(), lambda: NOW, lambda _: None, Metrics())

    async def take(number: int, chat: int) -> None:
        known = read_update(update(number, chat), NOW)
        assert isinstance(known, Update)
        await rim.receive(known.incoming)

    async def take_all(turn: int) -> None:
        base = (run * (ROUNDS + 1) + turn) * PEOPLE + 1
        await asyncio.gather(*(take(base + chat, chat) for chat in range(first, first + people)))

    await take_all(0)  # what is compiled and read once is not measured
    print("ready", flush=True)
    for turn in range(1, ROUNDS + 1):
        sys.stdin.readline()
        begun = time.process_time()
        await take_all(turn)
        print(time.process_time() - begun, flush=True)
    sys.stdin.read()  # its lines are looked at
    await rim.close()
    database.close()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        address, *told = sys.argv[1:]
        asyncio.run(play(address, *map(int, told)))
