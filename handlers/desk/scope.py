"""What a superior oversees: the reporting units below, communes and others, and their names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit, predecessors, subtree
from domain.words import fold
from handlers.report.who_owes import reports_at_all
from handlers.work import Work


def overseen(
    work: Work, person: Official, action: Action = Action.SEE_STATUS, day: date | None = None
) -> tuple[Unit, ...]:
    """The reporting units below the person that exist on a day, or today; practice units are
    none."""
    return _communes(work, work.below(person, action), day or work.today)


def ever_overseen(work: Work, person: Official, action: Action) -> tuple[Unit, ...]:
    """The same of whatever time: what a merged commune owes is still owed, by its successor."""
    units = (work.units[unit_id] for unit_id in work.below(person, action))
    return tuple(unit for unit in units if reports_at_all(work, unit) and not unit.training)


def all_within(work: Work, unit_id: str) -> tuple[Unit, ...]:
    """A unit, everything below it, and what was merged into them, by name; practice units are
    none."""
    there = subtree(work.units, unit_id)
    ids = there | predecessors(work.successions, there, work.today)
    found = (work.units[each] for each in ids)
    real = (unit for unit in found if not unit.training)
    return tuple(sorted(real, key=lambda unit: (fold(unit.name), unit.id)))


def communes_below(work: Work, unit_id: str, day: date) -> tuple[Unit, ...]:
    """The reporting units below a unit that exist on a day, whoever asks."""
    return _communes(work, subtree(work.units, unit_id) - {unit_id}, day)


def _communes(work: Work, unit_ids: Iterable[str], day: date) -> tuple[Unit, ...]:
    known = work.units
    found = (
        unit
        for unit in (known[unit_id] for unit_id in unit_ids)
        if reports_at_all(work, unit) and unit.valid_on(day) and not unit.training
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
    known = work.units
    return (known[unit_id] for unit_id in unit_ids)
