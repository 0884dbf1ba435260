"""Who is in charge of a unit's reports, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.dates.ladder import Audience, told
from domain.dates.periods import DAY
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from handlers.owed.people import acting_role
from handlers.report.parts import responsible_by_field
from handlers.work import Work

People = tuple[Official, ...]
ROLES = {Audience.OFFICE_HEAD: Role.OFFICE_HEAD, Audience.CHAIRMAN: Role.CHAIRMAN}


class InCharge:
    """The same as `responsible_by_field` and `acting_role`, for many days: what was found for one
    holds for all on which the same posts are held and nobody of the unit is away."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._staff: dict[str, frozenset[str]] = {}
        self._found: dict[str, _Found] = {}

    def by_field(self, unit_id: str, day: date) -> Mapping[str, People]:
        """Who owes each owner field."""
        return self._by_field(self._lasting(unit_id, day), unit_id, day)

    def with_role(self, unit_id: str, role: Role, day: date) -> People:
        """Who holds a role, or stands in for a holder."""
        return self._with_role(self._lasting(unit_id, day), unit_id, role, day)

    def told(
        self, unit_id: str, fields: tuple[str, ...], audience: Audience, day: date
    ) -> tuple[str, ...]:
        """Who hears of a report with these owner fields: their owners first, then up to and
        including `audience`."""
        found = self._lasting(unit_id, day)
        key = (fields, audience)
        if key not in found.told:
            by_field = self._by_field(found, unit_id, day)
            people = [official for field in fields for official in by_field.get(field, ())]
            for level in told(audience):
                if level in ROLES:
                    people += self._with_role(found, unit_id, ROLES[level], day)
            found.told[key] = tuple(dict.fromkeys(official.id for official in people))
        return found.told[key]

    def _by_field(self, found: _Found, unit_id: str, day: date) -> Mapping[str, People]:
        if found.by_field is None:
            found.by_field = responsible_by_field(self._work, unit_id, day)
        return found.by_field

    def _with_role(self, found: _Found, unit_id: str, role: Role, day: date) -> People:
        if role not in found.with_role:
            found.with_role[role] = acting_role(self._work, unit_id, role, day)
        return found.with_role[role]

    def _lasting(self, unit_id: str, day: date) -> _Found:
        away = self._work.leaves(day)
        if away and not self._ids(unit_id).isdisjoint(away):
            return _Found(day, day)
        found = self._found.get(unit_id)
        if found is not None and found.first <= day <= found.last:
            return found
        if not self._work.unit(unit_id).valid_on(day):
            return _Found(day, day)  # others act for it
        found = self._found[unit_id] = _Found(*self._days(unit_id, day))
        return found

    def _ids(self, unit_id: str) -> frozenset[str]:
        if unit_id not in self._staff:
            self._staff[unit_id] = frozenset(p.id for p in self._work.people.staff(unit_id))
        return self._staff[unit_id]

    def _days(self, unit_id: str, day: date) -> tuple[date, date]:
        """The days around this one on which the unit stands and the same posts are held."""
        posts = (post for person in self._work.people.staff(unit_id) for post in person.posts)
        held = (post for post in posts if post.unit_id == unit_id)
        every: tuple[Unit | Post, ...] = (self._work.unit(unit_id), *held)
        first, last = date.min, date.max
        for each in every:
            ends = each.valid_to or date.max
            if each.valid_on(day):
                first, last = max(first, each.valid_from), min(last, ends)
            elif ends < day:
                first = max(first, ends + DAY)
            else:
                last = min(last, each.valid_from - DAY)
        return first, last


@dataclass(slots=True)
class _Found:
    """What was found for the days from the first to the last."""

    first: date
    last: date
    by_field: Mapping[str, People] | None = None
    with_role: dict[Role, People] = field(default_factory=dict)
    told: dict[tuple[tuple[str, ...], Audience], tuple[str, ...]] = field(default_factory=dict)
