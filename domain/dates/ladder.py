"""The reminder ladder: which step rings when, for whom, and when no message may go out.

Steps before the due day are counted back from the last working day on or before it, so the last
one (T-0) always rings on a day on which somebody is at work; overdue steps are counted from the
legal due day itself, or from the opening where something was asked for after its due day, so that
escalation always climbs rung by rung. Where the letter names an hour so early that a ring of that
morning would come too late, the day before counts as the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import END_OF_DAY, MORNING, at_local, local
from domain.dates.owed import StepKind, StepName, due_step

RING_AT = MORNING  # the daily digest (F5)
AT_LEAST = timedelta(hours=1)  # that is left to send a report when the last call rings


class Audience(StrEnum):
    """Who is told; a step that goes further up adds people, it never leaves the owner out
    (`told`)."""

    OWNER = "owner"
    OFFICE_HEAD = "office_head"
    CHAIRMAN = "chairman"


def told(audience: Audience) -> tuple[Audience, ...]:
    """Everybody a step goes to: the owner first, up to and including `audience`."""
    everybody = tuple(Audience)
    return everybody[: everybody.index(audience) + 1]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder as data: negative before the due day, positive after it; or so many
    `hours` before the due moment, where that has an hour."""

    working_days: int = 0
    audience: Audience = Audience.OWNER
    hours: int = 0

    @property
    def name(self) -> StepName:
        """`T-10`, `T-0`, `T+1`, `H-1`."""
        return StepName(StepKind.HOURS, self.hours) if self.hours else due_step(self.working_days)


DEFAULT_LADDER = (
    Rung(-10),
    Rung(-5),
    Rung(-2, Audience.CHAIRMAN),
    Rung(-1),
    Rung(0, Audience.CHAIRMAN),
    Rung(1),
    Rung(2, Audience.OFFICE_HEAD),
    Rung(4, Audience.CHAIRMAN),
)
"""10, 5, 2, 1, 0 working days, of which two days before and on the day the head of office and the
chairman hear who still owes; then the owner, the head of office, the chairman; then silence."""


class Deadline(Protocol):
    """Whatever is due: a round of a regime, or a task."""

    @property
    def opens_on(self) -> date: ...
    @property
    def due(self) -> datetime: ...
    @property
    def last_working_day(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of one deadline, at its moment. `late`: the due day has gone by."""

    name: StepName
    at: datetime
    audience: Audience
    late: bool

    @property
    def urgent(self) -> bool:
        """The last call of the last working day: exempt from that day's quiet hours."""
        return self.name.last_call


def steps_of(
    deadline: Deadline,
    ladder: Sequence[Rung],
    calendar: WorkCalendar,
    at_time: time = RING_AT,
) -> tuple[Step, ...]:
    """The steps of a deadline in order, no two at one moment, none before it opens.

    `ladder` runs from early to late. Of the rungs that lie before the opening (asked at short
    notice) the nearest rings on the opening day, so that the first word comes at once; the others
    would say the same and fall away.
    """
    by_day: dict[date, Rung] = {}
    for rung in ladder:
        if not rung.hours:
            by_day[_day_of(rung, deadline, calendar, at_time)] = rung
    steps = [
        Step(rung.name, at_local(day, at_time), rung.audience, late=rung.working_days > 0)
        for day, rung in by_day.items()
    ]
    steps += _hourly(ladder, deadline)
    return tuple(sorted(steps, key=lambda step: step.at))


def _hourly(ladder: Sequence[Rung], deadline: Deadline) -> Iterator[Step]:
    """The steps that are counted in hours; a day that ends at midnight has none."""
    if local(deadline.due).time() == END_OF_DAY:
        return
    for rung in ladder:
        at = deadline.due - timedelta(hours=rung.hours)
        if rung.hours and local(at).date() >= deadline.opens_on:
            yield Step(rung.name, at, rung.audience, late=False)


def _day_of(rung: Rung, deadline: Deadline, calendar: WorkCalendar, at_time: time) -> date:
    if rung.working_days > 0:
        overdue_from = max(local(deadline.due).date(), deadline.opens_on)
        return calendar.working_days_after(overdue_from, rung.working_days)
    last = deadline.last_working_day
    if at_local(last, at_time) + AT_LEAST > deadline.due:
        last = calendar.working_days_before(last, 1)
    day = calendar.working_days_before(last, -rung.working_days)
    return max(day, deadline.opens_on)


def newest_due(steps: Sequence[Step], now: datetime) -> Step | None:
    """The one step to send at `now`, however many were missed; None before the first."""
    due = [step for step in steps if step.at <= now]
    return max(due, key=lambda step: step.at, default=None)


@dataclass(frozen=True, slots=True)
class Remaining:
    """Time left, as words need it. While `overdue` is False, `overdue_days` is 0; else the other
    two are. Overdue on the due day itself (after its hour) is 0 days overdue. `late` is how long
    ago an hour was missed, as long as that is less than a day; None where days tell it."""

    calendar_days: int
    working_days: int
    overdue_days: int
    overdue: bool
    late: timedelta | None = None


def remaining(deadline: Deadline, now: datetime, calendar: WorkCalendar) -> Remaining:
    """Days from today to the due day; `WorkCalendar.working_days_between` says what counts."""
    today, due_on = local(now).date(), local(deadline.due).date()
    if now > deadline.due:
        late = hour_missed(deadline.due, now)
        return Remaining(0, 0, (today - due_on).days, overdue=True, late=late)
    working_days = calendar.working_days_between(today, due_on)
    return Remaining((due_on - today).days, working_days, 0, overdue=False)


def hour_missed(due: datetime, moment: datetime) -> timedelta | None:
    """By how much an hour that a letter names was missed, as long as that is less than a day; None
    where nothing was missed, or days tell it."""
    by_hour = local(due).time() != END_OF_DAY and timedelta(0) < moment - due < timedelta(days=1)
    return moment - due if by_hour else None


@dataclass(frozen=True, slots=True)
class SendingHours:
    """Hours of a day in which messages may go out: `start` included, `end` not."""

    start: time
    end: time

    def holds(self, hour: time) -> bool:
        """True where that hour lies in the window."""
        return self.start <= hour < self.end


@dataclass(frozen=True, slots=True)
class Quiet:
    """When messages may go out, on working days only.

    The default is the office hours of a commune (07:30–11:30, 13:30–17:00), the stricter of the
    two readings in use (the other is silence from 20:00): a reminder that asks for figures is of
    no use when the office is closed. 20:00 bounds the last call, which may also come at noon.
    """

    windows: tuple[SendingHours, ...] = (
        SendingHours(time(7, 30), time(11, 30)),
        SendingHours(time(13, 30), time(17, 0)),
    )
    urgent: SendingHours = SendingHours(time(7, 30), time(20, 0))

    def open_windows(self, urgent: bool) -> tuple[SendingHours, ...]:
        """The windows of a working day for ordinary messages or for the last call."""
        return (self.urgent,) if urgent else self.windows


OFFICE_HOURS = Quiet()


def allowed(
    moment: datetime, quiet: Quiet, calendar: WorkCalendar, *, urgent: bool = False
) -> bool:
    """May a message go out at this moment? Never on a day off, urgent or not."""
    here = local(moment)
    return calendar.is_working_day(here.date()) and any(
        window.holds(here.time()) for window in quiet.open_windows(urgent)
    )


def next_allowed(
    moment: datetime, quiet: Quiet, calendar: WorkCalendar, *, urgent: bool = False
) -> datetime:
    """The earliest moment not before `moment` at which a message may go out."""
    here = local(moment)
    if allowed(here, quiet, calendar, urgent=urgent):
        return here
    day, hour = here.date(), here.time()
    if calendar.is_working_day(day):
        later = [w.start for w in quiet.open_windows(urgent) if w.start > hour]
        if later:
            return at_local(day, min(later))
    next_day = calendar.working_days_after(day, 1)
    return at_local(next_day, min(w.start for w in quiet.open_windows(urgent)))
