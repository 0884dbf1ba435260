"""The due days of the own unit's reports, for heads who fill no part of them themselves."""

from __future__ import annotations

from collections.abc import Collection

from domain.people import Official
from domain.permissions import Action
from handlers.deadline import deadline_line
from handlers.parts import units_of
from handlers.say import say
from handlers.sheet import Sheet, open_sheet
from handlers.show_moments import period_words
from handlers.status import completeness
from handlers.work import Work
from reports.ics import Deadline
from storage.rounds import open_obligations


def unit_deadlines(
    work: Work, person: Official, but: Collection[int]
) -> tuple[tuple[str, Deadline], ...]:
    """Of every open report of the own units but these: what is said, and the entry."""
    own = [unit for unit in units_of(work, person) if work.may(person, Action.SEE_STATUS, unit)]
    sheets = [
        open_sheet(work, report)
        for report in open_obligations(work.session, own)
        if report.id not in but
        and report.opens_on <= work.today
        and work.unit(report.unit_id).valid_on(report.closes)
    ]
    return tuple((_words(work, sheet), _entry(work, sheet)) for sheet in sheets)


def _words(work: Work, sheet: Sheet) -> str:
    title, period = sheet.regime.title, period_words(sheet.obligation.period_code)
    named = say("schedule.report_of", title=title, period=period, unit=sheet.unit.name)
    return "\n".join([named, deadline_line(work, sheet), completeness(sheet)])


def _entry(work: Work, sheet: Sheet) -> Deadline:
    report = sheet.obligation
    return Deadline(
        uid=f"{report.regime_id}/{report.period_code}/{sheet.unit.id}",
        title=say(
            "schedule.entry", title=sheet.regime.title, period=period_words(report.period_code)
        ),
        due=report.due_on,
        details=deadline_line(work, sheet),
        sequence=1 if report.extended_due_at else 0,
    )
