"""What a superior oversees: the communes below, and who of them cannot be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.people import Official
from domain.permissions import Action
from domain.units import Unit, subtree
from domain.words import fold
from handlers.plan_rounds import COMMUNE_KINDS
from handlers.say import say
from handlers.work import Work, addressed
from storage.officials import AddressState, all_links


def overseen(
    work: Work, person: Official, action: Action = Action.SEE_STATUS, day: date | None = None
) -> tuple[Unit, ...]:
    """The communes below the person that exist on a day, or today; practice units are none."""
    return _communes(work, work.below(person, action), day or work.today)


def ever_overseen(work: Work, person: Official, action: Action) -> tuple[Unit, ...]:
    """The same of whatever time: what a merged commune owes is still owed, by its successor."""
    units = (work.units[unit_id] for unit_id in work.below(person, action))
    return tuple(unit for unit in units if unit.kind in COMMUNE_KINDS and not unit.training)


def communes_below(work: Work, unit_id: str, day: date) -> tuple[Unit, ...]:
    """The communes below a unit that exist on a day, whoever asks."""
    return _communes(work, subtree(work.units, unit_id) - {unit_id}, day)


def _communes(work: Work, unit_ids: Iterable[str], day: date) -> tuple[Unit, ...]:
    found = (
        unit
        for unit in (work.units[unit_id] for unit_id in unit_ids)
        if unit.kind in COMMUNE_KINDS and unit.valid_on(day) and not unit.training
    )
    return tuple(sorted(found, key=lambda unit: (fold(unit.name), unit.id)))


def body_names(work: Work, person: Official, action: Action = Action.SEE_STATUS) -> str:
    """The bodies for which the person oversees: `huyện Ân Thi`."""
    below = work.below(person, action)
    seats = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    names = [work.units[seat].name for seat in seats if _oversees(work, seat, below)]
    return ", ".join(names)


def _oversees(work: Work, seat: str, below: set[str]) -> bool:
    return seat in work.units and any(unit.parent_id == seat for unit in _of(work, below))


def _of(work: Work, unit_ids: Iterable[str]) -> Iterable[Unit]:
    return (work.units[unit_id] for unit_id in unit_ids)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody who gets no message. `blocked`: not any more, else not yet."""

    person: Official
    unit: Unit
    blocked: bool


def unreachable(work: Work, units: Iterable[Unit]) -> tuple[Unreachable, ...]:
    """Who holds a post in these units today and has no address that works (F60)."""
    links = all_links(work.session)
    reached = {link.official_id for link in links if link.state is AddressState.ACTIVE}
    linked = {link.official_id for link in links if link.state is AddressState.BLOCKED}
    return tuple(
        Unreachable(person, unit, person.id in linked)
        for unit in units
        for person in work.staff.get(unit.id, ())
        if person.id not in reached and _serves(person, unit, work.today)
    )


def _serves(person: Official, unit: Unit, day: date) -> bool:
    return any(post.unit_id == unit.id for post in person.posts_on(day))


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
