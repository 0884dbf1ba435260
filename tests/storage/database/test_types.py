"""What goes into a column comes out of it, on SQLite as on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.exc import StatementError

from domain.report.figures import Figure, State
from storage.database.audit import note, trail
from storage.database.database import Database, insert_many_new
from storage.database.types import ExactDecimal, StoredWord, TextList, UtcDateTime, plain
from storage.reports.figures import figures, history, write_figures
from tests.storage.small_district import NOW, District

EXACT = [
    ("1234567.85", "1234567.85"),  # SQLite as a float: 1234567.8500000001
    ("0.1", "0.1"),
    ("0.30", "0.30"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("0.000000000000000000000000000001", "0.000000000000000000000000000001"),
    ("99999999999999999999.99999999999999999999", "99999999999999999999.99999999999999999999"),
    ("-0", "0"),
    ("-0.00", "0.00"),
    ("1E+5", "100000"),
    ("1E-7", "0.0000001"),
    ("-17.50", "-17.50"),
    ("0", "0"),
]


@pytest.mark.parametrize(("given_text", "kept"), EXACT)
def test_a_figure_keeps_every_digit_and_place(
    district: District, given_text: str, kept: str
) -> None:
    figure = Figure("VI.1.1", State.VALUE, Decimal(given_text))
    with district.database.work() as session:
        write_figures(session, district.obligation_id, [figure], "lan", "console:1", NOW)
    with district.database.read() as session:
        found = figures(session, district.obligation_id)["VI.1.1"].value
        entry = history(session, district.obligation_id, "VI.1.1")[0].new
    assert found is not None
    assert entry is not None
    assert format(found, "f") == kept
    assert entry.value == found == Decimal(given_text)


def test_sums_of_stored_decimals_are_exact(district: District) -> None:
    tenths = [Figure("a", State.VALUE, Decimal("0.1")), Figure("b", State.VALUE, Decimal("0.2"))]
    with district.database.work() as session:
        write_figures(session, district.obligation_id, tenths, "lan", "console:1", NOW)
        found = figures(session, district.obligation_id)
    assert [f.value for f in found.values() if f.value is not None] == [
        Decimal("0.1"),
        Decimal("0.2"),
    ]
    assert sum(f.value or 0 for f in found.values()) == Decimal("0.3")


THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True),
    Column("number", ExactDecimal),
    Column("at", UtcDateTime),
    Column("day", Date),
    Column("state", StoredWord(State)),
    Column("tags", TextList),
    Column("plain", JSON),
    Column("content", LargeBinary),
    Column("open", Boolean),
)


def test_rows_that_are_written_together_come_back_as_they_were(database: Database) -> None:
    full = {
        "number": Decimal("1234567.850"),
        "at": NOW,
        "day": NOW.date(),
        "state": State.NONE_ARISEN,
        "tags": ("một", 'hai "ba" {bốn}, \\năm'),
        "plain": {"a": [1, None, "x"]},
        "content": b"\x00\xff'\\",
        "open": False,
    }
    nothing = dict.fromkeys(full)
    rows = [{"name": f"n{n}", **(full if n % 2 else nothing)} for n in range(50)]
    with database.work() as session:
        THINGS.create(session.connection())
        insert_many_new(session, THINGS, [*rows, rows[3]])
        insert_many_new(session, THINGS, [{**row, "open": True} for row in rows])
        found = session.execute(select(THINGS).order_by(THINGS.c.id)).mappings().all()
        THINGS.drop(session.connection())
    assert [{**row, "id": 0} for row in found] == [{**row, "id": 0} for row in rows]
    assert str(found[1]["number"]) == "1234567.850"


NUMBERS = Table(
    "numbers",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("number", ExactDecimal),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 90),
        min_size=1,
        max_size=20,
    )
)
def test_any_finite_decimal_comes_back(database: Database, numbers: list[Decimal]) -> None:
    with database.engine.connect() as connection:
        NUMBERS.create(connection)
        rows = [{"id": n, "number": number} for n, number in enumerate(numbers)]
        connection.execute(insert(NUMBERS), rows)
        found = connection.execute(select(NUMBERS.c.number).order_by(NUMBERS.c.id)).scalars().all()
        connection.rollback()
    assert [format(number, "f") for number in found] == [plain(number) for number in numbers]
    assert found == numbers


@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("Infinity"), Decimal("-sNaN")])
def test_what_is_no_number_is_refused(wrong: Decimal) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        plain(wrong)


def test_a_float_has_lost_its_digits_before() -> None:
    with pytest.raises(TypeError, match="not a Decimal"):
        plain(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 9, 13, 10, 30, tzinfo=UTC),
        datetime(2024, 9, 13, 17, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7))),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
def test_a_moment_comes_back_aware_and_in_utc(database: Database, moment: datetime) -> None:
    with database.work() as session:
        note(session, moment, None, "tried", "moment:1", {})
    with database.read() as session:
        found = trail(session, "moment:1")[0].at
    assert found == moment
    assert found.tzinfo is UTC
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2024, 9, 13, 10, 30)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without time zone"), database.work() as session:
        note(session, naive, None, "tried", "moment:1", {})
