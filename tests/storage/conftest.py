"""The small district as a fixture."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.storage.small_district import District, fill


@pytest.fixture
def district(database: Database) -> District:
    """The small district, on every kind of database."""
    with database.work() as session:
        return District(database, fill(session))
