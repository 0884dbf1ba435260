"""Taking in units, officials, leave and earlier reports; the same file twice changes nothing."""

from __future__ import annotations

from domain.dates.regimes import round_of
from domain.people.people import Official
from handlers.load.people import load_official
from handlers.report.opened_round import write_round
from handlers.work import Work
from storage.catalogue.people_files import PastReport, People, StatedUse
from storage.database.states import UNFINISHED
from storage.people.invitations import linked_by_code
from storage.people.officials import link_address, save_leave
from storage.people.units import save_units
from storage.reports.figures import LOADED, write_figures
from storage.reports.rounds import complete_obligation, obligation, open_obligation
from storage.reports.uses import RegimeUse, regime_uses, state_use


def load_people(work: Work, people: People) -> tuple[Official, ...]:
    """Write everything of one file in one transaction; whose posts stay as the chat has changed
    them. What it names exists: `load_faults`."""
    work = work.anew()  # another file of the same load may have named the same people
    save_units(work.session, people.units, people.successions)
    kept = [official for official in people.officials if load_official(work, official)]
    for official_id, address in people.addresses:
        if linked_by_code(work.session, address) in (None, official_id):
            link_address(work.session, official_id, address, work.now)
    for leave in people.leaves:
        save_leave(work.session, leave, work.now)
    work = work.anew()
    for report in people.reports:
        _past_report(work, report)
    for use in people.regimes:
        _state(work, use)
    return tuple(kept)


def _author(work: Work, unit_id: str) -> str:
    """Under whose name loaded figures stand: somebody of the unit, or else anybody."""
    here = work.people.staff(unit_id)
    return here[0].id if here else next(iter(work.people))


def _state(work: Work, stated: StatedUse) -> None:
    """As the file says; one that names no day counts since it was first loaded."""
    before = regime_uses(work.session).get(stated.regime_id)
    since = stated.since or (before.since if before else work.today)
    state_use(work.session, RegimeUse(stated.regime_id, since, stated.until, stated.used))


def _past_report(work: Work, report: PastReport) -> None:
    regime = work.catalogue.regime(report.regime_id)
    round_ = round_of(regime, report.period_code, work.catalogue.calendar)
    assert round_ is not None  # `load_faults` has looked
    obligation_id = open_obligation(work.session, write_round(work, round_), report.unit_id)
    author = _author(work, report.unit_id)
    write_figures(work.session, obligation_id, report.figures, author, LOADED, work.now)
    owed = obligation(work.session, obligation_id)
    if owed is not None and owed.state in UNFINISHED:
        complete_obligation(work.session, owed, min(work.now, round_.due))
