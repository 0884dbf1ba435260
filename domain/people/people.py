"""Officials, their roles in units, leave and substitutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a unit. What each may do stands in `domain.people.permissions`."""

    OFFICIAL = "official"  # công chức: fills the blocks of their owner fields
    OFFICE_HEAD = "office_head"  # phụ trách văn phòng
    CHAIRMAN = "chairman"  # chủ tịch, phó chủ tịch
    SUPERIOR_STAFF = "superior_staff"  # chuyên viên cấp trên
    SUPERIOR_LEADER = "superior_leader"  # lãnh đạo cấp trên
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Post:
    """One role of one person in one unit, for a time; `fields` are owner fields of forms."""

    unit_id: str
    role: Role
    fields: tuple[str, ...] = ()
    valid_from: date = date.min
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """True where the post is held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Official:
    """A person. `id` is the short word by which commands name them ("lan")."""

    id: str
    name: str
    salutation: str  # anh, chị, ông, bà, đồng chí
    title: str = ""  # "Công chức Văn phòng – Thống kê"
    posts: tuple[Post, ...] = ()

    def posts_on(self, day: date) -> tuple[Post, ...]:
        """The posts held on that day."""
        return tuple(post for post in self.posts if post.valid_on(day))


@dataclass(frozen=True, slots=True)
class Leave:
    """A person is away, both days included; the substitute inherits open items and reminders."""

    official_id: str
    first_day: date
    last_day: date
    substitute_id: str | None = None

    def covers(self, day: date) -> bool:
        """True where the person is away on that day."""
        return self.first_day <= day <= self.last_day


def stand_ins(leaves: Mapping[str, Leave], serving: Collection[str]) -> dict[str, str]:
    """Who is away -> who is there in their place, of those who serve. Whoever stands in and is away
    as well is stood in for in turn; nobody where no one was named, or nobody is left."""
    found = {absent: _at_work(absent, leaves) for absent in leaves}
    return {absent: person for absent, person in found.items() if person and person in serving}


def _at_work(absent: str, leaves: Mapping[str, Leave]) -> str | None:
    asked = {absent}
    person = leaves[absent].substitute_id
    while person is not None and person in leaves and person not in asked:
        asked.add(person)
        person = leaves[person].substitute_id
    return None if person in asked else person
