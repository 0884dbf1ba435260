"""The database: how it is opened, and the unit of work.

SQLite holds a commune or a district in one file: write-ahead log, every commit on the disk before
it counts, one writer at a time. PostgreSQL holds a province.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, bindparam, create_engine, event, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection, Engine, Row, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError
from sqlalchemy.pool import QueuePool

from storage.database.session import Looking, sqlite_of
from storage.database.session import Session as Session
from storage.database.writers import Shared, Unwritten, Writers

BUSY_SECONDS = 10.0  # how long a unit of work waits for another writer
LINE = {  # to PostgreSQL: a server that has gone silent is noticed, not waited for
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # ms
}
SECOND_USE = 1  # of a statement: then the server prepares it, for most are used again and again
FLUSHED = "FULL"  # what is committed is on the disk: a power cut takes none of it back
LOG_PAGES = 4000  # 16 MiB of write-ahead log before a commit itself must check it in
_BUSY_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_UNUSABLE_CODES = {
    sqlite3.SQLITE_NOTADB: "not_database",
    sqlite3.SQLITE_CORRUPT: "not_database",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
}
_POSTGRES = ("postgresql", "postgres")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class DatabaseUnavailable(Exception):
    """The database is out of reach, full or busy: nothing was written, try the unit again."""


class UnusableDatabase(Exception):
    """The database cannot be used until somebody mends it. `reason`: `address` (no such address),
    `password` (an @ in it), `kind` (neither SQLite nor PostgreSQL), `not_database`, `read_only`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Both ways of using it are context managers over one transaction."""

    engine: Engine
    _writers: Writers | Shared | None = field(repr=False)
    _readers: Engine = field(repr=False)

    @contextmanager
    def work(self, *, together: bool = False) -> Iterator[Session]:
        """One unit of work: committed at the end, undone by any exception. Never nested.
        `together`: it is short, and may be committed along with others that are."""
        if isinstance(self._writers, Shared):  # which tells nobody what has failed
            with self._writers.unit() as session:
                yield session
            return
        with translated():
            if self._writers is not None:
                with self._writers.unit(together=together) as session:
                    yield session
                return
            with self.engine.begin() as connection:
                yield Session(lambda: connection)

    @contextmanager
    def one_commit(self) -> Iterator[Database]:
        """The same database, over which short units of work follow each other: all of them are
        on the disk when this ends, none before. Undone where one fails, and nothing is written.
        Over PostgreSQL each is a unit as ever, on the disk when it ends itself."""
        if not isinstance(self._writers, Writers):
            yield self
            return
        with translated(), self._writers.unit(together=True) as session:
            yield replace(self, _writers=Shared(session))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A view of one moment, however long it is read: what others write meanwhile is not in
        it. Writing in it is an error."""
        with translated(), closing(_begun(self._readers)) as session:
            yield session
            session.end()

    @property
    def is_sqlite(self) -> bool:
        """True where the database is a file or lives in memory."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a database in memory or on a server."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open `sqlite:///file`, `sqlite://` (memory) or `postgresql://…`; no schema is made here.

    UnusableDatabase where the address is none, or one of another kind.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        connect_args={"options": "-c timezone=UTC", "prepare_threshold": SECOND_USE, **LINE},
        pool_pre_ping=True,
        pool_use_lifo=True,  # the line whose server has the most prepared
        hide_parameters=True,  # an error of the database must not tell what somebody wrote
        json_serializer=_json,
    )
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, None, readers)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UnusableDatabase("address") from None
    if parsed.get_backend_name() not in ("sqlite", *_POSTGRES):
        raise UnusableDatabase("kind")
    if "@" in (parsed.host or ""):  # of a password whose @ was not written as %40
        raise UnusableDatabase("password")
    return parsed


def sqlite_file(url: str) -> Path | None:
    """The file that the address of a SQLite database names; None for any other database."""
    parsed = _parsed(url)
    name = parsed.database
    in_file = parsed.get_backend_name() == "sqlite" and name and name != ":memory:"
    return Path(str(name)) if in_file else None


def shown(url: str) -> str:
    """An address as it may be shown: without its password, and nothing of it where it is none."""
    try:
        return _parsed(url).render_as_string(hide_password=True)
    except UnusableDatabase:
        return url.partition(":")[0] + ":…"


def _open_sqlite(url: URL) -> Database:
    in_memory = url.database in (None, "", ":memory:")
    if url.database and not in_memory:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # A database in memory lives as long as its only connection, for which everybody queues.
    pool = {"pool_size": 1, "max_overflow": 0} if in_memory else {"pool_size": 20}
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_timeout=BUSY_SECONDS,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        json_serializer=_json,
        hide_parameters=True,
        **pool,
    )
    if url.database and not in_memory:
        event.listen(engine, "do_connect", _own)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    writers = Writers(engine, BUSY_SECONDS)
    return Database(engine, writers, engine.execution_options(nhacviec_read=True))


def _own(_dialect: object, _record: object, named: Sequence[str], _how: object) -> None:
    """A new file is its owner's alone, as the log beside it then is; an old one keeps the mode
    that somebody gave it. Where it cannot be made, SQLite itself says why."""
    with suppress(OSError):
        Path(named[0]).touch(mode=0o600)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not before
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={FLUSHED}",
        "foreign_keys=ON",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("nhacviec_read", False)
    raw = sqlite_of(connection)
    assert raw is not None
    raw.execute("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begun(engine: Engine) -> Looking:
    """With a transaction of its own; no connection is taken where nothing is asked."""

    def connect() -> Connection:
        connection = engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    return Looking(connect)


@contextmanager
def translated() -> Iterator[None]:
    """What a database driver raises, as DatabaseUnavailable or UnusableDatabase."""
    try:
        yield
    except (TimeoutError, Unwritten) as error:
        raise DatabaseUnavailable(str(error)) from error
    except DBAPIError as error:
        if _passing(error):
            raise DatabaseUnavailable(str(error.orig)) from error
        _raise_unusable(error.orig)
        raise
    except sqlite3.Error as error:  # while a connection is prepared
        if error.sqlite_errorcode & 0xFF in _BUSY_CODES:
            raise DatabaseUnavailable(str(error)) from error
        _raise_unusable(error)
        raise


def _raise_unusable(error: object) -> None:
    """Nothing is raised for an error that is none of the file's."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF in _UNUSABLE_CODES:
        raise UnusableDatabase(_UNUSABLE_CODES[code & 0xFF])


def _passing(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _BUSY_CODES
    state = getattr(error.orig, "sqlstate", None)
    # No state: no connection. 08 connection, 40 rolled back, 53 resources, 57P shutdown.
    kinds = {kind.__name__ for kind in type(error.orig).__mro__}
    return "OperationalError" in kinds and (
        state is None or state[:2] in ("08", "40", "53") or state[:3] == "57P"
    )


def is_postgres(session: Session) -> bool:
    """True where rows have to be locked one by one; SQLite has one writer at a time."""
    return session.connection().dialect.name == "postgresql"


def upsert(
    session: Session, target: Table, rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Insert rows by column name; where `key` exists already, the other columns are renewed."""
    if rows:
        session.execute(_upsert(is_postgres(session), target, tuple(rows[0]), tuple(key)), rows)


def upsert_id(session: Session, target: Table, row: Mapping[str, Any], key: Sequence[str]) -> int:
    """Upsert one row of a table with an integer `id` and give that id."""
    statement = _upsert_id(is_postgres(session), target, tuple(row), tuple(key))
    return int(session.execute(statement, row).scalar_one())


def insert_new(
    session: Session, target: Table, row: Mapping[str, Any], *returning: str
) -> Row[Any] | None:
    """Insert a row unless one of its unique keys exists: the columns asked for, or None."""
    statement = _insert_new(is_postgres(session), target, returning)
    return session.execute(statement, row).one_or_none()


def insert_many_new(
    session: Session, target: Table, rows: Iterable[Mapping[str, Any]], *returning: str
) -> Sequence[Row[Any]]:
    """Insert the rows whose unique keys do not exist yet: the columns asked for of each new one."""
    listed = list(rows)
    if not listed:
        return ()
    if is_postgres(session):
        names = tuple(listed[0])
        lists = {name: [row[name] for row in listed] for name in names}
        done = session.execute(_insert_lists(target, names, returning), lists)
    else:
        done = session.execute(_insert_new(False, target, returning), listed)
    return done.all() if returning else ()


@cache
def _upsert(
    postgres: bool, target: Table, columns: tuple[str, ...], key: tuple[str, ...]
) -> sqlite.Insert:
    statement = _insert(postgres, target)
    renewed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=renewed)


@cache
def _upsert_id(
    postgres: bool, target: Table, columns: tuple[str, ...], key: tuple[str, ...]
) -> Any:
    return _upsert(postgres, target, columns, key).returning(target.c.id)


@cache
def _insert_new(postgres: bool, target: Table, returning: tuple[str, ...] = ()) -> Any:
    return _returning(_insert(postgres, target).on_conflict_do_nothing(), target, returning)


def _returning(statement: Any, target: Table, names: tuple[str, ...]) -> Any:
    return statement.returning(*(target.c[name] for name in names)) if names else statement


@cache
def _insert_lists(target: Table, names: tuple[str, ...], returning: tuple[str, ...]) -> Any:
    """PostgreSQL takes a row at a time in twice the time of a list for each column."""
    from sqlalchemy.dialects import postgresql

    lists = [
        bindparam(name, type_=postgresql.ARRAY(target.c[name].type, dimensions=1)) for name in names
    ]
    rows = func.unnest(*lists).table_valued(*names).render_derived()
    given = select(*(rows.c[name] for name in names))
    statement = postgresql.insert(target).from_select(names, given, include_defaults=False)
    return _returning(statement.on_conflict_do_nothing(), target, returning)


@cache
def insert_where(postgres: bool, target: Table, row: Select[Any], returning: str) -> Any:
    """INSERT of a row that a query gives, or does not, unless one of its keys exists; built once
    for a query that is itself built once."""
    names = [column.name for column in row.selected_columns]
    statement = _insert(postgres, target).from_select(names, row)
    return statement.on_conflict_do_nothing().returning(target.c[returning])


def _insert(postgres: bool, target: Table) -> sqlite.Insert:
    """The dialect's own INSERT: both have ON CONFLICT with the same words."""
    if postgres:
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(target)  # type: ignore[return-value]
    return sqlite.insert(target)


def checkpoint(database: Database) -> None:
    """Bring SQLite's write-ahead log into its file, away from the path of any answer."""
    if database.file:
        with database.engine.connect() as connection:
            raw = sqlite_of(connection)
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").close()


def back_up(source: Path, target: Path) -> None:
    """Copy a SQLite file that may be in use, as of one moment; an existing target is refused."""
    with closing(sqlite3.connect(source)) as old:
        copy_pages(old, target)


def copy_pages(old: sqlite3.Connection, target: Path) -> None:
    """Copy what a connection sees into a new file; an existing one is refused."""
    if target.exists():
        raise FileExistsError(target)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(target)) as new:
        old.backup(new)
