"""Short units of work that wait for each other come onto the disk with one commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import event, text

from storage.database import writers
from storage.database.database import Database, DatabaseUnavailable, Session
from storage.database.writers import Undone
from tests.storage.statements import commits

Deed = Callable[[Session], object]


@pytest.fixture
def database(file_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A table of names. A slow machine closes no transaction earlier."""
    monkeypatch.setattr(writers, "LONGEST_OPEN", 1000.0)
    with file_database.work() as session:
        session.execute(text("CREATE TABLE names (name TEXT)"))
    return file_database


def write(name: str) -> Deed:
    return lambda session: session.execute(text("INSERT INTO names VALUES (:n)"), {"n": name})


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.execute(text("SELECT name FROM names ORDER BY rowid")).scalars())


class Line:
    """Units of work that stand behind each other in the order in which they are added."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = ThreadPoolExecutor(8)
        self._first, self._go = threading.Event(), threading.Event()
        self._standing = 0

    def add(self, deed: Deed, *, together: bool = True) -> Future[None]:
        """Stand in line; whoever is first waits for the others before it does its deed."""
        first = not self._standing
        unit = self._threads.submit(self._unit, deed, together=together, first=first)
        if first:
            assert self._first.wait(60)
        else:
            self.until(lambda: len(self._database._writers._line) == self._standing)  # type: ignore[union-attr]
        self._standing += 1
        return unit

    def go(self) -> None:
        self._go.set()

    @staticmethod
    def until(holds: Callable[[], bool]) -> None:
        while not holds():
            sleep(0.001)

    def _unit(self, deed: Deed, *, together: bool, first: bool) -> None:
        with self._database.work(together=together) as session:
            if first:
                self._first.set()
                assert self._go.wait(60)
            deed(session)


def test_short_units_share_one_commit(database: Database) -> None:
    line = Line(database)
    units = [line.add(write(name)) for name in "abcd"]
    with commits(database) as seen:
        line.go()
        for unit in units:
            unit.result(60)
    assert names(database) == ["a", "b", "c", "d"]
    assert len(seen) == 1


def test_nobody_has_ended_before_the_commit(database: Database) -> None:
    line, later = Line(database), threading.Event()
    first = line.add(write("a"))
    second = line.add(lambda _: later.wait(60))
    line.go()
    line.until(lambda: not database._writers._line)  # type: ignore[union-attr]
    assert not first.done()
    assert names(database) == []
    later.set()
    first.result(60)
    second.result(60)
    assert names(database) == ["a"]


def test_a_unit_that_fails_is_undone_alone(database: Database) -> None:
    def fail(session: Session) -> None:
        write("b")(session)
        raise ValueError("wrong")

    line = Line(database)
    first, second, third = line.add(write("a")), line.add(fail), line.add(write("c"))
    line.go()
    first.result(60)
    third.result(60)
    with pytest.raises(ValueError, match="wrong"):
        second.result(60)
    assert names(database) == ["a", "c"]


@pytest.mark.parametrize("place", [0, 2])
def test_the_first_and_the_last_may_fail(database: Database, place: int) -> None:
    def fail(session: Session) -> None:
        write("x")(session)
        raise ValueError("wrong")

    line = Line(database)
    units = [line.add(fail if n == place else write(str(n))) for n in range(3)]
    line.go()
    with pytest.raises(ValueError, match="wrong"):
        units.pop(place).result(60)
    for unit in units:
        unit.result(60)
    assert names(database) == [str(n) for n in range(3) if n != place]


def test_a_commit_that_fails_is_told_to_all_of_them(database: Database) -> None:
    def refuse(_: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    line = Line(database)
    units = [line.add(write(name)) for name in "abc"]
    event.listen(database.engine, "commit", refuse)
    line.go()
    for unit in units:
        with pytest.raises(DatabaseUnavailable):
            unit.result(60)
    event.remove(database.engine, "commit", refuse)
    assert names(database) == []
    with database.work() as session:
        write("d")(session)
    assert names(database) == ["d"]


def test_what_sqlite_undoes_as_a_whole_is_told_to_those_before(database: Database) -> None:
    """As it does by itself where a disk is full."""

    def undo_all(session: Session) -> None:
        raw = session.connection().connection.dbapi_connection
        raw.execute("ROLLBACK")  # type: ignore[union-attr]
        raise OSError("full")

    line = Line(database)
    units = [line.add(write("a")), line.add(undo_all), line.add(write("c"))]
    line.go()
    for unit in units[:2]:
        with pytest.raises(DatabaseUnavailable):
            unit.result(60)
    units[2].result(60)
    assert names(database) == ["c"]


def test_nobody_waits_for_a_long_unit(database: Database) -> None:
    line, later = Line(database), threading.Event()
    first = line.add(write("a"))
    long = line.add(lambda _: later.wait(60), together=False)
    line.go()
    first.result(60)
    assert names(database) == ["a"]
    assert not long.done()
    later.set()
    long.result(60)


def test_who_loses_patience_leaves_the_line(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(database)
    first = line.add(write("a"))
    monkeypatch.setattr(database._writers, "_patience", 0.01)
    with pytest.raises(DatabaseUnavailable), database.work(together=True) as session:
        write("b")(session)
    line.go()
    first.result(60)
    assert names(database) == ["a"]


def test_units_that_follow_each_other_may_share_a_commit(database: Database) -> None:
    with commits(database) as seen, database.one_commit() as shared:
        for name in "abc":
            with shared.work() as session:
                write(name)(session)
        assert names(database) == []
    assert names(database) == ["a", "b", "c"]
    assert len(seen) == 1


def test_where_one_of_those_fails_nothing_of_any_is_written(database: Database) -> None:
    def fail(shared: Database) -> None:
        with shared.work() as session:
            write("b")(session)
            raise ValueError("wrong")

    def share() -> None:
        with database.one_commit() as shared:
            with shared.work() as session:
                write("a")(session)
            with pytest.raises(Undone):
                fail(shared)
            with shared.work():
                pytest.fail("nothing is begun behind it")

    with pytest.raises(Undone):
        share()
    assert names(database) == []
    with database.work() as session:
        write("c")(session)
    assert names(database) == ["c"]


def test_those_who_wait_come_onto_the_disk_with_them(database: Database) -> None:
    line, first = Line(database), threading.Event()

    def share() -> None:
        with database.one_commit() as shared:
            first.set()
            for name in "bc":
                with shared.work() as session:
                    write(name)(session)

    leading = line.add(write("a"))
    sharing = line._threads.submit(share)
    line.until(lambda: len(database._writers._line) == 1)  # type: ignore[union-attr]
    with commits(database) as seen:
        line.go()
        leading.result(60)
        sharing.result(60)
    assert first.is_set()
    assert names(database) == ["a", "b", "c"]
    assert len(seen) == 1
