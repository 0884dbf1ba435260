"""The steps by which everybody whom a report concerns is reminded of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.dates.ladder import Audience
from domain.dates.moments import at_local, local
from domain.dates.owed import StepKind, StepName, of_report
from handlers.report.deadline import steps_for
from handlers.report.in_charge import InCharge
from handlers.report.sheet import estimates_asked
from handlers.work import Work
from storage.reports.reminders import Planned
from storage.reports.rounds import Obligation


@dataclass(frozen=True, slots=True)
class _Ring:
    """One step, when it rings, and up to whom it goes."""

    step: StepName
    at: datetime
    day: date
    audience: Audience


@dataclass(frozen=True, slots=True)
class _Ladder:
    """What all reports of a round have in common that are due at the same moment."""

    rings: tuple[_Ring, ...]
    fields: tuple[str, ...]
    asked_by: str  # who has asked for it in a chat, if anybody has


class Ladders:
    """The steps of many reports; what several have in common is found once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._charge = InCharge(work)
        self._found: dict[tuple[int, datetime, date], _Ladder] = {}

    def steps(self, obligation: Obligation) -> Iterator[Planned]:
        """Every step for everybody it concerns: who holds a field on that day, or stands in for a
        holder; later steps also go up to the head of office and the chairman. Whoever has asked
        for it in a chat hears at the due moment what has come."""
        subject, unit_id = of_report(obligation.id), obligation.unit_id
        ladder = self._ladder(obligation)
        for ring in ladder.rings:
            told = self._charge.told(unit_id, ladder.fields, ring.audience, ring.day)
            for official_id in told:
                yield subject, ring.step, official_id, ring.at
        if ladder.asked_by:
            rolled = StepName(StepKind.ROLLED, of=obligation.period_code)
            yield subject, rolled, ladder.asked_by, obligation.due_at

    def _ladder(self, obligation: Obligation) -> _Ladder:
        key = (obligation.round_id, obligation.due, obligation.last_working_day)
        if key not in self._found:
            self._found[key] = _ladder(self._work, obligation)
        return self._found[key]


def _ladder(work: Work, obligation: Obligation) -> _Ladder:
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    steps = steps_for(work, obligation)
    rings = [_Ring(each.name, each.at, local(each.at).date(), each.audience) for each in steps]
    regime = work.catalogue.regime(obligation.regime_id)
    return _Ladder((*rings, *_estimates(work, obligation)), tuple(form.owners), regime.asked_by)


def _estimates(work: Work, obligation: Obligation) -> Iterator[_Ring]:
    """The question whether what was given before the closing still stands."""
    regime = work.catalogue.regime(obligation.regime_id)
    day = estimates_asked(work, regime, obligation)
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    quantities = any(form.indicators[code].kind.counts for code in form.asked())
    if day is not None and day > obligation.opens_on and quantities:
        at = at_local(day, regime.ring_at)
        yield _Ring(estimates_step(obligation), at, day, Audience.OWNER)


def estimates_step(obligation: Obligation) -> StepName:
    """Of this due day: where more time is given, it is asked later."""
    return StepName(StepKind.ESTIMATES, of=obligation.due_on.isoformat())
