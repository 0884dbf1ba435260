"""A database with the newest schema without making it anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.database.database import Database, open_database


def in_memory(migrated_file: Path) -> Database:
    """What stands in a SQLite file, in memory."""
    database = open_database("sqlite://")
    with database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        source = sqlite3.connect(migrated_file)
        source.backup(raw)
        source.close()
    return database
