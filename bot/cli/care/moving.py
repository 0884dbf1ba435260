"""`nhacviec db move`: all rows from one kind of database into the other, as they are."""

from __future__ import annotations

from contextlib import ExitStack, closing

from bot.cli.care.lines import counted, tell
from bot.fault import UsageFault
from bot.settings import database_url
from bot.wiring import alone_with, told
from storage.database.copying import CopyDiffers, NotEmpty, move
from storage.database.database import Database, open_database, shown, sqlite_file
from storage.messages.presence import anybody_there


def run_move(source: str, target: str) -> None:
    """Say each table when it is there; where it is broken off, the same command goes on."""
    old, new = database_url(source), database_url(target)
    file = sqlite_file(old)
    if file is not None and not file.exists():
        raise UsageFault("fault.no_schema", url=shown(old))
    if old == new:
        raise UsageFault("move.same")
    with ExitStack() as stack:
        for url in (old, new):
            if (file := sqlite_file(url)) is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(alone_with(file))
        with told(old):
            here = stack.enter_context(closing(open_database(old)))
            refuse_served(here)
        with told(new):
            there = stack.enter_context(closing(open_database(new)))
            refuse_served(there)
        _move(here, there, new)


def _move(here: Database, there: Database, url: str) -> None:
    try:
        with told(url):
            found = move(here, there, _tell)
    except NotEmpty:
        raise UsageFault("move.not_empty", url=shown(url)) from None
    except CopyDiffers as wrong:
        raise UsageFault("move.differs", tables=wrong) from None
    tell("move.done", rows=counted(sum(each.rows for each in found.values())), url=shown(url))


def _tell(table: str, rows: int) -> None:
    if rows:
        tell("move.table", table=table, rows=counted(rows))


def refuse_served(database: Database) -> None:
    """UsageFault while a bot works with a server's database; of a file, its lock tells."""
    with database.read() as session:
        if anybody_there(session):
            url = database.engine.url.render_as_string(hide_password=True)
            raise UsageFault("move.served", url=url)
