"""Who below a superior cannot be reached: nobody in the unit, or nobody with a linked account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.people.people import Official
from domain.people.units import Unit
from handlers.wording.say import say
from handlers.work import Work, addressed
from storage.database.states import AddressState
from storage.people.officials import links_in


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody who gets no message. `blocked`: not any more, else not yet."""

    person: Official
    unit: Unit
    blocked: bool


def unreachable(work: Work, units: Iterable[Unit]) -> tuple[Unreachable, ...]:
    """Who holds a post in these units today and has no address that works: none is linked, or no
    running channel serves it (F60)."""
    units = tuple(units)
    work.people.staff_ahead(unit.id for unit in units)
    links = links_in(work.session, (unit.id for unit in units))
    active = (link for link in links if link.state is AddressState.ACTIVE)
    reached = {link.official_id for link in active if work.reaches(link.address)}
    linked = {link.official_id for link in links if link.state is AddressState.BLOCKED}
    return tuple(
        Unreachable(person, unit, person.id in linked)
        for unit in units
        for person in work.people.staff(unit.id)
        if person.id not in reached and _serves(person, unit, work.today)
    )


def unreachable_words(found: Iterable[Unreachable], *, with_unit: bool) -> str:
    """`chị Hà (xã Vân Du, chưa liên kết)`."""
    return ", ".join(
        say(
            "desk.unreachable_at" if with_unit else "desk.unreachable_one",
            name=addressed(each.person),
            unit=each.unit.name,
            why=say("desk.blocked" if each.blocked else "desk.unlinked"),
        )
        for each in found
    )


def _serves(person: Official, unit: Unit, day: date) -> bool:
    return any(post.unit_id == unit.id for post in person.posts_on(day))
