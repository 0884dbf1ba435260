"""A tick of the clock, with nothing due and with many people due, beside the bare SQL of it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from benchmarks.sides import Ratio, compare
from benchmarks.stage import NOW, district, open_stage
from scheduler.tick import Ticked, tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import open_database

AFTER = NOW + timedelta(minutes=1)


def main(quick: bool) -> Iterator[Ratio]:
    """A district of fifty communes; four officials of each are due on the same morning."""
    communes, rounds = (2, 1) if quick else (50, 9)
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        folder = Path(name)
        database, catalogue = open_stage(folder / "quiet.db", district(communes))
        # The evening before: rounds are open and reminders planned, none has rung.
        tick(database, catalogue, NOW - timedelta(hours=7))
        database.close()
        shutil.copy(folder / "quiet.db", folder / "due.db")
        yield _due(folder, catalogue, rounds)
        yield _quiet(folder, catalogue, rounds)


def _due(folder: Path, catalogue: Catalogue, rounds: int) -> Ratio:
    """As in a process that runs: what it asks is compiled, and both have the database open."""
    opened: dict[str, Any] = {}

    def again() -> None:
        for each in opened.values():
            each.close()
        for copy in ("ours.db", "bare.db"):
            for old in folder.glob(f"{copy}*"):
                old.unlink()
            shutil.copy(folder / "due.db", folder / copy)
        opened["ours"] = open_database(f"sqlite:///{folder / 'ours.db'}")
        opened["bare"] = _connect(folder / "bare.db")
        tick(opened["ours"], catalogue, NOW - timedelta(minutes=1))

    def ours() -> Ticked:
        return tick(opened["ours"], catalogue, NOW)

    again()
    people = len(ours().reminded)
    if not people:
        raise AssertionError("nobody was due")
    found = compare(
        f"a tick with {people} people due",
        ours,
        "sqlite3: claim and queue, one commit a person",
        lambda: _bare_due(opened["bare"], people),
        rounds,
        again,
    )
    for each in opened.values():
        each.close()
    return found


def _bare_due(connection: sqlite3.Connection, people: int) -> None:
    due = connection.execute(
        "SELECT id, official_id FROM reminders WHERE state = 'waiting' AND due_at <= ?",
        (f"{NOW.astimezone(UTC):%Y-%m-%d %H:%M:%S}.000000",),
    ).fetchall()
    if len(due) != people:
        raise AssertionError(f"{len(due)} rows for {people} people")
    connection.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT)")
    for reminder_id, official_id in due:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE reminders SET state = 'sent' WHERE id = ?", (reminder_id,))
        connection.execute("INSERT INTO message (text) VALUES (?)", (official_id,))
        connection.execute("COMMIT")


def _quiet(folder: Path, catalogue: Catalogue, rounds: int) -> Ratio:
    database = open_database(f"sqlite:///{folder / 'quiet.db'}")
    tick(database, catalogue, NOW)
    with closing(_connect(folder / "quiet.db")) as connection:
        found = compare(
            "a tick with nothing due",
            lambda: tick(database, catalogue, AFTER),
            "sqlite3: one SELECT by index",
            lambda: connection.execute(
                "SELECT id FROM reminders WHERE state = 'waiting' AND due_at <= ?", ("2024-08-28",)
            ).fetchall(),
            rounds,
        )
    database.close()
    return found


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
