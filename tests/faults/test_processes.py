"""Any number of identical processes on PostgreSQL: none is special, none is missed. The run in full
is `python -m tests.soak processes`."""

from __future__ import annotations

import pytest

from tests.soak.processes import run
from tests.support.postgres import new_database


@pytest.mark.slow
@pytest.mark.postgres
def test_processes_that_are_killed_and_started_again_lose_nothing(postgres_server: str) -> None:
    url = new_database(postgres_server, "processes")
    report = run(messages=60, kills=4, seed=3, url=url)
    assert report.missing == []
    assert report.strange == []
    assert report.unmarked == []
    assert report.states == {"sent": 60}
    assert report.repeats <= report.kills
    assert "Traceback" not in report.log
    assert report.leaks == []
