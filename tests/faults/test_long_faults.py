"""A day without network, a year in which three things in ten go wrong: short. In full, it is
`python -m tests.soak outage year`."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from domain.dates.moments import parse_at
from storage.database.database import open_database
from tests.soak import outage
from tests.soak.rough_year import RoughYear
from tests.support.year import rounds
from tests.support.year_due import due, faults

pytestmark = pytest.mark.slow


def test_a_day_without_network_loses_nothing_and_asks_everybody_afterwards(tmp_path: Path) -> None:
    look, write = timedelta(minutes=30), timedelta(minutes=100)
    report = outage.run(step=look, seed=3, folder=tmp_path, write_every=write)
    assert report.written > 100
    assert len(report.faults) == 4
    assert report.lost == []
    assert report.unanswered == []
    assert report.unmarked == []
    assert report.unasked == []
    assert report.ended == []


def test_a_month_in_which_three_things_in_ten_go_wrong_is_a_month_without_faults(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "year.db"
    shutil.copy(migrated_file, file)
    year = RoughYear(open_database(f"sqlite:///{file}"))
    last = parse_at("2024-03-12 23:00")
    year.play(last)
    form = year.catalogue.form("par-quarter", rounds()[0].closing)
    counts = {owner: len(form.asked(owner)) for owner in form.owners}
    assert len(year.thrown) == 4
    assert faults([*due(counts, last), *year.heard], year.told()) == []
    assert len(year.messages) > 100
    year.database.close()
