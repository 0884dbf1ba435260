"""What units are called in a sentence: joined folded names, the nearest unit before others."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from datetime import date

from domain.people.units import Unit, UnitTree
from domain.words import fold

KINDS_OF_NAMED = frozenset({"xa", "phuong", "thi_tran", "dac_khu", "huyen", "thi_xa", "quan"})


def unit_names(units: UnitTree, own: Iterable[str], day: date) -> Mapping[str, str]:
    """Joined folded name -> id: units of that day before past ones, near ones before others.

    Worked out once for a tree of units; what is asked in a turn is looked up.
    """
    now, past = units.kept(("names", day), lambda: _called_on(units.values(), day))
    near = units.kept(("near", day, *sorted(own)), lambda: _near_on(units, own, day))
    # What is near stands in front; a chain is written to nowhere.
    return ChainMap(near[0], now, near[1], past)


def _near_on(
    units: UnitTree, own: Iterable[str], day: date
) -> tuple[dict[str, str], dict[str, str]]:
    return _called_on((unit for unit in units.values() if _is_near(unit, tuple(own))), day)


def _is_near(unit: Unit, own: Iterable[str]) -> bool:
    """The own unit, one beside it or one below it."""
    return any(
        unit.id == each
        or unit.id.startswith(each + "/")
        or unit.id.rpartition("/")[0] == each.rpartition("/")[0]
        for each in own
    )


def _called_on(units: Iterable[Unit], day: date) -> tuple[dict[str, str], dict[str, str]]:
    """The names of units of that day, and of those of another time."""
    now: dict[str, str] = {}
    past: dict[str, str] = {}
    for unit in units:
        if unit.kind not in KINDS_OF_NAMED:
            continue
        found = now if unit.valid_on(day) else past
        for name in _called(unit):
            found.setdefault(name, unit.id)
    return now, past


def _called(unit: Unit) -> Iterable[str]:
    folded_name = fold(unit.name)
    kind = fold(unit.kind.replace("_", " "))
    bare = folded_name.removeprefix(kind).strip()
    for name in (bare, folded_name, *map(fold, unit.aliases), unit.slug.replace("-", " ")):
        joined = "".join(name.split())
        if len(joined) > 2 or name != bare:
            yield joined
