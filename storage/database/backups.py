"""A backup of the database: one SQLite file, whatever engine it comes from, as of one moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database.copying import CopyDiffers, TableSum, move, sums
from storage.database.database import Database, back_up, copy_pages, open_database
from storage.database.schema import current_revision, migrate, require_current
from storage.database.session import sqlite_of


class Damaged(Exception):
    """A file that is no whole database any more."""


def save(database: Database, file: Path) -> dict[str, TableSum]:
    """Write a database that may be in use into a new file, as of one moment, read it again and
    hold it against what it was taken from; what stands in it. Damaged or CopyDiffers where it is
    not the same."""
    require_current(database)
    if not database.is_sqlite:
        found = _in_rows(database, file)
    else:
        with database.read() as session:
            wanted = sums(session)  # the first look: from here on the view stands still
            raw = sqlite_of(session.connection())
            assert raw is not None
            copy_pages(raw, file)
        found = read_again(file)
        if wrong := [name for name, each in wanted.items() if found[name] != each]:
            raise CopyDiffers(wrong)
    settle(file)
    return found


def _in_rows(database: Database, file: Path) -> dict[str, TableSum]:
    copy = open_database(f"sqlite:///{file}")
    try:
        found = move(database, copy)
    finally:
        copy.close()
    _look_over(file)
    return found


def read_again(file: Path) -> dict[str, TableSum]:
    """What stands in a file of this program's schema. Damaged where the file is not whole."""
    _look_over(file)
    database = open_database(f"sqlite:///{file}")
    try:
        with database.read() as session:
            return sums(session)
    finally:
        database.close()


def bring_up(file: Path) -> bool:
    """Bring a copy of an older backup to this program's schema; False where it has it already.
    WrongSchema where it is of a newer program."""
    _look_over(file)
    database = open_database(f"sqlite:///{file}")
    try:
        older = current_revision(database)
        return bool(migrate(database)) and older is not None
    finally:
        database.close()


def settle(file: Path) -> None:
    """Leave one file alone, without a log beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").close()


def _look_over(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as connection:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    if told != ("ok",) or orphans is not None:
        raise Damaged(str(told))


def set_aside(file: Path, ending: str) -> Path | None:
    """Put the database that stands in the way beside itself, with what its log still holds; where
    it is now, None where there was none."""
    if not file.exists():
        return None
    aside = file.with_name(f"{file.name}.{ending}")
    back_up(file, aside)
    return aside
