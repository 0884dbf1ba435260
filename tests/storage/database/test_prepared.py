"""A statement that is built once says from its second use on what it said at its first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from storage.database import prepared
from storage.database import session as sessions
from storage.database.database import Database, Session, insert_many_new, insert_new
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime
from tests.storage.statements import counted

AT = datetime(2024, 9, 13, 10, 30, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"


THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True),
    Column("share", ExactDecimal),
    Column("at", UtcDateTime),
    Column("colour", StoredWord(Colour)),
    Column("tags", TextList),
    CheckConstraint("name <> 'secret words'", name="no_secret"),
)
ROW = {"name": "a", "share": Decimal("1.10"), "at": AT, "colour": "red", "tags": ("x", "y")}
ADD = insert(THINGS)
OF_NAME = select(THINGS).where(THINGS.c.name == bindparam("called"))
TWICE = union_all(select(THINGS.c.name, THINGS.c.at), select(THINGS.c.name, THINGS.c.at))
PAINT = update(THINGS).values(colour=Colour.RED).where(THINGS.c.name == bindparam("called"))
DROP = delete(THINGS).where(THINGS.c.name == bindparam("called"))
RENEW = (
    update(THINGS)
    .where(THINGS.c.id.in_(bindparam("ids", expanding=True)))
    .values(colour=Colour.RED)
    .returning(THINGS.c.name)
)
PAIRS = select(THINGS.c.name).where(
    tuple_(THINGS.c.id, THINGS.c.name).in_(bindparam("values", expanding=True))
)
PAINTED = select(THINGS.c.name).where(THINGS.c.colour.in_(bindparam("values", expanding=True)))
LISTED = select(THINGS.c.name).where(THINGS.c.name.in_(bindparam("names", expanding=True)))


@pytest.fixture
def database(memory_database: Database) -> Database:
    with memory_database.work() as session:
        THINGS.create(session.connection())
    return memory_database


@pytest.fixture
def straight(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are handed straight to SQLite; none was used before."""
    monkeypatch.setattr(prepared, "_known", WeakKeyDictionary())
    seen: list[str] = []
    found = prepared.prepared

    def note(dialect: Any, statement: Any, given: Any) -> Any:
        ready = found(dialect, statement, given)
        if ready is not None:
            seen.append(str(statement).split()[0])
        return ready

    monkeypatch.setattr(sessions, "prepared", note)
    return seen


def three_times(database: Database, ask: Callable[[Session], Any]) -> list[Any]:
    def once() -> Any:
        with database.work() as session:
            return ask(session)

    return [once() for _ in range(3)]


def test_what_was_written_comes_back_as_it_was(database: Database, straight: list[str]) -> None:
    for name in "abc":
        with database.work() as session:
            session.execute(ADD, {**ROW, "name": name})
    found = three_times(database, lambda s: s.execute(OF_NAME, {"called": "c"}).one())
    assert straight.count("INSERT") == straight.count("SELECT") == 2
    for row in found:
        assert (row.name, row.at, row.colour, row.tags) == ("c", AT, Colour.RED, ("x", "y"))
        assert str(row.share) == "1.10"
        assert tuple(row) == tuple(found[0])


def test_rows_of_several_queries_are_read_alike(database: Database, straight: list[str]) -> None:
    with database.work() as session:
        session.execute(ADD, ROW)
    found = three_times(database, lambda s: s.execute(TWICE).all())
    assert found == [[("a", AT), ("a", AT)]] * 3
    assert straight == ["SELECT", "SELECT"]


WAYS: dict[str, Callable[[Any], Any]] = {
    "all": lambda result: result.all(),
    "each": list,
    "first": lambda result: result.first(),
    "one": lambda result: result.one(),
    "one or none": lambda result: result.one_or_none(),
    "its first column": lambda result: result.scalar_one(),
    "its first column or none": lambda result: result.scalar_one_or_none(),
    "a column": lambda result: result.scalars().all(),
    "by name": lambda result: [dict(row) for row in result.mappings()],
}


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_however_rows_are_asked_for_the_answer_is_that_of_sqlalchemy(
    database: Database, straight: list[str], way: str, count: int
) -> None:
    named = select(THINGS.c.name, THINGS.c.at, THINGS.c.share).order_by(THINGS.c.name)

    def ask(session: Session) -> Any:
        try:
            return WAYS[way](session.execute(named))
        except (NoResultFound, MultipleResultsFound) as error:
            return type(error)

    with database.work() as session:
        for name in "ab"[:count]:
            session.execute(ADD, {**ROW, "name": name})
    first, *others = three_times(database, ask)
    assert others == [first, first]
    assert straight.count("SELECT") == 2


def test_what_a_change_has_met_is_counted(database: Database, straight: list[str]) -> None:
    with database.work() as session:
        session.execute(ADD, ROW)
    met = three_times(database, lambda s: s.execute(PAINT, {"called": "a"}).rowcount)
    assert met == [1, 1, 1]
    gone = three_times(database, lambda s: s.execute(DROP, {"called": "a"}).rowcount)
    assert gone == [1, 0, 0]
    assert straight == ["UPDATE", "UPDATE", "DELETE", "DELETE"]


def test_many_rows_are_written_at_once(database: Database, straight: list[str]) -> None:
    for start in (0, 10, 20):
        with database.work() as session:
            session.execute(ADD, [{"name": f"n{start + n}", "tags": ()} for n in range(10)])
    with database.read() as session:
        names = session.execute(select(THINGS.c.name)).scalars().all()
    assert len(names) == 30
    assert straight == ["INSERT", "INSERT"]


def test_a_thousand_rows_are_written_as_they_would_be_one_by_one(database: Database) -> None:
    rows = [{**ROW, "name": f"n{n}", "share": Decimal(n) / 4} for n in range(1203)]
    with database.work() as session:
        assert session.execute(ADD, rows).rowcount == 1203
        found = session.execute(select(THINGS).order_by(THINGS.c.id)).all()
    assert [row.id for row in found] == list(range(1, 1204))
    assert [(row.name, row.share, row.tags) for row in found] == [
        (row["name"], row["share"], row["tags"]) for row in rows
    ]


def test_of_many_rows_those_that_are_there_stay_as_they_are(database: Database) -> None:
    with database.work() as session:
        session.execute(ADD, {"name": "n7", "share": Decimal("0.5")})
        insert_many_new(session, THINGS, [{"name": f"n{n % 600}"} for n in range(1100)])
        found = session.execute(select(THINGS.c.name, THINGS.c.share)).all()
    assert len(found) == 600
    assert found[0] == ("n7", Decimal("0.5"))


@pytest.mark.parametrize("count", [1, 30, 1000, 1030])
def test_of_many_rows_it_is_answered_for_each_new_one(database: Database, count: int) -> None:
    rows = [{"name": f"n{n}", "share": Decimal(n)} for n in range(count)]
    with database.work() as session:
        session.execute(ADD, {"name": "n7", "share": Decimal("0.5")})
        answered = insert_many_new(session, THINGS, [*rows, {**ROW, **rows[0]}], "name", "share")
        again = insert_many_new(session, THINGS, rows, "name", "share")
    assert sorted(answered) == sorted((r["name"], r["share"]) for r in rows if r["name"] != "n7")
    assert again == []


def test_one_of_many_rows_that_is_refused_undoes_all_of_them(database: Database) -> None:
    rows = [{"name": f"n{n}"} for n in range(700)]
    with pytest.raises(IntegrityError), database.work() as session:
        session.execute(ADD, [*rows, {"name": "n3"}])
    with database.read() as session:
        assert session.execute(select(THINGS.c.name)).all() == []


def test_a_row_that_is_there_is_not_written_again(database: Database) -> None:
    new = three_times(database, lambda s: insert_new(s, THINGS, {"name": "a"}, "id"))
    assert new[0].id == 1
    assert new[1:] == [None, None]


def test_other_names_of_values_make_another_statement(database: Database) -> None:
    for row in ({"name": "a"}, {"name": "b"}, {"name": "c", "share": Decimal(1)}, {"name": "d"}):
        with database.work() as session:
            session.execute(ADD, row)
    with database.read() as session:
        rows = session.execute(select(THINGS.c.name, THINGS.c.share).order_by(THINGS.c.name)).all()
    assert rows == [("a", None), ("b", None), ("c", Decimal(1)), ("d", None)]


def test_a_refusal_is_the_same_and_tells_no_values(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError) as refused, database.work() as session:
            session.execute(ADD, {**ROW, "name": "secret words"})
        assert "secret words" not in str(refused.value)
    with database.read() as session:
        assert session.execute(select(THINGS)).all() == []


def test_a_list_of_any_length_is_one_value(database: Database, straight: list[str]) -> None:
    for name in ("a", "b", 'c "d", ệ'):
        with database.work() as session:
            session.execute(ADD, {**ROW, "name": name})
    straight.clear()
    for names in (["a", "b"], ["b"], [], ["a", 'c "d", ệ', "e"], ("b",) * 2000):
        with database.read() as session:
            found = session.execute(LISTED, {"names": names}).scalars().all()
        assert sorted(found) == sorted({"a", "b", 'c "d", ệ'} & set(names))
    assert straight == ["SELECT"] * 4


def test_a_list_is_taken_apart_where_rows_are_changed(
    database: Database, straight: list[str]
) -> None:
    for name in "abc":
        with database.work() as session:
            session.execute(ADD, {**ROW, "name": name})
    straight.clear()
    numbers = three_times(database, lambda s: s.execute(RENEW, {"ids": [1, 3, 7]}).scalars().all())
    assert [sorted(each) for each in numbers] == [["a", "c"]] * 3
    assert straight == ["UPDATE"] * 2


def test_lists_of_pairs_and_of_words_with_a_rule_are_left_to_whoever_writes_them_out(
    database: Database, straight: list[str]
) -> None:
    with database.work() as session:
        session.execute(ADD, ROW)
    straight.clear()
    for asked, values in ((PAIRS, [(1, "a"), (2, "b")]), (PAINTED, [Colour.RED])):
        found = three_times(database, lambda s: s.execute(asked, {"values": values}).all())  # noqa: B023
        assert found == [[("a",)]] * 3
    assert straight == []


def test_whoever_listens_hears_every_statement(database: Database, straight: list[str]) -> None:
    with counted(database) as seen:
        three_times(database, lambda s: s.execute(OF_NAME, {"called": "a"}).all())
    assert len(seen) == 3
    assert straight == []
