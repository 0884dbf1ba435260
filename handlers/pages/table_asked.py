"""What the address of a page asks for, and the part of a long table that it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.words import fold

ROWS = 200  # of a table on one page
LONGEST = 80  # letters of what is looked for

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableAsked:
    """Of which units, which page of them, or all of them on paper; `others` is what a page asks
    besides, by the name of the field."""

    find: str = ""
    number: int = 1
    whole: bool = False
    others: Mapping[str, str] | None = None

    def other(self, name: str) -> str:
        return (self.others or {}).get(name, "")


def read_asked(fields: Mapping[str, str]) -> TableAsked:
    """Whatever stands in an address: what makes no sense asks for nothing."""
    number = fields.get("page", "")
    small = number.isascii() and number.isdigit() and len(number) < 6
    rest = {name: value[:LONGEST] for name, value in fields.items() if name not in _OWN}
    find = " ".join(fields.get("find", "").split())[:LONGEST]
    return TableAsked(find, max(1, int(number)) if small else 1, bool(fields.get("whole")), rest)


_OWN = ("find", "page", "whole")


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """The rows of one page; `total` are found, on `pages` pages."""

    shown: tuple[T, ...]
    number: int
    pages: int
    total: int


def rows_asked(every: Sequence[T], asked: TableAsked, name: Callable[[T], str]) -> Rows[T]:
    """The page that is asked for, of the rows whose name has the words in it; never one behind
    the last."""
    words = fold(asked.find)
    found = [row for row in every if words in fold(name(row))] if words else every
    if asked.whole:
        return Rows(tuple(found), 1, 1, len(found))
    pages = max(1, -(-len(found) // ROWS))
    number = min(asked.number, pages)
    return Rows(tuple(found[(number - 1) * ROWS : number * ROWS]), number, pages, len(found))
