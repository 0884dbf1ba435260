"""What every command opens first: the database of the right schema, the catalogue, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.fault import UsageFault
from bot.settings import database_url
from domain.moments import parse_at
from storage.catalogue import Catalogue, load_catalogue
from storage.database import Database, open_database
from storage.schema import WrongSchema, require_current

Clock = Callable[[], datetime]


def open_store(db: str | None) -> tuple[Database, Catalogue]:
    """The database, refused unless its schema is this program's, and the catalogue with the
    forms that were loaded into it."""
    database = open_database(database_url(db))
    try:
        require_current(database)
    except WrongSchema as wrong:
        raise UsageFault("fault.schema" if wrong.have else "fault.no_schema") from None
    return database, load_catalogue(database)


def clock_at(at: str | None) -> Clock:
    """A clock that stands still at `--at`, or the real one."""
    if at is None:
        return lambda: datetime.now(UTC)
    try:
        moment = parse_at(at)
    except ValueError:
        raise UsageFault("fault.moment", text=at) from None
    return lambda: moment
