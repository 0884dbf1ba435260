"""How often units have reported in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from domain.dates.moments import local


@dataclass(frozen=True, slots=True)
class Delivery:
    """One report that was owed. `sent_at` is the first time it was complete: what a superior
    returns later had been sent."""

    unit_id: str
    period_code: str
    due: datetime  # with the extension, where one was granted
    sent_at: datetime | None
    returned: int = 0  # how often it was sent back


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What became of a unit's reports; `due` counts those that were sent or are overdue."""

    unit_id: str
    due: int
    on_time: int
    late: int
    unsent: int  # overdue and not complete so far
    days_late: int  # calendar days, over all late and unsent ones
    returned: int


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place among its siblings; equals share a place."""

    number: int
    of: Punctuality


def days_late(delivery: Delivery, now: datetime) -> int:
    """Days by which a report was or is late: 0 in time, at least 1 else."""
    moment = delivery.sent_at or now
    if moment <= delivery.due:
        return 0
    return max(1, (local(moment).date() - local(delivery.due).date()).days)


def punctuality(unit_id: str, deliveries: Iterable[Delivery], now: datetime) -> Punctuality:
    """The record of one unit; what is still in time and not sent says nothing yet."""
    own = [d for d in deliveries if d.unit_id == unit_id and (d.sent_at or d.due < now)]
    late = [d for d in own if days_late(d, now)]
    return Punctuality(
        unit_id=unit_id,
        due=len(own),
        on_time=len(own) - len(late),
        late=sum(d.sent_at is not None for d in late),
        unsent=sum(d.sent_at is None for d in late),
        days_late=sum(days_late(d, now) for d in late),
        returned=sum(d.returned for d in own),
    )


def by_unit(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    """The reports of each unit, in their order."""
    found: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        found.setdefault(delivery.unit_id, []).append(delivery)
    return found


def ranking(records: Iterable[Punctuality]) -> tuple[Place, ...]:
    """The most punctual first: by share in time, then by days late, then by returns. Units of
    which nothing is known yet have no place."""
    known = sorted((r for r in records if r.due), key=lambda r: (_merit(r), r.unit_id))
    places: list[Place] = []
    for position, record in enumerate(known, start=1):
        equal = places and _merit(places[-1].of) == _merit(record)
        places.append(Place(places[-1].number if equal else position, record))
    return tuple(places)


def _merit(record: Punctuality) -> tuple[Fraction, int, int]:
    return -Fraction(record.on_time, record.due), record.days_late, record.returned
