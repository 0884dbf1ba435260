"""The tree of administrative units: any depth, validity dates, successors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")
KEPT_AT_MOST = 256


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit during its validity. `code` (5 digits of the statistics office) names a unit only
    together with a date: 12148 is xã Bắc Sơn until 30/6/2025 and xã Phạm Ngũ Lão after it."""

    id: str  # "hung-yen/an-thi/xa-bac-son": stable, unique over time
    kind: str  # one of `UNIT_KINDS`
    name: str  # "xã Bắc Sơn"
    slug: str  # "xa-bac-son"
    parent_id: str | None = None
    code: str = ""
    valid_from: date = date.min
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    training: bool = False  # practice unit: excluded from every total

    def valid_on(self, day: date) -> bool:
        """True where the unit exists on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def short_name(unit: Unit) -> str:
    """`xã Bắc Sơn` -> `Bắc Sơn`."""
    words = unit.name.split()
    lower = [word for word in words if word[:1].islower()]
    return " ".join(words[len(lower) :]) or unit.name


@dataclass(frozen=True, slots=True)
class Succession:
    """On `on`, `old_id` went into `new_id` (a merger has several rows)."""

    old_id: str
    new_id: str
    on: date


class UnitTree(dict[str, Unit]):
    """Units by id that nobody changes any more: who is below whom is found out once."""

    @cached_property
    def _worked_out(self) -> dict[Hashable, Any]:
        return {}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out of these units under the key: made once, as long as they stand."""
        if key not in self._worked_out:
            if len(self._worked_out) >= KEPT_AT_MOST:  # yesterday's, and people long silent
                self._worked_out.clear()
            self._worked_out[key] = make()
        found: T = self._worked_out[key]
        return found

    @cached_property
    def children(self) -> Mapping[str, Sequence[str]]:
        """The ids of the units right below each, whatever their time."""
        return children_of(self)


def children_of(units: Mapping[str, Unit]) -> Mapping[str, Sequence[str]]:
    """The same of any units."""
    children: dict[str, list[str]] = {}
    for unit in units.values():
        if unit.parent_id:
            children.setdefault(unit.parent_id, []).append(unit.id)
    return children


def ancestors(units: Mapping[str, Unit], unit_id: str) -> Iterator[Unit]:
    """The superiors of a unit, nearest first; a broken or circular chain simply ends."""
    seen = {unit_id}
    parent_id = units[unit_id].parent_id
    while parent_id and parent_id in units and parent_id not in seen:
        seen.add(parent_id)
        yield units[parent_id]
        parent_id = units[parent_id].parent_id


def superiors_on(units: Mapping[str, Unit], unit_id: str, day: date) -> tuple[Unit, ...]:
    """The superiors of a unit on a day, nearest first: a level that has been abolished, or did
    not exist yet, is left out."""
    return tuple(unit for unit in ancestors(units, unit_id) if unit.valid_on(day))


def subtree(units: Mapping[str, Unit], root_id: str) -> frozenset[str]:
    """Ids of a unit and of everything below it."""
    children = units.children if isinstance(units, UnitTree) else children_of(units)
    found: set[str] = set()
    waiting = [root_id]
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting.extend(children.get(unit_id, ()))
    return frozenset(found)


def successors(successions: Iterable[Succession], unit_id: str, day: date) -> tuple[str, ...]:
    """The units that stand for `unit_id` on that day: itself, unless it was merged or split."""
    rows = [s for s in successions if s.on <= day]
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [unit_id]
    while waiting:
        current = waiting.pop(0)
        seen.add(current)
        following = [s.new_id for s in rows if s.old_id == current]
        if not following:
            found[current] = None
        waiting = [new for new in following if new not in seen] + waiting
    return tuple(found)


def predecessors(
    successions: Iterable[Succession], unit_ids: Collection[str], day: date
) -> frozenset[str]:
    """The units that went into one of these, or into what went into them, by that day."""
    rows = [s for s in successions if s.on <= day]
    found: set[str] = set()
    waiting = set(unit_ids)
    while waiting:
        waiting = {s.old_id for s in rows if s.new_id in waiting} - found
        found |= waiting
    return frozenset(found - set(unit_ids))


@dataclass(frozen=True, slots=True)
class SuperiorWords:
    """How texts name the superior: fills `{cap_tren}` and its companions in labels."""

    cap_tren: str  # "UBND huyện"
    chu_tich_cap_tren: str  # "Chủ tịch UBND huyện"
    cap: str  # "cấp huyện"


SUPERIOR_NAMES = tuple(each.name for each in fields(SuperiorWords))
"""What may stand in braces in a label or a title."""

DISTRICT_WORDS = SuperiorWords("UBND huyện", "Chủ tịch UBND huyện", "cấp huyện")
PROVINCE_WORDS = SuperiorWords("UBND tỉnh", "Chủ tịch UBND tỉnh", "cấp tỉnh")


def superior_words(
    units: Mapping[str, Unit], unit_id: str, day: date | None = None
) -> SuperiorWords:
    """The words for the nearest superior that is a district or a province, on that day.

    Since 1/7/2025 communes report straight to the province (two-tier local government).
    """
    above = ancestors(units, unit_id) if day is None else superiors_on(units, unit_id, day)
    for unit in above:
        if unit.kind == "huyen":
            return DISTRICT_WORDS
        if unit.kind == "tinh":
            return PROVINCE_WORDS
    return PROVINCE_WORDS


UNIT_KINDS = (
    "tinh", "huyen", "xa", "phuong", "thi_tran", "dac_khu",
    "phong_ban", "chi_nhanh", "trung_tam", "co_quan",
)  # fmt: skip
"""Every kind of unit: three levels of government, departments, branches such as the land office,
service centres and other agencies."""

COMMUNE_KINDS = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
COMMITTEE_KINDS = COMMUNE_KINDS | {"huyen", "tinh"}
"""Units that a People's Committee speaks for; all others are offices and agencies."""
