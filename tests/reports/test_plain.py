"""What a file is made from, as plain data and back: nothing is lost, nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest

from reports.plain import from_plain, to_plain


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    value: Decimal | None
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Tree:
    name: str
    count: int
    ripe: bool
    on: date
    at: datetime
    leaves: tuple[Leaf, ...]
    pair: tuple[str, str]
    words: Mapping[str, str]
    next: Leaf | None = None


TREE = Tree(
    name="đổi mới “x”",
    count=3,
    ripe=True,
    on=date(2024, 9, 15),
    at=datetime(2024, 9, 15, 7, 30, 1, 5, tzinfo=timezone(timedelta(hours=7))),
    leaves=(Leaf(Decimal("71.430")), Leaf(None), Leaf(Decimal("0E-2")), Leaf(Decimal("1E+5"))),
    pair=("a", "b"),
    words={"b": "2", "a": "1"},
)


def over_json(plain: object) -> object:
    return json.loads(json.dumps(plain))


def test_everything_comes_back_as_it_was() -> None:
    back = from_plain(Tree, over_json(to_plain(TREE)))
    assert back == TREE
    assert [str(leaf.value) for leaf in back.leaves] == ["71.430", "None", "0.00", "1E+5"]
    assert list(back.words) == ["b", "a"]
    assert back.at.utcoffset() == timedelta(hours=7)


def test_a_float_has_no_plain_form() -> None:
    with pytest.raises(TypeError):
        to_plain(Leaf(0.1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"name": 3},
        {"at": "soon"},
        {"leaves": [{"value": "many", "colour": "red"}]},
        {"pair": ["a"]},
    ],
)
def test_data_that_are_no_such_thing_are_refused(spoilt: dict[str, object]) -> None:
    plain = {**to_plain(TREE), **spoilt}
    with pytest.raises((TypeError, ValueError, ArithmeticError)):
        from_plain(Tree, plain)


def test_a_field_that_is_missing_is_refused() -> None:
    plain = to_plain(TREE)
    del plain["count"]
    with pytest.raises(KeyError):
        from_plain(Tree, plain)


def test_moments_of_other_zones_are_the_same_moment() -> None:
    there = from_plain(Tree, over_json(to_plain(TREE))).at
    assert there.astimezone(UTC) == TREE.at
