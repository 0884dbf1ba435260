"""What every command opens first: the database of the right schema, the catalogue, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bot.fault import UsageFault, file_fault
from bot.file_lock import try_lock
from bot.settings import database_url
from domain.dates.moments import parse_at
from handlers.wording.say import use_texts
from handlers.wording.show_moments import use_period_names
from reports.style import use_own_style
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.words import use_words
from storage.database.database import (
    Database,
    DatabaseUnavailable,
    UnusableDatabase,
    open_database,
    shown,
    sqlite_file,
)
from storage.database.schema import MOVING, WrongSchema, require_current, revisions

Clock = Callable[[], datetime]
YEARS = range(2000, 2101)  # of which anything can be told


def open_store(db: str | None) -> tuple[Database, Catalogue]:
    """The database, refused unless its schema is this program's, and the catalogue with what was
    loaded into it."""
    database = database_if_there(db)
    if database is None:
        raise UsageFault("fault.no_schema", url=shown(database_url(db)))
    catalogue = load_catalogue(database)
    _use(catalogue)
    return database, replace(catalogue, used=_use)


def _use(catalogue: Catalogue) -> None:
    """Say and understand what this catalogue brings: at start, and when something was loaded."""
    use_texts(catalogue.wordings)
    use_period_names(catalogue.period_names)
    use_words(catalogue.words)
    use_own_style(catalogue.style)


def database_if_there(db: str | None) -> Database | None:
    """The database, refused unless its schema is this program's; None where there is none yet.
    Nothing is created."""
    url = database_url(db)
    with told(url):
        file = sqlite_file(url)
        if file is not None and not file.exists():
            return None
        database = open_database(url)
        try:
            require_current(database)
        except WrongSchema as wrong:
            if wrong.have is None:
                return None
            raise
    return database


@contextmanager
def told(url: str) -> Iterator[None]:
    """What is wrong with a database, as one line that never shows its password."""
    try:
        yield
    except UnusableDatabase as unusable:
        raise UsageFault(f"fault.database.{unusable.reason}", url=shown(url)) from None
    except DatabaseUnavailable:
        where = "server" if sqlite_file(url) is None else "unavailable"
        raise UsageFault(f"fault.database.{where}", url=shown(url)) from None
    except OSError as error:
        raise file_fault(error) from None
    except WrongSchema as wrong:
        if wrong.have == MOVING:
            raise UsageFault("fault.schema_moving", url=shown(url)) from None
        newer = wrong.have is not None and wrong.have not in revisions()
        text_id = "fault.schema_new" if newer else "fault.schema_old"
        raise UsageFault(text_id, have=wrong.have, want=wrong.want) from None


def alone_with(file: Path) -> IO[bytes]:
    """The lock of a SQLite file, held until it is closed. A second bot beside the first would take
    what that one is sending for lost, and send it again; nor may the file be changed for another
    while a bot has it."""
    lock = file.with_name(f"{file.name}.running").open("ab")
    if not try_lock(lock.fileno()):
        lock.close()
        raise UsageFault("run.twice", file=file)
    return lock


def clock_at(at: str | None) -> Clock:
    """A clock that stands still at `--at`, or the real one."""
    if at is None:
        return lambda: datetime.now(UTC)
    try:
        moment = parse_at(at)
    except (ValueError, OverflowError):
        raise UsageFault("fault.moment", text=at) from None
    if moment.year not in YEARS:
        raise UsageFault("fault.moment", text=at)
    return lambda: moment
