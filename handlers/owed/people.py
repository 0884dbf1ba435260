"""Who holds a role in a unit, and who stands in for whoever is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.people.people import Official, Role
from domain.people.permissions import HEADS
from domain.people.units import Unit, superiors_on
from handlers.names.people import present
from handlers.work import Work

OFFICE_FIELD = "office"
"""The owner field of whoever puts the unit's papers together."""


def with_role(
    work: Work, unit_id: str, role: Role, day: date | None = None
) -> tuple[Official, ...]:
    """The officials who hold a role in a unit on a day, or today."""
    on = day or work.today
    return tuple(
        official
        for acts in work.acting_for(unit_id, on)
        for official in work.people.staff(acts)
        if any(p.unit_id == acts and p.role is role for p in official.posts_on(on))
    )


def acting_role(
    work: Work, unit_id: str, role: Role, day: date | None = None
) -> tuple[Official, ...]:
    """The same, with those who stand in for holders on leave."""
    people = (present(work, head, day) for head in with_role(work, unit_id, role, day))
    return tuple({official.id: official for official in people}.values())


def heads_unit(work: Work, person: Official, unit_id: str) -> bool:
    """Whether the person puts the unit's papers together, or signs them."""
    acting, posts = work.acting_for(unit_id, work.today), person.posts_on(work.today)
    return any(post.unit_id in acting and post.role in HEADS for post in posts)


def nearest_above(
    work: Work, unit_id: str, roles: Iterable[Role]
) -> tuple[Unit | None, tuple[Official, ...]]:
    """The nearest superior in which somebody holds one of these roles, the first that there is,
    and who that is; the nearest alone where nobody does."""
    above = superiors_on(work.units, unit_id, work.today)
    wanted = tuple(roles)
    for superior in above:
        for role in wanted:
            if people := acting_role(work, superior.id, role):
                return superior, people
    return next(iter(above), None), ()
