"""The same words in a commune alone and in a country of 3,321: what others do costs an answer
nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

from benchmarks.sides import Ratio, Side, compare
from benchmarks.stage import NOW, district, open_stage
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database

LAN = Address("console", "lan1")
COMMUNES = 3321  # of the country since 1/7/2025
TEXTS = ("còn thiếu", "/status", "xã mình đến đâu rồi")


def main(quick: bool) -> Iterator[Ratio]:
    """Ten officials a commune; loading them takes about a minute, which is not measured."""
    many, rounds = (3, 1) if quick else (COMMUNES, 30)
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        alone = _opened(Path(name) / "one.db", 1)
        country = _opened(Path(name) / "country.db", many)
        for text in TEXTS:
            yield compare(
                f"“{text}” among {many:,} communes",
                _asking(*country, text),
                "the same in a commune alone",
                _asking(*alone, text),
                rounds,
            )
        for database, _ in (alone, country):
            database.close()


def _opened(file: Path, communes: int) -> tuple[Database, Catalogue]:
    database, catalogue = open_stage(file, district(communes))
    tick(database, catalogue, NOW - timedelta(hours=7))
    return database, catalogue


def _asking(database: Database, catalogue: Catalogue, text: str) -> Side:
    numbers = count()

    def ask() -> None:
        incoming = Incoming(f"{text} {next(numbers)}", LAN, text, NOW)
        if not receive(database, catalogue, incoming, NOW):
            raise AssertionError("a repeat")

    return ask
