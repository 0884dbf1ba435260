"""Taking in units, officials, leave and earlier reports; the same file twice changes nothing."""

from __future__ import annotations

from domain.dates.regimes import round_of
from handlers.reminders.plan_rounds import write_round
from handlers.work import Work
from storage.catalogue.people_files import PastReport, People
from storage.people.officials import link_address, save_leave, save_official
from storage.people.units import save_units
from storage.reports.figures import LOADED, write_figures
from storage.reports.rounds import complete_obligation, open_obligation


def load_people(work: Work, people: People) -> None:
    """Write everything of one file in one transaction. What it names exists: `load_faults`."""
    save_units(work.session, people.units, people.successions)
    for official in people.officials:
        save_official(work.session, official, work.now)
    for official_id, address in people.addresses:
        link_address(work.session, official_id, address, work.now)
    for leave in people.leaves:
        save_leave(work.session, leave, work.now)
    work = work.anew()
    for report in people.reports:
        _past_report(work, report)


def _author(work: Work, unit_id: str) -> str:
    """Under whose name loaded figures stand: somebody of the unit, or else anybody."""
    here = work.staff.get(unit_id, ())
    return here[0].id if here else next(iter(work.people))


def _past_report(work: Work, report: PastReport) -> None:
    regime = work.catalogue.regime(report.regime_id)
    round_ = round_of(regime, report.period_code, work.catalogue.calendar)
    assert round_ is not None  # `load_faults` has looked
    obligation_id = open_obligation(work.session, write_round(work, round_), report.unit_id)
    author = _author(work, report.unit_id)
    write_figures(work.session, obligation_id, report.figures, author, LOADED, work.now)
    complete_obligation(work.session, obligation_id, min(work.now, round_.due))
