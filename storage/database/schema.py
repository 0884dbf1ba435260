"""Which schema the code needs, which one a database has, and the way from one to the other.

Alembic is imported only where a schema is changed: reading the file names is enough to know.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from storage.database.database import Database, back_up, translated
from storage.database.session import sqlite_of

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_FILE_NAME = re.compile(r"\d{4}_\d{2}_\d{2}_(?P<revision>\d{4})_\w+\.py")
MOVING = "moving"
"""Stands for a revision while the rows of another database are brought in: there is none yet that
anybody could work with."""
_LOCK = 0x6E686163  # "nhac": one process at a time changes a PostgreSQL schema


class WrongSchema(Exception):
    """The database has another schema than the code: `migrate` it, or install the newer code.

    `have` is None for a database without any schema.
    """

    def __init__(self, have: str | None, want: str) -> None:
        super().__init__(f"database schema {have}, code needs {want}")
        self.have = have
        self.want = want


@cache
def revisions() -> tuple[str, ...]:
    """All revisions, oldest first: `2026_11_20_0001_first_tables.py` is revision 0001."""
    found = (_FILE_NAME.fullmatch(file.name) for file in (MIGRATIONS / "versions").iterdir())
    return tuple(sorted(match["revision"] for match in found if match))


HEAD = revisions()[-1]


def current_revision(database: Database) -> str | None:
    """The revision of a database; None while it has no schema."""
    with database.read() as session:
        return _revision(session.connection())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def require_current(database: Database) -> None:
    """Raise `WrongSchema` unless the database has the schema that the code needs."""
    have = current_revision(database)
    if have != HEAD:
        raise WrongSchema(have, HEAD)


def migrate(database: Database) -> list[str]:
    """Bring the database to `HEAD`; the revisions that were applied, oldest first.

    All of them or none: one transaction. A SQLite file that has a schema is first copied beside
    itself as `name.db.before-<revision>`. A schema newer than the code raises `WrongSchema`.
    """
    have = current_revision(database)
    if have is not None and have not in revisions():
        raise WrongSchema(have, HEAD)
    if have == HEAD:
        return []
    if have is not None and database.file:
        back_up(database.file, _free_name(database.file, have))
    with translated(), database.engine.connect() as connection:
        return _upgrade(connection)


def mark_moving(database: Database) -> None:
    """From now on nobody works with the database, until `mark_moved`."""
    _mark(database, MOVING)


def mark_moved(database: Database) -> None:
    """All rows are there."""
    _mark(database, HEAD)


def _mark(database: Database, revision: str) -> None:
    with database.work() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})


def _free_name(file: Path, revision: str) -> Path:
    copy = file.with_name(f"{file.name}.before-{revision}")
    number = 1
    while copy.exists():
        number += 1
        copy = file.with_name(f"{file.name}.before-{revision}-{number}")
    return copy


def _upgrade(connection: Connection) -> list[str]:
    from alembic import command

    with _without_foreign_keys(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        have = _revision(connection)  # another process may have been faster
        command.upgrade(alembic_config(connection), "head")
        _check_foreign_keys(connection)
    return [revision for revision in revisions() if have is None or revision > have]


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by writing it anew, which must not pull its children along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    _pragma(connection, "foreign_keys=OFF")
    try:
        yield
    finally:
        _pragma(connection, "foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration would leave {len(broken)} rows without parent")


def _pragma(connection: Connection, words: str) -> None:
    raw = sqlite_of(connection)
    assert raw is not None
    raw.execute(f"PRAGMA {words}").close()


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for work over an open connection; pyproject.toml is not needed."""
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # its default is what stood there when it was imported
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
