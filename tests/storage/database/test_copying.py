"""A database that is moved or restored goes on as the one it comes from would have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, select, text, update

from domain.dates.moments import parse_at
from storage.database import tables
from storage.database.backups import Damaged, bring_up, read_again, save
from storage.database.copying import (
    TABLES,
    CopyDiffers,
    NotEmpty,
    last_number,
    move,
    sums,
)
from storage.database.database import Database, DatabaseUnavailable, open_database
from storage.database.schema import (
    MOVING,
    WrongSchema,
    alembic_config,
    current_revision,
    require_current,
)
from tests.faults.two_hundred import answers
from tests.support.district import District

FIGURES, QUESTIONS = tables.FIGURES, tables.QUESTIONS
NOW = "2024-08-30 09:00"


def lived_in(database: Database) -> District:
    """A district in the middle of its work: figures, questions that wait, tasks, files."""
    desk = District(database)
    desk.move("2024-08-28 08:00")
    desk.fill("lan")
    desk.say("lan", "sửa I.1 = 9999")  # a question waits
    desk.say("dung", "14 7 5 1 0 0")
    desk.say("dung", "14 14 1 0")  # held back by a rule
    desk.say("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/9")
    desk.say("quynh", "giao")
    desk.say("quynh", "/tonghop")
    desk.move(NOW)
    return desk


@pytest.fixture
def sqlite(file_database: Database) -> Database:
    return file_database


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite"])
def source_and_target(
    request: pytest.FixtureRequest, tmp_path: Path, empty_postgres: Database
) -> Iterator[tuple[Database, Database]]:
    """A database with the newest schema, and one of the other kind without any."""
    if request.param == "sqlite to postgresql":
        yield request.getfixturevalue("file_database"), empty_postgres
        return
    with closing(open_database(f"sqlite:///{tmp_path}/target.db")) as target:
        yield request.getfixturevalue("postgres_database"), target


@pytest.mark.slow
@pytest.mark.postgres
def test_a_moved_database_answers_200_messages_as_before(
    source_and_target: tuple[Database, Database],
) -> None:
    source, target = source_and_target
    desk = lived_in(source)
    heard: list[str] = []
    found = move(source, target, lambda name, rows: heard.append(f"{name} {rows}"))
    assert len(heard) == len(TABLES)
    assert found["figures"].rows > 90
    require_current(target)
    now = parse_at(NOW)
    said = answers(source, desk.catalogue, now)
    assert answers(target, desk.catalogue, now) == said
    assert len(said) >= 200


@pytest.mark.postgres
def test_the_numbers_of_buttons_go_on_after_a_move(
    source_and_target: tuple[Database, Database],
) -> None:
    source, target = source_and_target
    lived_in(source)
    with source.work() as session:
        given = last_number(session, QUESTIONS)
        session.execute(delete(QUESTIONS))  # the newest is answered: its number stays given
    move(source, target)
    with target.read() as session:
        assert last_number(session, QUESTIONS) == given > 0


@pytest.mark.postgres
def test_a_move_that_was_broken_off_goes_on_where_it_stopped(
    source_and_target: tuple[Database, Database],
) -> None:
    source, target = source_and_target
    lived_in(source)

    def breaks_off(name: str, _rows: int) -> None:
        if name == "figures":
            raise DatabaseUnavailable("the line was cut")

    with pytest.raises(DatabaseUnavailable):
        move(source, target, breaks_off)
    assert current_revision(target) == MOVING
    with pytest.raises(WrongSchema):
        require_current(target)
    with target.work() as session:  # ... and in the middle of a table
        session.execute(delete(FIGURES).where(FIGURES.c.code > "II"))
    move(source, target)
    with source.read() as here, target.read() as there:
        assert sums(here) == sums(there)
    move(source, target)  # once more changes nothing


def test_a_database_with_rows_of_its_own_is_not_written_over(
    sqlite: Database, memory_database: Database
) -> None:
    District(sqlite)
    District(memory_database, people=())
    with memory_database.read() as session:
        before = sums(session)
    with pytest.raises(NotEmpty):
        move(sqlite, memory_database)
    with memory_database.read() as session:
        assert sums(session) == before


def test_a_row_that_changed_on_the_way_is_noticed(
    sqlite: Database, memory_database: Database
) -> None:
    District(sqlite)
    officials = tables.OFFICIALS

    def spoils(name: str, _rows: int) -> None:
        if name == "officials":
            with memory_database.work() as session:
                session.execute(update(officials).values(title="?"))

    with pytest.raises(CopyDiffers, match="officials"):
        move(sqlite, memory_database, spoils)
    assert current_revision(memory_database) == MOVING


def test_a_backup_is_of_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    desk = lived_in(database)
    with database.read() as session:
        before = sums(session)
    found = save(database, tmp_path / "first.db")
    assert found == before == read_again(tmp_path / "first.db")
    desk.say("lan", "sửa I.2 = 6")
    assert read_again(tmp_path / "first.db") == before


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_backup_answers_200_messages_as_the_original(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    original = request.getfixturevalue(f"{engine}_database")
    desk = lived_in(original)
    save(original, tmp_path / "backup.db")
    now = parse_at(NOW) + timedelta(minutes=1)
    with closing(open_database(f"sqlite:///{tmp_path}/backup.db")) as restored:
        assert answers(restored, desk.catalogue, now) == answers(original, desk.catalogue, now)


def test_a_backup_of_an_older_program_is_brought_up(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(open_database(f"sqlite:///{file}")) as old, old.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0010")
    assert bring_up(file)
    assert not bring_up(file)
    with closing(open_database(f"sqlite:///{file}")) as now:
        require_current(now)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_backup_that_was_damaged_is_refused(
    sqlite: Database, tmp_path: Path, share: float
) -> None:
    lived_in(sqlite)
    file = tmp_path / "backup.db"
    save(sqlite, file)
    content = bytearray(file.read_bytes())
    at = int(len(content) * share) // 4096 * 4096
    content[at : at + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    with pytest.raises(Damaged):
        read_again(file)


def test_one_digest_whatever_the_order_of_rows(sqlite: Database) -> None:
    """Two databases sort their letters differently."""
    District(sqlite)
    officials = tables.OFFICIALS
    with sqlite.work() as session:
        before = sums(session)["officials"]
        last = session.execute(select(officials).order_by(officials.c.id.desc())).mappings().first()
        assert last is not None
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(delete(officials).where(officials.c.id == last["id"]))
        session.execute(officials.insert().values(dict(last)))
        assert sums(session)["officials"] == before
