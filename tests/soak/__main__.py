"""The fault runs in full: `make soak` (half an hour), or one of them: `python -m tests.soak kill`.

Each says what it measured and what was promised, and at the end all figures stand in one table; the
exit code is 1 where a promise is broken.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from storage.database.database import open_database
from storage.database.schema import migrate
from tests.faults.kinds_of_work import KINDS
from tests.faults.kinds_of_work import run as run_kind
from tests.soak import (
    broadcast,
    crash,
    desk,
    faults,
    files,
    flood,
    kill,
    kills,
    malformed,
    outage,
    pairs,
    processes,
    strangers,
    year,
)
from tests.support.postgres import postgres

DRIVERS = ("aiogram", "ptb")
COLUMNS = ("messages", "arrived", "faults", "repeats", "share of the rate", "kills", "seconds")


@dataclass
class Line:
    """One run: its promises, and its line of the table."""

    name: str
    figures: Mapping[str, object]
    promises: list[tuple[str, object, bool]] = field(default_factory=list)  # measured, kept

    def promise(self, what: str, measured: object, kept: bool) -> None:
        self.promises.append((what, measured, kept))

    def none(self, what: str, found: object) -> None:
        """Nothing of the kind may have been found."""
        self.promise(what, found or "none", not found)


def run_faults() -> Iterator[Line]:
    """5,000 messages, three sends in ten go wrong, at the real pace of the network."""
    for driver in DRIVERS:
        report = faults.run(messages=5000, people=500, driver=driver, seed=20240915)
        wrong = report.faults.total() - report.faults["none"]
        line = Line(
            f"faults, {driver}",
            {
                "messages": report.messages,
                "arrived": report.arrived,
                "faults": f"{wrong} ({report.fault_share:.1%})",
                "repeats": report.repeats,
                "seconds": round(report.seconds),
            },
        )
        line.promise(
            "share of sends with a fault", f"{report.fault_share:.3f}", wrong > 0.28 * 5000
        )
        line.promise("sends by fault", by_kind(report.faults), len(report.faults) == 6)
        line.promise("polls by fault", by_kind(report.polls), len(report.polls) == 4)
        line.promise("updates that came twice", report.doubled, report.doubled > 1000)
        line.promise("batches out of order", report.shuffled, report.shuffled > 10)
        line.none("messages that did not arrive", report.missing)
        line.none("messages twice though the server had answered", report.twice_though_answered)
        line.none("repeats that are not marked as such", report.unmarked)
        line.none("chats out of order", report.out_of_order)
        line.none("answers in the wrong chat", report.elsewhere)
        line.none("texts that answer nothing", report.strange)
        # Four unseen answers in a row: the message has arrived, but nobody can know.
        final = set(report.states) <= {"sent", "unknown"} and report.states.get("unknown", 0) < 10
        line.promise("states at the end", report.states, final)
        yield line


def run_flood() -> Iterator[Line]:
    """300 messages, every tenth chat is told to wait 20 seconds."""
    for driver in DRIVERS:
        report = flood.run(people=300, driver=driver, hold=20)
        line = Line(
            f"429 in one chat, {driver}",
            {
                "messages": report.people,
                "arrived": report.arrived,
                "faults": f"{report.held} (429)",
                "repeats": 0,
                "seconds": round(report.seconds),
            },
        )
        line.promise("arrived", report.arrived, report.arrived == report.people)
        line.promise("chats told to wait", report.held, report.held == 30)
        line.none("chats written to before their time", report.too_early)
        line.none("other chats that waited with them", report.overtaken)
        gap = report.longest_gap
        line.promise("longest pause between two others (s)", round(gap, 2), gap < report.hold / 10)
        yield line


def run_broadcast() -> Iterator[Line]:
    """3,000 addresses at the 30 a second that the server allows."""
    for driver in DRIVERS:
        report = broadcast.run(people=3000, driver=driver)
        line = Line(
            f"broadcast, {driver}",
            {
                "messages": report.people,
                "arrived": report.arrived,
                "faults": 0,
                "repeats": report.twice,
                "share of the rate": f"{report.used:.1%}",
                "seconds": round(report.seconds),
            },
        )
        line.promise("arrived", report.arrived, report.arrived == report.people)
        line.none("repeats", report.twice)
        line.none("sends that were too fast", report.refused)
        most = report.most_in_a_second
        line.promise("most in any second", most, most <= broadcast.ALLOWED)
        line.promise("share of what is allowed", f"{report.used:.4f}", report.used >= 0.98)
        line.promise("states at the end", report.states, report.states == {"sent": 3000})
        yield line


def run_kill() -> Iterator[Line]:
    """200 kills (SIGKILL) at random moments of a broadcast of 1,000."""
    report = kill.run(messages=1000, kills=200, seed=20240915)
    repeats = report.repeats_by_life.total()
    line = Line(
        "kill",
        {
            "messages": report.messages,
            "arrived": report.messages - len(report.missing),
            "faults": 0,
            "repeats": repeats,
            "kills": report.kills,
            "seconds": round(report.seconds),
        },
    )
    in_time, early = report.kills_in_time, report.kills_before_the_first
    line.promise("kills while messages were waiting", in_time, in_time == report.kills)
    line.promise("... of them before a life's first message", early, early > 0)
    line.none("messages that did not arrive", report.missing)
    line.promise("repeats in all", repeats, repeats <= report.kills)
    most = report.most_repeats_of_a_kill
    line.promise("most repeats of one kill", most, most <= 1)
    line.none("repeats that are not marked as such", report.unmarked)
    line.none("texts that nobody has queued", report.strange)
    # Killed four times in a row at the same message: it has arrived, but nobody can know.
    final = set(report.states) <= {"sent", "unknown"} and report.states.get("unknown", 0) < 5
    line.promise("states at the end", report.states, final)
    line.none("tracebacks in the log", report.log.count("Traceback"))
    line.none("secrets in the log", report.leaks)
    yield line


def run_files() -> Iterator[Line]:
    """What reading each file costs: those of offices, and those that are made to do harm."""
    costs = list(files.run())
    line = Line("files", {"seconds": round(sum(cost.seconds for cost in costs), 1)})
    for cost in costs:
        measured = f"{cost.seconds:.2f} s, {cost.mib:.0f} MiB, {cost.size} bytes, {cost.refused}"
        kept = cost.seconds <= files.MOST_SECONDS and cost.mib <= files.MOST_MIB
        line.promise(cost.name, measured, kept)
    yield line


def run_strangers() -> Iterator[Line]:
    """300 requests kept half open for a minute."""
    report = strangers.run(lines=300, seconds=60)
    line = Line("strangers", {"messages": report.lines, "seconds": round(report.seconds)})
    line.promise("answers of /health", dict(report.statuses), set(report.statuses) == {200})
    line.promise("slowest of them (s)", round(report.slowest, 2), report.slowest < 5)
    line.promise("lines closed", report.closed, report.closed > report.lines)
    line.promise("log (KiB)", round(report.log_kib), report.log_kib < 200)
    slowest = report.slowest_line
    line.promise("slowest line of 200,000 letters (s)", round(slowest, 4), slowest < 0.1)
    yield line


def run_crash() -> Iterator[Line]:
    """Ten crashes on PostgreSQL while a message is out; a second process is there."""
    with postgres() as url:
        report = crash.run(crashes=10, url=url)
    line = Line(
        "crash, postgresql",
        {"messages": report.crashes, "kills": report.crashes, "seconds": round(report.seconds)},
    )
    longest = max(report.silences)
    told = ", ".join(f"{each:.1f}" for each in sorted(report.silences))
    line.promise("silence after each crash (s)", told, longest < 10)
    marked = sum(text.startswith("(nhắc lại)") for text in report.texts)
    line.promise("repeats that say so", marked, marked == report.crashes)
    yield line


def run_processes() -> Iterator[Line]:
    """200 kills of one of three processes on PostgreSQL, in a broadcast of 2,000."""
    with postgres() as url:
        report = processes.run(messages=2000, kills=200, seed=20261129, url=url)
    line = Line(
        "processes, postgresql",
        {
            "messages": report.messages,
            "arrived": report.messages - len(report.missing),
            "repeats": report.repeats,
            "kills": report.kills,
            "seconds": round(report.seconds),
        },
    )
    line.none("messages that did not arrive", report.missing)
    line.promise("repeats in all", report.repeats, report.repeats <= report.kills)
    line.none("repeats that are not marked as such", report.unmarked)
    line.none("texts that nobody has queued", report.strange)
    final = set(report.states) <= {"sent", "unknown"} and report.states.get("unknown", 0) < 5
    line.promise("states at the end", report.states, final)
    line.none("tracebacks in the log", report.log.count("Traceback"))
    line.none("secrets in the log", report.leaks)
    yield line


def run_kills() -> Iterator[Line]:
    """600 kills while people give figures: 300 of a process on SQLite that polls, 300 of one of
    three on PostgreSQL behind a webhook. With `kill` and `processes` these are 1,000."""
    yield _figures("SQLite", kills.run(kills=300, seed=20261129))
    with postgres() as url:
        yield _figures("PostgreSQL", kills.run(kills=300, seed=20261130, url=url))


def _figures(name: str, report: kills.Report) -> Line:
    line = Line(
        f"kills, {name}",
        {
            "messages": report.given,
            "arrived": report.given - len(report.unanswered),
            "repeats": report.repeats,
            "kills": report.kills,
            "seconds": round(report.seconds),
        },
    )
    line.none("figures that are written nowhere", report.lost)
    line.none("figures that are written twice", report.twice)
    line.none("figures that are written otherwise, or out of order", report.wrong)
    line.promise("messages given up after three kills", report.given_up, report.given_up < 3)
    line.none("messages that were not answered", report.unanswered)
    line.promise("repeats in all", report.repeats, report.repeats <= report.kills)
    most = report.most_repeats_of_a_kill
    line.promise("most repeats of one kill", most, most <= 1)
    line.none("repeats that are not marked as such", report.unmarked)
    line.none("texts that answer nothing", report.strange)
    longest, middle = max(report.silences), sorted(report.silences)[len(report.silences) // 2]
    told = f"longest {longest:.1f}, median {middle:.1f}"
    line.promise("silence after a kill (s)", told, longest < 10)
    final = set(report.states) <= {"sent", "unknown"} and report.states.get("unknown", 0) < 5
    line.promise("states at the end", report.states, final)
    line.none("tracebacks in the log", report.log.count("Traceback"))
    line.none("secrets in the log", report.leaks)
    return line


def run_work() -> Iterator[Line]:
    """Every kind of work killed at every one of its statements, and done again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.db"
        database = open_database(f"sqlite:///{empty}")
        migrate(database)
        database.close()
        for number, kind in enumerate(KINDS):
            place = folder / str(number)
            place.mkdir()
            begun = time.monotonic()
            report = run_kind(kind, empty, place, points=None)
            figures = {"kills": report.kills, "seconds": round(time.monotonic() - begun)}
            line = Line(f"work: {kind.name}", figures)
            killed = f"{report.kills} of {report.statements}"
            line.promise("statements at which it was killed", killed, report.kills > 0)
            line.none("statements after which it ended in another way", report.differing)
            yield line


def run_malformed() -> Iterator[Line]:
    """100,000 malformed updates for each network."""
    for report in malformed.run(updates=100_000, seed=20261129):
        line = Line(
            f"malformed, {report.network}",
            {
                "messages": report.updates,
                "arrived": report.received,
                "seconds": round(report.seconds),
            },
        )
        line.promise("answers", dict(report.statuses), not report.unclean)
        ignored = dict(report.ignored.most_common())
        line.promise("ignored, by why", ignored, report.ignored.total() > report.updates / 20)
        line.none("exceptions", dict(report.exceptions))
        line.none("messages with a field of a wrong kind", dict(report.strange))
        grown = report.grown_kib / 1024
        line.promise("memory grown from the tenth part on (MiB)", round(grown, 1), grown < 16)
        yield line


def run_pairs() -> Iterator[Line]:
    """Two people at once, 200 rounds of each pair of decisions, on PostgreSQL and on SQLite."""
    with postgres() as address:
        yield from _pairs("PostgreSQL", address)
    with tempfile.TemporaryDirectory() as folder:
        yield from _pairs("SQLite", f"sqlite:///{folder}/pairs.db")


def _pairs(name: str, url: str) -> Iterator[Line]:
    database = open_database(url)
    migrate(database)
    for report in pairs.run(database, rounds=200):
        pair = report.pair
        won = ", ".join(f"{verb} {times}" for verb, times in sorted(report.won.items()))
        stand = f"{won or '-'}; both {report.both}; neither {report.neither}"
        line = Line(f"{name}: {pair.first} | {pair.second}", {"messages": 2 * report.rounds})
        allowed = " or ".join(map(str, pair.winners))
        line.promise(f"winners ({allowed} a round)", stand, report.broken == 0)
        line.none("losers who did not hear who was first", report.unheard[:3])
        line.promise("messages that the database did not take at first", report.again, True)
        yield line
    database.close()


def run_desk() -> Iterator[Line]:
    """200 people on the desk of 100 units, four figures a second, for two minutes."""
    report = desk.run(people=200, units=100, seconds=120)
    line = Line("desk", {"messages": len(report.answers), "seconds": 120})
    line.promise("pages", len(report.pages), len(report.pages) > 10 * report.people)
    line.none("pages that were refused", report.refused)
    line.promise("95 of 100 pages came within (s)", f"{report.p95:.3f}", report.p95 < 0.3)
    line.none("messages without an answer", report.unanswered)
    longest = max(report.answers)
    line.promise("longest wait for an answer (s)", f"{longest:.2f}", longest < 2)
    yield line


def run_outage() -> Iterator[Line]:
    """Six days, one of them without any network; else three sends in ten have a fault."""
    report = outage.run(step=timedelta(minutes=1), seed=20240912)
    line = Line(
        "outage", {"messages": report.written, "faults": by_kind(report.faults), "seconds": ""}
    )
    line.promise("faults", by_kind(report.faults), len(report.faults) == 4)
    line.none("figures that are not written once", report.lost)
    line.none("messages that were not answered", report.unanswered)
    line.none("repeats that are not marked as such", report.unmarked)
    line.none("digests of the days after it that nobody got", report.unasked)
    line.none("messages that ended unsent, but digests of a day that was over", report.ended)
    yield line


def run_year() -> Iterator[Line]:
    """A year of a province with 150 communes; three looks of the clock, and three messages, in ten
    go wrong."""
    report = year.run(150)
    line = Line(
        "year",
        {
            "messages": report.messages,
            "faults": sum(report.thrown.values()),
            "seconds": round(report.seconds),
        },
    )
    line.promise("faults", by_kind(report.thrown), len(report.thrown) == 4)
    line.promise("looks of the clock", report.ticks, report.ticks > 700)
    line.none("told to nobody, twice, to somebody else or undue", report.wrong)
    yield line


RUNS: Mapping[str, Callable[[], Iterator[Line]]] = {
    "faults": run_faults,
    "flood": run_flood,
    "broadcast": run_broadcast,
    "kill": run_kill,
    "kills": run_kills,
    "files": run_files,
    "crash": run_crash,
    "processes": run_processes,
    "work": run_work,
    "strangers": run_strangers,
    "malformed": run_malformed,
    "pairs": run_pairs,
    "desk": run_desk,
    "outage": run_outage,
    "year": run_year,
}


def by_kind(thrown: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {thrown[name]}" for name in sorted(thrown))


def table(lines: Iterable[Line]) -> Iterator[str]:
    """All runs, one line each."""
    yield "| run | " + " | ".join(COLUMNS) + " | promises |"
    yield "|---|" + "---:|" * len(COLUMNS) + "---|"
    for line in lines:
        cells = [str(line.figures.get(column, "")) for column in COLUMNS]
        broken = sum(not kept for *_, kept in line.promises)
        told = f"{broken} BROKEN" if broken else f"all {len(line.promises)} kept"
        yield f"| {line.name} | " + " | ".join(cells) + f" | {told} |"


def main(names: list[str]) -> int:
    logging.basicConfig(level=logging.CRITICAL)
    lines = []
    for name in names or RUNS:
        write(f"# {name}: {RUNS[name].__doc__}")
        for line in RUNS[name]():
            lines.append(line)
            for what, measured, kept in line.promises:
                write(f"{'ok    ' if kept else 'BROKEN'} {line.name}: {what}: {measured}")
        write("")
    for row in table(lines):
        write(row)
    return int(not all(kept for line in lines for *_, kept in line.promises))


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
