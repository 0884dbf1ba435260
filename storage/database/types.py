"""Column types that keep their promise on both databases: exact decimals, aware moments, words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, Numeric, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class ExactDecimal(TypeDecorator[Decimal]):
    """A finite `Decimal` of any length, digit for digit and with its decimal places.

    SQLite would turn a numeric column into a float, so there it is text; PostgreSQL has an exact
    `NUMERIC`. Text sorts by its letters: never order, compare or sum this column in SQL.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        written = plain(value)
        return Decimal(written) if dialect.name == "postgresql" else written

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return _decimal(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite in one step."""
        return _decimal if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def plain(value: Decimal) -> str:
    """A decimal without exponent or minus zero, the same on both databases: 1E+5 -> 100000.

    TypeError for a float, which has lost its digits before it came here.
    """
    if not isinstance(value, Decimal):
        raise TypeError(f"not a Decimal: {value!r}")
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    return format(value.copy_abs() if value.is_zero() else value, "f")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored and given back in UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _utc(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """On SQLite at once the text that SQLAlchemy makes of it in three steps."""
        return _utc_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite at once from its text."""
        return _of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {moment}")
    return moment.astimezone(UTC)


@lru_cache(maxsize=256)  # many rows are of one moment
def _utc_text(moment: datetime | None) -> str | None:
    """
    >>> _utc_text(datetime(2024, 8, 28, 7, 30, tzinfo=UTC))
    '2024-08-28 07:30:00.000000'
    """
    if moment is None:
        return None
    return _utc(moment).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=256)
def _of_text(written: str | None) -> datetime | None:
    """
    >>> _of_text("2024-08-28 07:30:00.000000")
    datetime.datetime(2024, 8, 28, 7, 30, tzinfo=datetime.timezone.utc)
    """
    return None if written is None else datetime.fromisoformat(written).replace(tzinfo=UTC)


class StoredWord(TypeDecorator[StrEnum]):
    """One member of `kind`, stored as its word; a CHECK of the table holds the list."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def bind_processor(self, dialect: Dialect) -> Any:
        """Both databases take the word as it is."""
        words: dict[str | None, str | None] = {None: None}
        return (words | {str(each): each.value for each in self.kind}).__getitem__

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Both databases give the word as it is."""
        members: dict[str | None, StrEnum | None] = {None: None}
        return (members | {str(each): each for each in self.kind}).__getitem__


class TextList(TypeDecorator[tuple[str, ...]]):
    """Several short texts in order, stored as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite at once from its text: many people hold the same."""
        return _listed if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=1024)
def _listed(written: str | None) -> tuple[str, ...] | None:
    """
    >>> _listed('["justice", "culture"]')
    ('justice', 'culture')
    """
    listed = None if written is None else json.loads(written)
    return None if listed is None else tuple(listed)
