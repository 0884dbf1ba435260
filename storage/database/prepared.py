"""Statements that are built once are handed straight to SQLite.

For a small statement SQLAlchemy takes several times as long as SQLite: it looks up what it has
compiled, makes a context, asks for listeners, wraps the cursor. A statement that stands in a module
needs that once: from its second use on its SQL is at hand, and what turns values into columns and
back. What comes back is a result of SQLAlchemy's all the same. A list that is given by name is one
value, whatever its length: SQLite takes it apart.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Executable, TupleType
from sqlalchemy.engine import Dialect
from sqlalchemy.engine import Row as SqlRow
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]
Given = Row | Sequence[Row]
"""The values of a statement by name, or many sets of them."""

_ONE = (dict, Mapping)  # what nearly all are is looked for first
_LIST = re.compile(r"__\[POSTCOMPILE_\w+\]")
_ONE_ROW = re.compile(r"(?P<into>INSERT INTO [^()]+ \([^()]*\) VALUES )(?P<row>\((?:\?, )*\?\))")
ENOUGH_ROWS = 20  # for which even a statement that is used once is made ready
ROWS_TOGETHER = 500
"""Rows that one INSERT takes: a third quicker than one by one. Far fewer are slower, because SQLite
must be able to undo a statement of several rows by itself."""

_Convert = Callable[[Any], Any]


class Answered(IteratorResult[Any]):
    """What a prepared statement gives: rows, and how many it has met. The rows are all here: what
    is asked for most often is not found out about them by the general way, which takes longer
    than a small statement."""

    def __init__(
        self, named: SimpleResultMetaData, rows: list[tuple[Any, ...]], rowcount: int
    ) -> None:
        super().__init__(named, iter(rows))
        self._here = rows
        self.rowcount = rowcount

    def all(self) -> Sequence[Any]:
        """Every row."""
        named, places = self._metadata, self._metadata._key_to_index
        return [SqlRow(named, None, places, row) for row in self._here]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())

    def first(self) -> Any:
        """The first row; None where there is none."""
        return self.all()[0] if self._here else None

    def one_or_none(self) -> Any:
        """The only row; None where there is none."""
        return self.first() if len(self._here) < 2 else super().one_or_none()

    def scalar_one(self) -> Any:
        """The first column of the only row."""
        return self._here[0][0] if len(self._here) == 1 else super().scalar_one()


class Prepared:
    """One statement, for the names by which its values are given."""

    def __init__(
        self, dialect: Dialect, compiled: SQLCompiler, columns: Iterable[Any], names: Sequence[str]
    ) -> None:
        self._dialect = dialect
        self._sql = _LIST.sub("SELECT value FROM json_each(?)", str(compiled))
        binds = [compiled.binds[name] for name in compiled.positiontup or ()]
        kinds = [_written(bind, dialect) for bind in binds]
        self._keys = [bind.key for bind in binds]
        self._rows = _rows(self._sql, len(binds))
        self._together = self._rows.sql(ROWS_TOGETHER) if self._rows else ""
        self._inputs = _places(
            k if key in names else None for key, k in zip(self._keys, kinds, strict=True)
        )
        self._own = {
            bind.key: convert(bind.value) if convert else bind.value
            for bind, convert in zip(binds, kinds, strict=True)
            if bind.key not in names and not bind.required
        }  # what stands in the statement itself
        outputs = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
        self._outputs = _places(outputs)
        self._answers = bool(outputs)
        self._named: SimpleResultMetaData | None = None

    def execute(self, raw: sqlite3.Connection, given: Given) -> Answered:
        """Run it; what goes wrong comes as SQLAlchemy would have it."""
        try:
            if isinstance(given, _ONE):
                cursor = raw.execute(self._sql, self._values(given))
                changed, rows = cursor.rowcount, cursor.fetchall()
            else:
                cursor, changed, rows = self._many(raw, given)
        except Exception as error:  # without the values: it must not tell what somebody wrote
            told = (self._sql, None, error, sqlite3.Error, True)
            raise DBAPIError.instance(*told, dialect=self._dialect) from error
        if self._named is None:
            self._named = SimpleResultMetaData([name for name, *_ in cursor.description or ()])
        return Answered(self._named, self._converted(rows), changed)

    @property
    def takes_many(self) -> bool:
        """False where it would answer for one set of values alone."""
        return self._rows is not None or not self._answers

    def _many(
        self, raw: sqlite3.Connection, given: Sequence[Row]
    ) -> tuple[sqlite3.Cursor, int, list[tuple[Any, ...]]]:
        """Run it for many sets of values; how many rows that has changed, and what it answers."""
        changed = 0
        answered: list[tuple[Any, ...]] = []
        whole = self._whole(len(given))
        for first in range(0, whole, ROWS_TOGETHER):
            portion = given[first : min(first + ROWS_TOGETHER, whole)]
            values = tuple(chain.from_iterable(map(self._values, portion)))
            cursor = raw.execute(self._of_rows(len(portion)), values)
            answered += cursor.fetchall()
            changed += cursor.rowcount
        if whole < len(given):
            cursor = raw.executemany(self._sql, map(self._values, given[whole:]))
            changed += max(cursor.rowcount, 0)
        return cursor, changed, answered

    def _whole(self, count: int) -> int:
        """How many of so many rows are written together: run one by one, nothing is answered."""
        if self._rows is None:
            return 0
        return count if self._answers else count - count % ROWS_TOGETHER

    def _of_rows(self, count: int) -> str:
        assert self._rows is not None  # otherwise none are written together
        return self._together if count == ROWS_TOGETHER else self._rows.sql(count)

    def _values(self, given: Row) -> list[Any]:
        every = {**self._own, **given} if self._own else given
        values = [every[key] for key in self._keys]
        for place, convert in self._inputs:
            values[place] = convert(values[place])
        return values

    def _converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return [self._row(row) for row in rows] if self._outputs else rows

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        converted = list(row)
        for place, convert in self._outputs:
            converted[place] = convert(converted[place])
        return tuple(converted)


def prepared(dialect: Dialect, statement: Executable, given: Given) -> Prepared | None:
    """The statement made ready; None at its first use, for most have no other, and where there is
    more to do than to hand it on."""
    first = given if isinstance(given, _ONE) else given[0]
    kinds = _known.get(statement)
    if kinds is None:
        kinds = _known[statement] = {}
        if first is given or len(given) < ENOUGH_ROWS:
            return None
    names = tuple(first)
    if names not in kinds:
        kinds[names] = _prepare(dialect, statement, names)
    ready = kinds[names]
    return None if ready and first is not given and not ready.takes_many else ready


_known: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None]] = WeakKeyDictionary()


def _prepare(dialect: Dialect, statement: Any, names: Sequence[str]) -> Prepared | None:
    columns = getattr(statement, "exported_columns", None)
    if columns is None:
        return None
    written = names if statement.is_insert or statement.is_update else None
    compiled = statement.compile(dialect=dialect, column_keys=written)
    made = compiled.insert_prefetch or compiled.update_prefetch
    if compiled.literal_execute_params or made:
        return None
    if any(bind.callable for bind in compiled.binds.values()):
        return None
    lists = compiled.post_compile_params
    if any(not _is_list(bind, dialect) or bind.key not in names for bind in lists):
        return None
    return Prepared(dialect, compiled, columns, names)


class _Rows(NamedTuple):
    """An INSERT that takes the values of its row and no others."""

    into: str
    row: str
    rest: str

    def sql(self, count: int) -> str:
        """The same for so many rows at once."""
        return self.into + ", ".join([self.row] * count) + self.rest


def _rows(sql: str, values: int) -> _Rows | None:
    one = _ONE_ROW.match(sql)
    if one is None or one["row"].count("?") != values:
        return None
    return _Rows(one["into"], one["row"], sql[one.end() :])


def _is_list(bind: BindParameter[Any], dialect: Dialect) -> bool:
    """Of words or of whole numbers, which are the same in JSON."""
    same = bind.type.dialect_impl(dialect).bind_processor(dialect) is None
    return bind.expanding and same and not isinstance(bind.type, TupleType)


def _listed(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


def _written(bind: BindParameter[Any], dialect: Dialect) -> _Convert | None:
    """What turns a value into what SQLite takes."""
    if bind.expanding:
        return _listed
    convert: _Convert | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _places(converting: Iterable[_Convert | None]) -> tuple[tuple[int, _Convert], ...]:
    """Where something is to be converted."""
    return tuple((place, convert) for place, convert in enumerate(converting) if convert)
