"""One whole turn, a message in and its answer queued and committed, beside a bare commit."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from benchmarks.sides import Ratio, compare
from benchmarks.stage import FOUR, NOW, await_four, reminded_sample
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.reports.rounds import open_obligations

LAN = Address("console", "lan")


def main(quick: bool) -> Iterator[Ratio]:
    """SQLite with a write-ahead log and one commit on each side, on the disk before it counts."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        database, catalogue = reminded_sample(Path(folder) / "turn.db")
        with closing(_bare(Path(folder) / "bare.db")) as connection:
            yield _turn(database, catalogue, connection, 5 if quick else 150)
        database.close()


def _bare(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT)")
    return connection


def _turn(
    database: Database, catalogue: Catalogue, connection: sqlite3.Connection, rounds: int
) -> Ratio:
    numbers = count()
    with database.read() as session:
        report = open_obligations(session)[0].id

    def ask_again() -> None:
        await_four(database, LAN, report)

    def turn() -> None:
        number = next(numbers)
        incoming = Incoming(f"bench-{number}", LAN, FOUR[number % 2], NOW)
        if not receive(database, catalogue, incoming, NOW):
            raise AssertionError("a repeat")

    def bare() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO message (text) VALUES (?)", (FOUR[0],))
        connection.execute("COMMIT")

    against = "sqlite3: one row, one commit"
    return compare("a turn: message in, answer queued", turn, against, bare, rounds, ask_again)
