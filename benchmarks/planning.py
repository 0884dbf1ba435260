"""Planning a whole quarter, every step for every official, beside putting the same rows there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.sides import Ratio, compare
from benchmarks.stage import NOW
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import LOG_PAGES, Database, open_database

EVENING = NOW - timedelta(hours=7)  # before the first morning: everything is planned, nothing rings
WRITTEN = ("rounds", "obligations", "reminders")
Rows = dict[str, list[tuple[Any, ...]]]


def planning(unplanned: Path, catalogue: Catalogue, rounds: int) -> Ratio:
    """`unplanned`: a file with people and nothing planned, which stays as it is."""
    ours, bare = unplanned.with_name("ours.db"), unplanned.with_name("bare.db")

    def again() -> None:
        for copy in (ours, bare):
            for old in copy.parent.glob(f"{copy.name}*"):
                old.unlink()
            shutil.copy(unplanned, copy)

    def plan() -> None:
        with closing(open_database(f"sqlite:///{ours}")) as database:
            plan_quarter(database, catalogue)

    again()
    plan()
    rows = _written(ours)
    return compare(
        f"planning {len(rows['reminders']):,} steps of {len(rows['obligations']):,} reports",
        plan,
        "sqlite3: the same rows, one by one, in one transaction",
        lambda: _put(bare, rows),
        rounds,
        again,
    )


def plan_quarter(database: Database, catalogue: Catalogue) -> None:
    """The tick that opens the round."""
    if not tick(database, catalogue, EVENING).opened:
        raise AssertionError("nothing was opened")


def _written(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as connection:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
            for name in WRITTEN
        }


def _put(file: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"wal_autocheckpoint={LOG_PAGES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        for name, each in rows.items():
            marks = ", ".join("?" * len(each[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", each)
        connection.execute("COMMIT")
