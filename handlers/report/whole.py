"""A report as one part: for the head of office, who may mend what others give."""

from __future__ import annotations

from domain.people.people import Official, Role
from domain.people.permissions import Action
from handlers.report.parts import CORRECTED_WITHIN, Part
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.reports.rounds import Obligation, open_obligations, recently_completed


def headed_units(work: Work, person: Official) -> frozenset[str]:
    """The units whose whole report the person may mend, those merged into them included."""
    if all(post.role is not Role.OFFICE_HEAD for post in person.posts_on(work.today)):
        return frozenset()
    reached = work.scope(person, Action.GIVE_FIGURES)
    return frozenset(unit_id for unit_id in reached if _heads(work, person, unit_id))


def _heads(work: Work, person: Official, unit_id: str) -> bool:
    acting = work.acting_for(unit_id, work.today)
    posts = person.posts_on(work.today)
    return any(post.unit_id in acting and post.role is Role.OFFICE_HEAD for post in posts)


def wholes(work: Work, person: Official) -> tuple[Part, ...]:
    """The whole reports that are open or were completed lately, of the units that the person
    heads."""
    units = headed_units(work, person)
    if not units:
        return ()
    since = work.now - CORRECTED_WITHIN
    reports = (
        *open_obligations(work.session, units),
        *recently_completed(work.session, units, since),
    )
    found = (whole_report(work, person, report) for report in reports)
    return tuple(part for part in found if part is not None)


def whole_report(work: Work, person: Official, report: Obligation) -> Part | None:
    """All of a report, where the person heads its unit."""
    if report.unit_id not in headed_units(work, person):
        return None
    if not work.unit(report.unit_id).valid_on(report.closes):
        return None
    sheet = open_sheet(work, report)
    return Part(sheet, tuple(sheet.form.owners), (), as_head=True)
