"""The steps by which everybody whom a report concerns is reminded of it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.dates.ladder import Audience, told
from domain.dates.moments import local
from domain.dates.owed import StepKind, StepName, of_report
from domain.people.people import Official, Role
from handlers.owed.people import acting_role
from handlers.report.deadline import steps_for
from handlers.report.parts import responsible_by_field
from handlers.work import Work
from storage.reports.reminders import Planned
from storage.reports.rounds import Obligation

ROLES = {Audience.OFFICE_HEAD: Role.OFFICE_HEAD, Audience.CHAIRMAN: Role.CHAIRMAN}


def planned_steps(work: Work, obligation: Obligation) -> Iterator[Planned]:
    """Every step for everybody it concerns: who holds a field on that day, or stands in for a
    holder; later steps also go up to the head of office and the chairman. Whoever has asked for
    it in a chat hears at the due moment what has come."""
    form = work.catalogue.form(obligation.form_id, obligation.closes)
    subject = of_report(obligation.id)
    for step in steps_for(work, obligation):
        day = local(step.at).date()
        work.leaves(day)  # of everybody: one question for all reports
        people: dict[str, Official] = {}
        by_field = responsible_by_field(work, obligation.unit_id, day)
        for field in form.owners:
            people |= {official.id: official for official in by_field.get(field, ())}
        for level in told(step.audience):
            if level in ROLES:
                for official in acting_role(work, obligation.unit_id, ROLES[level], day):
                    people[official.id] = official
        for official_id in people:
            yield subject, step.name, official_id, step.at
    if asked_by := work.catalogue.regime(obligation.regime_id).asked_by:
        rolled = StepName(StepKind.ROLLED, of=obligation.period_code)
        yield subject, rolled, asked_by, obligation.due_at
