"""Sound forms as they were built: kept until a form or what builds one changes.

Reading, building and checking the bundled forms is a tenth of a second of each start. What is kept
is plain data, from which only the objects have to be made; forms with a fault are looked at anew,
so that every fault is told each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from domain.report import forms
from domain.report.forms import Form
from storage.catalogue.fault import Fault
from storage.catalogue.kept import kept

VERSION = 1  # one more whenever `plain` writes something otherwise
BUILDING = (Path(forms.__file__).parent, Path(__file__).parent)
"""What makes a form of a text: whoever changes it wants them built anew."""

Forms = tuple[Form, ...]
Made = tuple[Forms, tuple[Fault, ...]]


class _Unsound(Exception):
    """What was made has faults: it is not kept."""

    def __init__(self, made: Made) -> None:
        self.made = made


def kept_forms(
    folder: Path, layers: tuple[Mapping[str, str], ...], make: Callable[[], Made]
) -> Made:
    """What `make` gives for the forms of the folder and of the layers above it."""

    def plain_forms() -> Any:
        made = make()
        if made[1]:
            raise _Unsound(made)
        return plain(made[0])

    try:
        found = kept("forms", [*_sources(folder), repr(layers)], VERSION, plain_forms)
    except _Unsound as unsound:
        return unsound.made
    return from_plain(found), ()


def _sources(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.toml"))
    yield from _building()


@cache
def _building() -> tuple[Path, ...]:
    return tuple(file for home in BUILDING for file in sorted(home.glob("*.py")))


def plain(value: Any) -> Any:
    """Forms, and all that stands in one, as what `marshal` knows: a tuple is what a class is made
    from, behind its name; a list is a tuple."""
    if isinstance(value, (StrEnum, Decimal, date)):
        return type(value).__name__, str(value)
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, tuple):
        return list(map(plain, value))
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if is_dataclass(value) and type(value).__name__ in _made_by():
        parts = (getattr(value, each.name) for each in fields(value) if each.init)
        return type(value).__name__, *map(plain, parts)
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(found: Any) -> Any:
    """The value again."""
    made_by = _made_by()

    def again(value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            return made_by[value[0]](*[again(each) for each in value[1:]])
        if kind is list:
            return tuple([again(each) for each in value])
        if kind is dict:
            return {key: again(each) for key, each in value.items()}
        return value

    return again(found)


@cache
def _made_by() -> Mapping[str, Callable[..., Any]]:
    """What makes each kind of value, by the name of the kind."""
    kinds = {
        name: kind
        for name, kind in vars(forms).items()
        if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, StrEnum))
    }
    return {**kinds, "Decimal": Decimal, "date": date.fromisoformat}
