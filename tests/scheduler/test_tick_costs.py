"""What a morning with many people due asks the database: counted, not timed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from benchmarks.stage import NOW, district, open_stage
from scheduler.tick import tick

MORE_A_PERSON = 4
"""The message, the step that is settled, the conversation, and a share of the report's figures."""


def rung(file: Path, communes: int) -> tuple[int, int]:
    """A morning of so many communes: how many people are told, by how many statements."""
    database, catalogue = open_stage(file, district(communes))
    tick(database, catalogue, NOW - timedelta(hours=7))  # the rounds are opened and planned
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    told = tick(database, catalogue, NOW).reminded
    database.close()
    return len(told), len(seen)


def test_one_more_person_costs_what_is_written_for_them(tmp_path: Path) -> None:
    few, asked_of_few = rung(tmp_path / "few.db", 2)
    many, asked_of_many = rung(tmp_path / "many.db", 6)
    assert many == 3 * few
    assert asked_of_many - asked_of_few <= MORE_A_PERSON * (many - few)
