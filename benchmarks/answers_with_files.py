"""What the answers that carry pictures and documents cost inside their one transaction.

`python -m benchmarks.answers_with_files` plays the bundled quarter, then asks for status, charts,
report and roll-up, and prints statements and milliseconds of the turn: from the message that came
to the commit of its answer. Not a comparison with anything, so not in the table of ratios.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import event

from bot.channels import console
from bot.inbox.inbox import receive
from bot.rehearsal.play import Play
from bot.rehearsal.samples import SAMPLE, begin, fresh_store, load_script
from domain.talk.messages import Address, Incoming
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages.outbox import waiting

ROUNDS = 7
REPORT_AND_ANNEX = 2  # files of the answer to the last figure
ASKED = (
    ("lan", "/status"),
    ("lan", "/bieu-do"),
    ("lan", "/bao-cao"),
    ("quynh", "/status"),
    ("quynh", "/tonghop"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one turn took."""

    statements: int
    seconds: float
    files: int


class Meter:
    """Handles messages as the inbox does, and keeps what those cost whose answers had files."""

    def __init__(self) -> None:
        self.costs: list[Cost] = []

    def receive(
        self, database: Database, catalogue: Catalogue, incoming: Incoming, now: datetime
    ) -> bool:
        """In the place of the inbox's own."""
        with counted(database) as seen:
            began = time.perf_counter()
            fresh = receive(database, catalogue, incoming, now)
            seconds = time.perf_counter() - began
        with database.read() as session:
            answers = waiting(session, incoming.address, now, 1000)
        files = sum(len(each.reply.files) for each in answers[-1:])
        if files:
            self.costs.append(Cost(len(seen), seconds, files))
        return fresh


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(*call: object) -> None:
        seen.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def main() -> None:
    """A line a question."""
    script, meter = load_script(SAMPLE), Meter()
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        database, catalogue = fresh_store(SAMPLE, Path(folder) / "bench.db", begin(script))
        play = Play(database, catalogue, Path(folder) / "files")
        console.receive = meter.receive  # type: ignore[attr-defined, assignment]
        list(play.lines(script, lambda: None))
        print("| message | statements | ms | files |\n|---|---:|---:|---:|")
        complete = next(cost for cost in meter.costs if cost.files == REPORT_AND_ANNEX)
        print(line("the figure that completes the report", [complete]))
        assert play.now is not None
        for who, text in ASKED:
            print(line(f"{who}: {text}", list(asked(database, catalogue, play.now, who, text))))
        database.close()


def asked(
    database: Database, catalogue: Catalogue, now: datetime, who: str, text: str
) -> Iterator[Cost]:
    """The same question minute after minute: every picture tells another time."""
    for number in range(ROUNDS):
        at = now + timedelta(minutes=number)
        meter = Meter()
        incoming = Incoming(f"bench-{who}-{text}-{number}", Address("console", who), text, at)
        meter.receive(database, catalogue, incoming, at)
        yield from meter.costs


def line(what: str, costs: list[Cost]) -> str:
    """One line of the table: the middle of what was measured."""
    milliseconds = 1000 * median(cost.seconds for cost in costs)
    return f"| {what} | {costs[-1].statements} | {milliseconds:.0f} | {costs[-1].files} |"


if __name__ == "__main__":
    main()
