"""How many turns two identical processes take on one PostgreSQL, beside one alone.

`python -m benchmarks.processes` starts a real server and, by turns, one and two processes that take
the same messages of the same people, from the raw update to the commit. What the processes and
the server spent of the processors is told too: on two cores, which the server shares, the second
process has only what the first leaves. Not a comparison with a bare library, so not in the table.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from itertools import count
from statistics import median
from typing import IO

from sqlalchemy import func, select

from benchmarks.stage import NOW
from benchmarks.whole_turn import ask, stage, update
from bot.channels.telegram_updates import Update, read_update
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.messages.outbox import OUTBOX
from tests.support.postgres import new_database, postgres

PEOPLE, ROUNDS, TIMES = 32, 12, 5


def main() -> None:
    """Turns a second of one and of two, and how many times as many two are."""
    with postgres() as server:
        url = new_database(server, "turns")
        database, _ = stage(url, PEOPLE)
        rates: dict[int, list[float]] = {1: [], 2: []}
        busy: dict[int, list[float]] = {1: [], 2: []}
        numbers = count()
        for _ in range(TIMES):
            for processes in rates:
                ask(database, PEOPLE)
                rate, spent = _measured(url, processes, next(numbers))
                rates[processes].append(rate)
                busy[processes].append(spent)
        _all_answered(database, next(numbers))
        database.close()
    print("| processes | turns a second | ms of processor a turn |\n|---|---:|---:|")
    for processes, found in rates.items():
        print(f"| {processes} | {median(found):.0f} | {1000 * median(busy[processes]):.1f} |")
    print(f"two against one: {median(rates[2]) / median(rates[1]):.2f}")


def _measured(url: str, processes: int, run: int) -> tuple[float, float]:
    """Turns a second, and processor seconds of a turn in the processes, without the server's."""
    each = PEOPLE // processes
    words = [sys.executable, "-m", "benchmarks.processes", url, str(run)]
    started = [
        subprocess.Popen(
            [*words, str(first), str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(1, PEOPLE + 1, each)
    ]
    for process in started:
        _of(process.stdout).readline()  # it is ready
    at = time.perf_counter()
    for process in started:
        _of(process.stdin).write("go\n")
        _of(process.stdin).flush()
    spent = sum(json.loads(_of(process.stdout).readline()) for process in started)
    seconds = time.perf_counter() - at
    for process in started:
        process.communicate()
    return PEOPLE * ROUNDS / seconds, spent / (PEOPLE * ROUNDS)


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
    sys.stdin.readline()
    begun = time.process_time()
    for turn in range(1, ROUNDS + 1):
        await take_all(turn)
    print(time.process_time() - begun, flush=True)
    await rim.close()
    database.close()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        address, *told = sys.argv[1:]
        asyncio.run(play(address, *map(int, told)))
