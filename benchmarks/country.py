"""A quarter planned for a country of 3,321 communes, and the same words there and in a commune
alone, ten years of figures behind both: what others do, and did, costs an answer nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from benchmarks.planning import plan_quarter, planning
from benchmarks.sides import Ratio, Side, compare
from benchmarks.stage import COMMUNE, FOUR, NOW, await_four, district, open_stage
from benchmarks.years import years_behind
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.database.database import Database, open_database
from storage.reports.rounds import open_obligations

LAN = Address("console", "lan1")
COMMUNES = 3321  # of the country since 1/7/2025
UNIT = f"{COMMUNE}-1"
TURNS = (FOUR, ("còn thiếu",), ("/status",), ("xã mình đến đâu rồi",))


def main(quick: bool) -> Iterator[Ratio]:
    """Ten officials a commune; laying them and thirteen million figures down takes some minutes,
    which are not measured."""
    many, rounds, quarters = (3, 1, 2) if quick else (COMMUNES, 30, 40)
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        alone, country = Path(name) / "one.db", Path(name) / "country.db"
        for file, communes in ((alone, 1), (country, many)):
            open_stage(file, district(communes))[0].close()
        catalogue = load_catalogue()
        yield planning(country, catalogue, 1 if quick else 5)
        asked = {file: _opened(file, catalogue, quarters) for file in (country, alone)}
        for texts in TURNS:
            yield compare(
                f"“{texts[0]}” among {many:,} communes",
                _asking(asked[country], catalogue, texts),
                "the same in a commune alone",
                _asking(asked[alone], catalogue, texts),
                rounds,
                lambda: _await(asked.values()),
            )
        for database in asked.values():
            database.close()


def _opened(file: Path, catalogue: Catalogue, quarters: int) -> Database:
    database = open_database(f"sqlite:///{file}")
    plan_quarter(database, catalogue)
    years_behind(file, catalogue, NOW.date(), quarters)
    return database


def _await(databases: Iterable[Database]) -> None:
    for database in databases:
        with database.read() as session:
            (report,) = open_obligations(session, {UNIT})
        await_four(database, LAN, report.id)


def _asking(database: Database, catalogue: Catalogue, texts: tuple[str, ...]) -> Side:
    numbers = count()

    def ask() -> None:
        number = next(numbers)
        text = texts[number % len(texts)]
        incoming = Incoming(f"{text} {number}", LAN, text, NOW)
        if not receive(database, catalogue, incoming, NOW):
            raise AssertionError("a repeat")

    return ask
