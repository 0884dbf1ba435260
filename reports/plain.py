"""Frozen dataclasses as plain data that JSON carries, and back: nothing is lost on the way.

Fields are named as in the class. Decimals and moments travel as text, so that every digit and
every time zone comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A value as what JSON knows."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of a dataclass; ValueError, KeyError or TypeError where the data are no such
    thing."""
    made: T = _of_dataclass(kind, plain)
    return made


def _of_dataclass(kind: Any, plain: Any) -> Any:
    hints = _hints(kind)
    return kind(**{f.name: _of(hints[f.name], plain[f.name]) for f in fields(kind)})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _of(hint: Any, plain: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        if plain is None:
            return None
        (only,) = (each for each in inner if each is not NoneType)
        return _of(only, plain)
    if origin is tuple:
        each_of = inner[:1] * len(plain) if inner[-1] is Ellipsis else inner
        return tuple(_of(each, value) for each, value in zip(each_of, plain, strict=True))
    if origin is not None:  # a mapping
        return {key: _of(inner[1], value) for key, value in plain.items()}
    if is_dataclass(hint):
        return _of_dataclass(hint, plain)
    return _of_scalar(hint, plain)


def _of_scalar(hint: Any, plain: Any) -> Any:
    if issubclass(hint, (date, datetime)):
        return hint.fromisoformat(plain)
    if issubclass(hint, (Decimal, StrEnum)):
        return hint(plain)
    if not isinstance(plain, hint):
        raise TypeError(f"{hint.__name__} awaited")
    return plain
