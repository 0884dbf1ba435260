"""A quarter planned for a country of 3,321 communes, and the same words there and in a commune
alone: what others do costs an answer nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.planning import plan_quarter, planning
from benchmarks.sides import Ratio, Side, compare
from benchmarks.stage import NOW, district, open_stage
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.database.database import Database, open_database

LAN = Address("console", "lan1")
COMMUNES = 3321  # of the country since 1/7/2025
TEXTS = ("còn thiếu", "/status", "xã mình đến đâu rồi")


def main(quick: bool) -> Iterator[Ratio]:
    """Ten officials a commune; loading them takes about a minute, which is not measured."""
    many, rounds = (3, 1) if quick else (COMMUNES, 30)
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        alone, country = Path(name) / "one.db", Path(name) / "country.db"
        for file, communes in ((alone, 1), (country, many)):
            open_stage(file, district(communes))[0].close()
        catalogue = load_catalogue()
        yield planning(country, catalogue, 1 if quick else 5)
        asked = {file: _opened(file, catalogue) for file in (country, alone)}
        for text in TEXTS:
            yield compare(
                f"“{text}” among {many:,} communes",
                _asking(asked[country], catalogue, text),
                "the same in a commune alone",
                _asking(asked[alone], catalogue, text),
                rounds,
            )
        for database in asked.values():
            database.close()


def _opened(file: Path, catalogue: Catalogue) -> Database:
    database = open_database(f"sqlite:///{file}")
    plan_quarter(database, catalogue)
    return database


def _asking(database: Database, catalogue: Catalogue, text: str) -> Side:
    numbers = count()

    def ask() -> None:
        incoming = Incoming(f"{text} {next(numbers)}", LAN, text, NOW)
        if not receive(database, catalogue, incoming, NOW):
            raise AssertionError("a repeat")

    return ask
