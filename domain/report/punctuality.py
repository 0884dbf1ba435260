"""How often units have reported in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from domain.dates.ladder import hour_missed
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


@dataclass(frozen=True, slots=True, order=True)
class Lateness:
    """By how much: calendar days, and beside them the time of what missed its hour by less than a
    day. Nothing of both is in time."""

    days: int = 0
    hours: timedelta = timedelta(0)

    def __bool__(self) -> bool:
        return self != Lateness()


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What became of a unit's reports; `due` counts those that were sent or are overdue."""

    unit_id: str
    due: int
    on_time: int
    late: int
    unsent: int  # overdue and not complete so far
    late_by: Lateness  # over all late and unsent ones
    returned: int


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place among its siblings; equals share a place."""

    number: int
    of: Punctuality


def lateness(delivery: Delivery, now: datetime) -> Lateness:
    """By how much a report was or is late: hours where it missed an hour by less than a day, else
    at least one day."""
    moment = delivery.sent_at or now
    if moment <= delivery.due:
        return Lateness()
    if missed := hour_missed(delivery.due, moment):
        return Lateness(0, missed)
    return Lateness(max(1, (local(moment).date() - local(delivery.due).date()).days))


def punctuality(unit_id: str, deliveries: Iterable[Delivery], now: datetime) -> Punctuality:
    """The record of one unit; what is still in time and not sent says nothing yet."""
    own = [d for d in deliveries if d.unit_id == unit_id and (d.sent_at or d.due < now)]
    late = [d for d in own if lateness(d, now)]
    by = [lateness(d, now) for d in late]
    return Punctuality(
        unit_id=unit_id,
        due=len(own),
        on_time=len(own) - len(late),
        late=sum(d.sent_at is not None for d in late),
        unsent=sum(d.sent_at is None for d in late),
        late_by=Lateness(
            sum(each.days for each in by), sum((each.hours for each in by), timedelta(0))
        ),
        returned=sum(d.returned for d in own),
    )


def by_unit(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    """The reports of each unit, in their order."""
    found: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        found.setdefault(delivery.unit_id, []).append(delivery)
    return found


def ranking(records: Iterable[Punctuality]) -> tuple[Place, ...]:
    """The most punctual first: by share in time, then by how late, then by returns. Units of
    which nothing is known yet have no place."""
    known = sorted((r for r in records if r.due), key=lambda r: (_merit(r), r.unit_id))
    places: list[Place] = []
    for position, record in enumerate(known, start=1):
        equal = places and _merit(places[-1].of) == _merit(record)
        places.append(Place(places[-1].number if equal else position, record))
    return tuple(places)


def _merit(record: Punctuality) -> tuple[Fraction, Lateness, int]:
    return -Fraction(record.on_time, record.due), record.late_by, record.returned
