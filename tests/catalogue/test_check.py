"""`nhacviec check`: what is loaded counts, and years without announced holidays are told of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.load.check import calendar_notes, catalogue_faults
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.sources import save_source
from storage.database.database import Database
from storage.database.states import SourceKind

NOW = datetime(2024, 8, 28, tzinfo=UTC)
REGIME = """
id = "flood"
title = "Báo cáo mưa lũ"
form_id = "par-quartr"
legal_basis = "Công văn"
valid_from = 2024-01-01
turns = [{ kind = "Q3", due_day = 20 }]
"""


@pytest.mark.parametrize(
    ("today", "years"), [(date(2024, 8, 28), []), (date(2026, 11, 21), ["2027"])]
)
def test_a_year_without_holidays_is_told_when_a_report_of_it_is_ahead(
    today: date, years: list[str]
) -> None:
    notes = calendar_notes(load_catalogue(), today)
    assert [year for note in notes for year in years if year in note.message] == years
    assert len(notes) == len(years)


def test_what_was_loaded_is_looked_at(memory_database: Database) -> None:
    none, before = catalogue_faults(NOW.date(), memory_database)
    with memory_database.work() as session:
        save_source(session, SourceKind.REGIME, "flood", "", REGIME, NOW)
    (fault,), after = catalogue_faults(NOW.date(), memory_database)
    assert none == ()
    assert after["regimes"] == before["regimes"] + 1
    assert "flood" in fault.file
    assert "“par-quarter”" in fault.message
