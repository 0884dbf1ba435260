"""A superior's desk over a hundred units, and over a country of 3,321 with ten years of figures
behind it: what is asked in the chat, and each page, beside the bare counts of its round."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

from benchmarks.country import COMMUNES
from benchmarks.sides import Ratio, Side, compare
from benchmarks.stage import NOW, district, open_stage
from benchmarks.years import given_meanwhile, years_behind
from bot.inbox.inbox import receive
from bot.web.pages.desk import VIEWS, View, Visit
from bot.web.pages.render import page
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming
from handlers.pages.table_asked import TableAsked
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.database.states import PagePurpose
from storage.messages.pages import Page
from storage.people.officials import link_address, official

SUPERIOR = Address("console", "quynh")
AT = parse_at("2024-09-18T09:00")  # the round is over by three days
BARE = """
SELECT o.unit_id, count(*), sum(f.state = 'missing') FROM obligations o
JOIN figures f ON f.obligation_id = o.id
WHERE o.round_id = (SELECT id FROM rounds ORDER BY due_at DESC LIMIT 1) GROUP BY o.id"""
OVER_PERIODS = TableAsked(others={"way": "periods"})


def main(quick: bool) -> Iterator[Ratio]:
    """Thirteen million figures; laying them down takes some minutes, which are not measured."""
    sizes = ((3, 2),) if quick else ((100, 40), (COMMUNES, 40))
    rounds = 1 if quick else 9
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as name:
        for units, quarters in sizes:
            file = Path(name) / f"{units}.db"
            database, catalogue = open_stage(file, district(units))
            tick(database, catalogue, NOW - timedelta(hours=7))
            with database.work() as session:
                link_address(session, "quynh", SUPERIOR, NOW)
            database.close()
            years_behind(file, catalogue, NOW.date(), quarters)
            given_meanwhile(file, catalogue, NOW.date())
            yield from _pages(file, database, catalogue, units, rounds)


def _pages(
    file: Path, database: Database, catalogue: Catalogue, units: int, rounds: int
) -> Iterator[Ratio]:
    with closing(sqlite3.connect(file)) as bare:
        for view in VIEWS:
            ways = (TableAsked(), OVER_PERIODS) if view.path == "/figures" else (TableAsked(),)
            for asked in ways:
                others = " over the periods" if asked.others else ""
                yield compare(
                    f"desk {view.path or '/'}{others}, {units:,} units",
                    _shown(database, catalogue, view, asked),
                    "sqlite3: the figures of the round counted",
                    lambda: bare.execute(BARE).fetchall(),
                    rounds,
                )
        for text in ("/status", "/tre"):
            yield compare(
                f"“{text}” of a superior, {units:,} units",
                _asked(database, catalogue, text),
                "sqlite3: the figures of the round counted",
                lambda: bare.execute(BARE).fetchall(),
                rounds,
            )
    database.close()


def _asked(database: Database, catalogue: Catalogue, text: str) -> Side:
    """From the message to the committed answer; what it has of pictures is drawn behind that."""
    numbers = count()

    def ask() -> None:
        said = Incoming(f"{text} {next(numbers)}", SUPERIOR, text, AT)
        if not receive(database, catalogue, said, AT):
            raise AssertionError("a repeat")

    return ask


def _shown(database: Database, catalogue: Catalogue, view: View, asked: TableAsked) -> Side:
    link = Page(1, PagePurpose.DESK, "quynh", SUPERIOR, None, "", AT)

    def show() -> None:
        with database.read() as session:
            work = Work(session, catalogue, AT)
            found = view.shown(Visit(work, official(session, "quynh"), link, asked))
            page(view.template, desk=found, here="/t/x", view=view.path, asked=asked)

    return show
