"""Who is there: a process that was killed is gone at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.outbox.books import LEASE
from charts.series import BarGroup, Given, Head, Progress
from domain.talk.messages import Reply
from reports.drawing import undrawn
from storage.database.database import Database
from storage.database.states import MessageState
from storage.messages.presence import Presence, gone
from tests.bot.outbox.outbox_rig import Desk
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
SHOWS = """
import sys
from storage.database.database import open_database
from storage.messages.presence import Presence

presence = Presence(open_database(sys.argv[1]))
presence.show()
sys.stdout.write(f"{presence.number}\\n")
sys.stdout.flush()
sys.stdin.read()
"""


@contextmanager
def process(database: Database) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A process that shows its presence, and its number."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", SHOWS, url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        try:
            yield running, int(running.stdout.readline())
        finally:
            running.kill()


def missing(database: Database, *numbers: int) -> set[int]:
    with database.read() as session:
        return gone(session, numbers)


@pytest.mark.postgres
def test_a_killed_process_is_gone_and_others_are_not(postgres_database: Database) -> None:
    here = Presence(postgres_database)
    here.show()
    with process(postgres_database) as (running, number):
        assert missing(postgres_database, number, here.number) == set()
        running.kill()
        running.wait()
        wait_until(lambda: missing(postgres_database, number, here.number) == {number})
    here.close()
    wait_until(lambda: missing(postgres_database, here.number) == {here.number})


@pytest.mark.postgres
def test_a_line_that_was_cut_is_taken_up_again(postgres_database: Database) -> None:
    here = Presence(postgres_database)
    here.show()
    with postgres_database.work() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    wait_until(lambda: missing(postgres_database, here.number) == {here.number})
    here.show()
    assert missing(postgres_database, here.number) == set()
    here.close()


@pytest.mark.postgres
def test_what_a_dead_process_was_sending_is_free_long_before_its_lease(
    postgres_database: Database,
) -> None:
    alive, dead = Desk(postgres_database), Desk(postgres_database)
    alive.books.recover()
    dead.books.recover()
    first, second = alive.put("a", "telegram:1"), alive.put("b", "telegram:2")
    dead.books.turn([], [first])
    alive.books.turn([], [second])
    assert alive.books.recover() == 0
    dead.books.presence.close()
    wait_until(alive.books.recover)  # the clock of the desk stands still: no lease has ended
    assert alive.message(first).repeats == 1
    assert alive.message(second).state is MessageState.SENDING
    alive.books.presence.close()


@pytest.mark.postgres
def test_what_a_dead_process_was_drawing_is_free_long_before_its_lease(
    postgres_database: Database,
) -> None:
    alive, dead = Desk(postgres_database), Desk(postgres_database)
    alive.books.recover()
    dead.books.recover()
    drawing = undrawn("tien-do.png", Progress(Head("-"), (BarGroup("-", (Given("-", 1, 2),)),)))
    id_ = alive.put(Reply("Tiến độ", files=(drawing,)))
    assert len(dead.books.take_drawings([id_]).taken) == 1
    alive.books.recover()
    assert alive.books.take_drawings([id_]).taken == ()
    dead.books.presence.close()

    def taken() -> bool:
        alive.books.recover()
        return bool(alive.books.take_drawings([id_]).taken)

    wait_until(taken)
    alive.books.presence.close()


def test_a_file_has_one_process_and_nobody_is_missed(memory_database: Database) -> None:
    here = Presence(memory_database)
    here.show()
    assert missing(memory_database, here.number, 1) == set()
    here.close()


def test_without_a_presence_the_lease_still_ends(database: Database) -> None:
    desk = Desk(database)
    desk.put()
    desk.take()
    desk.later(seconds=LEASE.total_seconds() + 1)
    assert desk.books.recover() == 1
    desk.books.presence.close()
