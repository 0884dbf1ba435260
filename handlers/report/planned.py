"""The steps by which everybody whom a report concerns is reminded of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.dates.ladder import Audience, told
from domain.dates.moments import at_local, local
from domain.dates.owed import StepKind, StepName, of_report
from domain.people.people import Official, Role
from handlers.report.deadline import steps_for
from handlers.report.in_charge import InCharge
from handlers.report.sheet import estimates_asked
from handlers.work import Work
from storage.reports.reminders import Planned
from storage.reports.rounds import Obligation

ROLES = {Audience.OFFICE_HEAD: Role.OFFICE_HEAD, Audience.CHAIRMAN: Role.CHAIRMAN}


def planned_steps(
    work: Work, obligation: Obligation, charge: InCharge | None = None
) -> Iterator[Planned]:
    """Every step for everybody it concerns: who holds a field on that day, or stands in for a
    holder; later steps also go up to the head of office and the chairman. Whoever has asked for
    it in a chat hears at the due moment what has come."""
    subject, charge = of_report(obligation.id), charge or InCharge(work)
    for step in steps_for(work, obligation):
        day = local(step.at).date()
        work.leaves(day)  # of everybody: one question for all reports
        people = _owners(work, obligation, day, charge)
        for level in told(step.audience):
            if level in ROLES:
                for official in charge.with_role(obligation.unit_id, ROLES[level], day):
                    people[official.id] = official
        for official_id in people:
            yield subject, step.name, official_id, step.at
    yield from _estimates(work, obligation, charge)
    if asked_by := work.catalogue.regime(obligation.regime_id).asked_by:
        rolled = StepName(StepKind.ROLLED, of=obligation.period_code)
        yield subject, rolled, asked_by, obligation.due_at


def _owners(work: Work, obligation: Obligation, day: date, charge: InCharge) -> dict[str, Official]:
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    by_field = charge.by_field(obligation.unit_id, day)
    return {official.id: official for field in form.owners for official in by_field.get(field, ())}


def _estimates(work: Work, obligation: Obligation, charge: InCharge) -> Iterator[Planned]:
    """The question whether what was given before the closing still stands."""
    regime = work.catalogue.regime(obligation.regime_id)
    day = estimates_asked(work, regime, obligation)
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    quantities = any(form.indicators[code].kind.counts for code in form.asked())
    if day is None or day <= obligation.opens_on or not quantities:
        return
    step, at = estimates_step(obligation), at_local(day, regime.ring_at)
    work.leaves(day)
    for official_id in _owners(work, obligation, day, charge):
        yield of_report(obligation.id), step, official_id, at


def estimates_step(obligation: Obligation) -> StepName:
    """Of this due day: where more time is given, it is asked later."""
    return StepName(StepKind.ESTIMATES, of=obligation.due_on.isoformat())
