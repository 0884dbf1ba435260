"""The database goes away in the middle of a turn: nothing of it is written, and the network's next
delivery is answered once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.database import database as opening
from storage.database.database import Database, DatabaseUnavailable, open_database
from storage.database.schema import HEAD, current_revision, migrate, revisions
from tests.faults.at_once import at_once
from tests.faults.killing import statements_of
from tests.support.district import District
from tests.support.postgres import new_database, postgres, restart

MORNING = "2024-08-28 08:00"
ROW = "14 7 5 1 0 0"
LONG = "x" * 6000  # more than a page of the file, and nothing to be understood
ROOT = Path(__file__).resolve().parents[2]


def in_the_morning(database: Database) -> District:
    desk = District(database)
    desk.move(MORNING)
    return desk


def turn(desk: District, number: int, database: Database | None = None, words: str = ROW) -> bool:
    """Lan gives a row, in a message of that number."""
    incoming = Incoming(f"f{number}", Address("test", "lan"), words, desk.now)
    return receive(database or desk.database, desk.catalogue, incoming, desk.now)


def answers(desk: District, number: int) -> int:
    """How many answers to that message there are."""
    with desk.database.read() as session:
        keys = session.execute(text("SELECT key FROM outbox")).scalars()
        return sum(key.endswith(f":f{number}") for key in keys)


@contextmanager
def at_statement(database: Database, number: int, happens: Callable[[], object]) -> Iterator[None]:
    """Something happens before the so-manieth statement or commit."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            happens()

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", count)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
        event.remove(database.engine, "commit", count)


@pytest.mark.postgres
def test_a_line_that_is_cut_at_any_statement_loses_and_doubles_nothing(
    postgres_database: Database,
) -> None:
    desk = in_the_morning(postgres_database)
    statements = statements_of(lambda: turn(desk, 0))
    url = postgres_database.engine.url.render_as_string(hide_password=False)

    def cut() -> None:
        with closing(open_database(url)) as other, other.work() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    refused = 0
    for number in range(1, statements + 1):
        with at_statement(postgres_database, number, cut):
            try:
                assert turn(desk, number)  # it was nobody's line any more
            except DatabaseUnavailable:
                refused += 1
                assert answers(desk, number) == 0
                assert turn(desk, number)
        assert not turn(desk, number)
        assert answers(desk, number) == 1
    assert refused >= 6


@pytest.mark.slow
@pytest.mark.postgres
def test_a_server_that_is_restarted_loses_and_doubles_nothing() -> None:
    with postgres() as address:
        url = new_database(address, "restarted")
        with closing(open_database(url)) as database:
            migrate(database)
            desk = in_the_morning(database)
            turn(desk, 0)
            restart(address)
            assert turn(desk, 1)  # between two turns nobody notices
            for number, at in enumerate((2, 6, 10), start=2):
                with at_statement(database, at, lambda: restart(address)):
                    try:
                        assert turn(desk, number)  # it had begun nothing
                    except DatabaseUnavailable:
                        assert answers(desk, number) == 0
                        assert turn(desk, number)
                assert answers(desk, number) == 1
            assert not turn(desk, 1)


def test_a_full_disk_takes_half_of_no_turn(file_database: Database) -> None:
    desk = in_the_morning(file_database)
    turn(desk, 0)
    url = file_database.engine.url.render_as_string()
    refused = 0
    for room in range(12):
        with file_database.read() as session:
            pages = session.execute(text("PRAGMA page_count")).scalar_one()
        with closing(open_database(url)) as full:

            def fill(connection: object, _record: object, most: int = pages + room) -> None:
                connection.execute(f"PRAGMA max_page_count={most}")  # type: ignore[attr-defined]

            event.listen(full.engine, "connect", fill)
            try:
                turn(desk, 100 + room, full, LONG)
            except DatabaseUnavailable:
                refused += 1
                assert answers(desk, 100 + room) == 0
        turn(desk, 100 + room, words=LONG)
        assert answers(desk, 100 + room) == 1
    assert refused > 0


def test_a_locked_file_is_waited_for_and_then_left_to_the_network(
    file_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = in_the_morning(file_database)
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    url = file_database.engine.url.render_as_string()
    with closing(open_database(url)) as other, closing(open_database(url)) as mine:
        with other.work() as session:
            session.execute(text("SELECT 1"))
            with pytest.raises(DatabaseUnavailable):
                turn(desk, 1, mine)
        assert turn(desk, 1, mine)
    assert answers(desk, 1) == 1


def test_a_backup_onto_a_full_disk_is_no_backup(file_database: Database, tmp_path: Path) -> None:
    in_the_morning(file_database)
    words = f"ulimit -f 64; {sys.executable} -m bot backup --out {tmp_path}/out --db "
    done = subprocess.run(
        ["bash", "-c", words + str(file_database.file)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "NHACVIEC_DATA": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",  # what it compiles would be cut as well
        },
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("nhacviec: ")
    assert len(done.stderr.splitlines()) == 1
    assert [each.name for each in (tmp_path / "out").iterdir() if each.suffix == ""] == []


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_processes_migrate_at_once_and_one_of_them_does_it(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    if kind == "postgres":
        url = new_database(request.getfixturevalue("postgres_server"), "migrated_at_once")

    def bring_up() -> None:
        with closing(open_database(url)) as mine:
            migrate(mine)

    assert at_once(3, bring_up) == []
    with closing(open_database(url)) as database:
        assert current_revision(database) == HEAD == revisions()[-1]
