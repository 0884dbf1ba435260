"""The stores and the desks that the tests of the pages share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from storage.database.database import Database, open_database
from tests.web.browser import chromium
from tests.web.desk_rig import DistrictDesk
from tests.web.pages_rig import Pages

_open = ExitStack()
_browsers: list[Browser] = []


@pytest.fixture
def browser() -> Browser:
    """One for all tests in a row that want it; what they open in it is theirs alone."""
    if not _browsers:
        _browsers.append(_open.enter_context(chromium()))
    return _browsers[0]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """It goes before any other test begins: as long as it is there, the loop of its driver is the
    one of this thread."""
    if "browser" not in getattr(nextitem, "fixturenames", ()):
        _browsers.clear()
        _open.close()


@pytest.fixture(scope="module")
def migrated_module_file(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database for all tests of a module."""
    file = tmp_path_factory.mktemp("store") / "store.db"
    shutil.copy(migrated_file, file)
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def pages(memory_database: Database) -> Pages:
    """The sample commune on the morning of its first reminder, with pages by link."""
    found = Pages(memory_database)
    found.ring()
    return found


@pytest.fixture
def client(pages: Pages) -> Iterator[httpx.Client]:
    """Its pages, served."""
    with pages.served() as found:
        yield found


@pytest.fixture
def district(memory_database: Database) -> DistrictDesk:
    """Two communes have answered, one has begun; tasks are given. The due day has gone by."""
    found = DistrictDesk(memory_database)
    found.begin()
    return found
