"""A database for all tests of a module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database.database import Database, open_database


@pytest.fixture(scope="module")
def migrated_module_file(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    file = tmp_path_factory.mktemp("store") / "store.db"
    shutil.copy(migrated_file, file)
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()
