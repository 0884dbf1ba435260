"""Statements compiled once for all databases of a test run.

The product opens one database and compiles each statement once. A test run opens thousands, each
with an engine of its own, and SQLAlchemy keeps what it compiled with the engine: a quarter of all
time went into compiling the same statements again. Here every engine over SQLite looks into one
cache. All of them are opened by `open_database`, so that what is compiled for one fits the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

KEPT = 2000  # statements; the product has some hundreds


@contextmanager
def compiled_once() -> Iterator[None]:
    """As long as this is open, what one engine over SQLite compiled serves all of them."""
    cache: LRUCache[object, object] = LRUCache(KEPT)

    def share(connection: Connection) -> None:
        if type(connection.dialect) is SQLiteDialect_pysqlite:
            connection.engine._compiled_cache = cache  # type: ignore[assignment]

    alone = (SQLiteDialect_pysqlite.__hash__, SQLiteDialect_pysqlite.__eq__)
    event.listen(Engine, "engine_connect", share)
    # The dialect is a part of the key under which a compiled statement is found.
    _equal(lambda dialect: hash(type(dialect)), lambda one, other: type(one) is type(other))
    try:
        yield
    finally:
        _equal(*alone)
        event.remove(Engine, "engine_connect", share)


def _equal(hashed: object, equal: object) -> None:
    SQLiteDialect_pysqlite.__hash__ = hashed  # type: ignore[assignment, method-assign]
    SQLiteDialect_pysqlite.__eq__ = equal  # type: ignore[assignment, method-assign]
