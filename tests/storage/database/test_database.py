"""The unit of work: all or nothing, also when the process dies in the middle of it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import database as module
from storage.database.audit import note, trail
from storage.database.database import (
    Database,
    DatabaseUnavailable,
    back_up,
    checkpoint,
    open_database,
    upsert,
)
from storage.database.session import WrittenWhileReading, sqlite_of
from storage.database.tables import VERSIONS
from storage.people.units import all_units
from storage.reports.figures import figures
from tests.conftest import ON_POSTGRES
from tests.storage.on_the_disk import as_shipped
from tests.storage.small_district import NOW, District, fill


def write(database: Database, subject: str) -> None:
    """One unit of work with one row."""
    with database.work() as session:
        note(session, NOW, None, "tried", subject, {})


def count(database: Database, subject: str) -> int:
    """How many rows are there."""
    with database.read() as session:
        return len(trail(session, subject))


def test_a_unit_of_work_is_kept_at_its_end(database: Database) -> None:
    write(database, "a")
    assert count(database, "a") == 1


def test_an_exception_undoes_all_of_it(database: Database) -> None:
    def break_off() -> None:
        with database.work() as session:
            fill(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.read() as session:
        assert all_units(session) == {}


def test_a_broken_constraint_undoes_all_of_it(database: Database) -> None:
    def name_nobody() -> None:
        with database.work() as session:
            note(session, NOW, None, "tried", "a", {})
            note(session, NOW, "nobody", "tried", "a", {})

    with pytest.raises(IntegrityError):
        name_nobody()
    assert count(database, "a") == 0


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(WrittenWhileReading), database.read() as session:
        note(session, NOW, None, "tried", "a", {})
    write(database, "a")
    assert count(database, "a") == 1


def test_reading_cannot_write_in_words_of_sql_either(database: Database) -> None:
    with database.work() as session:
        upsert(session, VERSIONS, [{"name": "rounds", "word": "first"}], ["name"])
    for words in ("UPDATE versions SET word = 'another'", "DELETE FROM versions"):
        with (
            pytest.raises((DBAPIError, WrittenWhileReading), match=r"read-?only"),
            database.read() as session,
        ):
            session.execute(text(words))
    with suppress(DBAPIError), database.read() as session:  # which SQLite does not count
        session.execute(text("DROP TABLE versions"))
    with database.read() as session:
        assert session.execute(VERSIONS.select()).all() == [("rounds", "first")]


def test_what_sqlite_has_prepared_outlives_reading_and_writing(memory_database: Database) -> None:
    """To be told anything by PRAGMA makes it forget all of it."""
    sent: list[str] = []
    with memory_database.engine.connect() as connection:
        raw = sqlite_of(connection)
    assert raw is not None
    raw.set_trace_callback(sent.append)
    for _ in range(2):
        write(memory_database, "a")
        count(memory_database, "a")
    assert len(sent) >= 10
    assert [words for words in sent if words.startswith("PRAGMA")] == []


@pytest.mark.parametrize("kind", ["file", ON_POSTGRES])
def test_a_reader_sees_one_moment(kind: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    write(database, "a")
    with database.read() as session:
        assert len(trail(session, "a")) == 1
        write(database, "a")
        assert len(trail(session, "a")) == 1
    assert count(database, "a") == 2


def test_sqlite_survives_a_power_cut_and_checks_its_parents(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    url = f"sqlite:///{tmp_path}/new.db"
    with as_shipped(), closing(open_database(url)) as database, database.read() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_many_threads_write_one_after_the_other(database: Database) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: write(database, f"t{n % 4}"), range(40)))
    assert [count(database, f"t{n}") for n in range(4)] == [10, 10, 10, 10]


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("sqlite://", "sqlite"),
        ("postgresql://u:secret@localhost/nhacviec", "postgresql"),
        ("postgresql+psycopg://u:secret@localhost/nhacviec", "postgresql"),
    ],
)
def test_urls_of_the_settings_are_understood(url: str, dialect: str) -> None:
    database = open_database(url)
    assert database.engine.dialect.name == dialect
    assert database.engine.driver in ("pysqlite", "psycopg")
    assert "secret" not in repr(database)
    assert database.file is None


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "nhac viec.db"
    database = open_database(f"sqlite:///{file}")
    with database.work() as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
    assert database.file == file
    assert file.exists()
    database.close()


def test_a_server_that_is_away_is_told_apart_from_a_mistake(tmp_path: Path) -> None:
    away = open_database(f"postgresql://u@/nhacviec?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable), away.work() as session:
        session.execute(text("SELECT 1"))


def test_a_mistake_is_not_called_away(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.execute(text("SELECT * FROM no_such_table"))


@pytest.mark.postgres
def test_what_the_server_has_prepared_outlives_reading(postgres_database: Database) -> None:
    units = "SELECT count(*) FROM units"
    for _ in range(3):
        with postgres_database.read() as session:
            session.execute(text(units))
    with postgres_database.work() as session:
        found = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = :units")
        assert session.execute(found, {"units": units}).scalar_one() == 1


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["40001", "40P01", "53300", "08006"])
def test_what_may_go_well_the_next_time_is_not_called_a_mistake(
    postgres_database: Database, state: str
) -> None:
    """A deadlock, a conflict, too many connections, a cut line."""
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(DatabaseUnavailable), postgres_database.work() as session:
        session.execute(text(raising))


def test_an_error_does_not_tell_what_somebody_wrote(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.work() as session:
        session.execute(text("INSERT INTO units (nothing) VALUES (:a)"), {"a": "0912 345 678"})
    assert "0912" not in str(caught.value)


def test_another_process_that_does_not_end_makes_it_busy(
    file_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file_database.file is not None
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    impatient = open_database(str(file_database.engine.url))
    with closing(sqlite3.connect(file_database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnavailable, match="locked"):
            write(impatient, "a")
        assert count(impatient, "a") == 0  # readers are not held up
        other.execute("ROLLBACK")
    write(impatient, "a")
    impatient.close()


def test_another_thread_that_does_not_end_makes_it_busy(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    begun, finish = threading.Event(), threading.Event()

    def hold() -> None:
        with memory_database.work():
            begun.set()
            finish.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait(30)
    with pytest.raises(DatabaseUnavailable):
        write(memory_database, "a")
    finish.set()
    holder.join()
    write(memory_database, "a")


HALF_A_UNIT = """
import os, sys
from storage.database.database import open_database
from tests.storage.small_district import NOW, fill
from domain.report.figures import Figure, State
from decimal import Decimal
from storage.reports.figures import write_figures
from sqlalchemy import text

database = open_database(sys.argv[1])
with database.work() as session:
    obligation_id = fill(session)
    if database.is_sqlite:
        session.execute(text("PRAGMA cache_spill = 1"))
        session.execute(text("PRAGMA cache_size = 1"))  # so that half of it is on the disk
    many = [Figure(f"I.{n}", State.VALUE, Decimal(n)) for n in range(5000)]
    write_figures(session, obligation_id, many, "lan", "console:1", NOW)
    print("in the middle", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_killed_process_leaves_nothing_half_done(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    url = database.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", HALF_A_UNIT, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    with database.work() as session:
        assert all_units(session) == {}
        obligation_id = fill(session)
        assert figures(session, obligation_id) == {}
    if database.file:
        with closing(sqlite3.connect(database.file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_in_use_is_copied_as_of_one_moment(file_database: Database, tmp_path: Path) -> None:
    assert file_database.file is not None
    write(file_database, "a")
    target = tmp_path / "copy.db"
    with file_database.work() as session:
        note(session, NOW, None, "tried", "a", {})
        back_up(file_database.file, target)
    copy = open_database(f"sqlite:///{target}")
    assert count(copy, "a") == 1
    copy.close()
    with pytest.raises(FileExistsError):
        back_up(file_database.file, target)


def test_a_checkpoint_brings_the_log_into_the_file(file_database: Database) -> None:
    assert file_database.file is not None
    write(file_database, "a")
    before = file_database.file.read_bytes()
    checkpoint(file_database)
    assert file_database.file.read_bytes() != before


def test_a_checkpoint_of_another_database_is_nothing(database: Database) -> None:
    checkpoint(database)


def test_keys_of_parents_are_checked(district: District) -> None:
    with pytest.raises(IntegrityError), district.database.work() as session:
        session.execute(text("DELETE FROM units"))
    with district.database.read() as session:
        assert len(all_units(session)) == 3


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_a_new_database_its_log_and_its_copy_are_their_owners_alone(tmp_path: Path) -> None:
    file, copy = tmp_path / "new.db", tmp_path / "copy.db"
    fresh = open_database(f"sqlite:///{file}")
    with fresh.work() as session:
        session.execute(text("CREATE TABLE any_table (id INTEGER)"))
    back_up(file, copy)
    made = [*tmp_path.iterdir()]
    assert {each.name for each in made} >= {"new.db", "new.db-wal", "copy.db"}
    assert {each.name: each.stat().st_mode & 0o077 for each in made} == {e.name: 0 for e in made}
    fresh.close()


def test_a_database_keeps_the_mode_that_somebody_gave_it(tmp_path: Path) -> None:
    file = tmp_path / "shared.db"
    file.touch()
    file.chmod(0o660)
    shared = open_database(f"sqlite:///{file}")
    with shared.read() as session:
        session.execute(text("SELECT 1"))
    shared.close()
    assert file.stat().st_mode & 0o777 == 0o660
