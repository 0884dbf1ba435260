"""`nhacviec check`: what is loaded counts, and years without announced holidays are told of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.words import fold
from handlers.load.check import calendar_notes, catalogue_faults
from handlers.load.wording_faults import collisions, collisions_across, read_together
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.fault import Fault
from storage.catalogue.sources import save_source
from storage.catalogue.words import alive_together, bundled_words, meant_across, meant_twice
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


TOWN = """
id = "town"
title = "Báo cáo của thị xã"
form_id = "par-town"
legal_basis = "Công văn"
adds_up = "par"
valid_from = 2024-01-01
turns = [{ kind = "Q3", due_day = 20 }]
"""


def test_a_column_for_a_group_that_is_not_added_up_is_told(memory_database: Database) -> None:
    with memory_database.work() as session:
        save_source(session, SourceKind.REGIME, "town", "", TOWN, NOW)
    faults, _ = catalogue_faults(NOW.date(), memory_database)
    assert [fault.key for fault in faults] == ["adds_up"] * 3
    assert "nhóm “Các cơ quan chuyên môn”" in faults[0].message


def test_a_target_of_a_line_that_cannot_be_drawn_is_told(memory_database: Database) -> None:
    targets = '[targets]\n"III.3.1" = "98.5"\n"III.3.99" = "9"\n"I.6" = "1"\n'
    regime = REGIME.replace("par-quartr", "par-quarter") + targets
    with memory_database.work() as session:
        save_source(session, SourceKind.REGIME, "flood", "", regime, NOW)
    faults, _ = catalogue_faults(NOW.date(), memory_database)
    assert [fault.key for fault in faults] == ["targets.III.3.99", "targets.I.6"]


def test_two_meanings_of_one_phrase_without_marks_are_named() -> None:
    tables = {"answer": {"yes": ("đúng", "phải"), "drop": ("dừng",), "no": ("sai",)}}
    (fault,) = collisions("words/vi.toml", tables, ())
    assert (fault.key, "“dừng”" in fault.message, "“yes”" in fault.message) == (
        "answer.drop",
        True,
        True,
    )
    assert list(collisions("words/vi.toml", tables, {"answer.dung"})) == []
    assert list(collisions("words/vi.toml", tables, {"answer"})) == []


def test_what_is_meant_to_mean_two_things_does_and_nothing_else() -> None:
    found = set()
    for fault in collisions("", bundled_words(), ()):
        table = fault.key.partition(".")[0]
        found |= {table, f"{table}.{_folded(fault)}"}
    assert set(meant_twice()) <= found
    assert list(collisions("", bundled_words(), meant_twice())) == []


def test_two_tables_that_are_read_at_once_may_not_share_a_phrase_unexplained() -> None:
    tables = {"answer": {"drop": ("bỏ qua",)}, "shortcut": {"skip": ("bo qua",)}}
    alive = {"asked": ("answer", "shortcut")}
    (fault,) = collisions_across("words/vi.toml", tables, alive, ())
    assert (fault.key, "“answer.drop”" in fault.message) == ("shortcut.skip", True)
    assert list(collisions_across("", tables, alive, {"answer.drop = shortcut.skip"})) == []
    assert list(collisions_across("", tables, {"asked": ("answer",)}, ())) == []


def test_every_reason_for_a_shared_phrase_is_needed() -> None:
    every = list(collisions_across("", read_together(), alive_together(), ()))
    pairs = {f"{other_of(fault)} = {fault.key}" for fault in every}
    assert set(meant_across()) == pairs


def other_of(fault: Fault) -> str:
    return fault.message.rpartition("của “")[2].partition("”")[0]


def _folded(fault: Fault) -> str:
    return fold(fault.message.partition("“")[2].partition("”")[0])
