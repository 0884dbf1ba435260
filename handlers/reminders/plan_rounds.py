"""Opening the rounds whose time has come: what every unit owes, and the steps of its reminders.

Run at every tick, but worked through only when something has changed that it depends on, or a day
has begun; what stands already is left as it is, so that it may be run as often as wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from domain.dates.regimes import Regime, Round, rounds_of
from domain.people.units import Unit
from handlers.delivery.alarm import alarm
from handlers.desk.digest import is_morning
from handlers.desk.returned import return_steps
from handlers.reminders.moved_rounds import move_rounds
from handlers.report.opened_round import write_round
from handlers.report.planned import Ladders
from handlers.report.who_owes import binds, reports, reports_at_all
from handlers.tasks.reminders import plan_tasks
from handlers.wording.say import say
from handlers.work import Work
from storage.database.apart import of_the_database
from storage.database.states import ObligationState
from storage.reports.plans import Standing, note_plan, standing
from storage.reports.reminders import Planned, hand_on, plan_steps
from storage.reports.rounds import (
    Obligation,
    open_obligations,
    owe,
    owed_since,
)
from storage.reports.uses import note_seen

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=31)  # a round that was due longer ago is history, not work
PLAN, DESK = "reports", "desk"


def is_quiet(work: Work) -> bool:
    """True where nothing is due and nothing is to be planned or told anew."""
    found = standing(work.session, work.now)
    told = not is_morning(work) or found.made_from[DESK] == mark_of(work, found)
    return not found.due and told and found.made_from[PLAN] == mark_of(work, found)


def mark_of(work: Work, found: Standing) -> str:
    """What a plan is made from, as one word: another day, person, leave, unit, form or letter
    makes another plan."""
    return " ".join((work.today.isoformat(), work.catalogue.planned_by, *found.words))


def plan_rounds(work: Work) -> int:
    """Open rounds and obligations, plan their reminders and those of tasks; how many obligations
    are new."""
    opened = 0
    found = standing(work.session, work.now)
    if found.made_from[PLAN] != mark_of(work, found):
        moved = move_rounds(work)
        opened = _open_rounds(work)
        found = standing(work.session, work.now)  # before the people: what changes meanwhile is
        _plan_reports(work, open_obligations(work.session))  # planned next
        if moved:
            note_plan(work.session, PLAN, mark_of(work, found))
    plan_tasks(work, tell_unplanned)
    _hand_on(work)
    return opened


def _hand_on(work: Work) -> None:
    """Steps that were planned before somebody went on leave, or put off until then, go to who
    stands in."""
    substitutes = work.stand_ins(work.today)
    if substitutes:
        hand_on(work.session, work.now, substitutes)


def _open_rounds(work: Work) -> int:
    """What every unit owes that it did not owe yet: how many reports."""
    note_seen(work.session, (regime.id for regime in work.catalogue.regimes), work.today)
    rounds = _current_rounds(work)
    standing = owed_since(work.session, work.now - LOOK_BACK - timedelta(days=1))
    written: dict[Round, int] = {}
    owed: list[tuple[int, str]] = []
    for unit in _reporting_units(work):
        for regime, round_ in rounds:
            known = (unit.id, round_.regime_id, round_.period.code) in standing
            if not known and binds(work, regime, unit, round_):
                if round_ not in written:
                    written[round_] = write_round(work, round_)
                owed.append((written[round_], unit.id))
    owe(work.session, owed)
    return len(owed)


def _plan_reports(work: Work, owed: Sequence[Obligation]) -> None:
    """Every step of what is owed, and of what was sent back."""
    work.people.staff_ahead(report.unit_id for report in owed)
    plan_steps(work.session, _steps(work, owed))


def _steps(work: Work, owed: Sequence[Obligation]) -> Iterator[Planned]:
    """One report of which nothing can be planned keeps no other from being reminded of."""
    ladders = Ladders(work)
    for obligation in owed:
        try:
            steps = list(_steps_of(work, obligation, ladders))
        except Exception as error:
            if of_the_database(error):
                raise
            log.exception("action=plan report=%s", obligation.id)
            tell_unplanned(work, obligation.unit_id)
        else:
            yield from steps


def _steps_of(work: Work, obligation: Obligation, ladders: Ladders) -> Iterator[Planned]:
    if work.units[obligation.unit_id].valid_on(obligation.closes):
        yield from ladders.steps(obligation)
        if obligation.state is ObligationState.RETURNED:
            yield from return_steps(work, obligation)


def tell_unplanned(work: Work, unit_id: str = "") -> None:
    """The administrators hear, once a day, whose reminders cannot be planned: a unit's, or all."""
    unit = work.units.get(unit_id)
    words = say("outbox.unplanned_of", unit=unit.name) if unit else say("outbox.unplanned")
    alarm(work, f"unplanned:{unit_id}:{work.today.isoformat()}", words)


def _reporting_units(work: Work) -> Iterator[Unit]:
    """Units that owe reports and in which somebody holds an owner field today."""
    owing = [unit for unit in work.units.values() if reports_at_all(work, unit)]
    work.people.staff_ahead(unit.id for unit in owing)
    staffed = [(people, unit) for unit in owing if (people := work.people.staff(unit.id))]
    for _, unit in sorted(staffed, key=lambda each: each[0][0].id):
        if reports(work, unit):
            yield unit


def _current_rounds(work: Work) -> list[tuple[Regime, Round]]:
    """The rounds of all regimes for which figures are taken today."""
    years = (work.today.year - 1, work.today.year, work.today.year + 1)
    return [
        (regime, round_)
        for regime in work.catalogue.regimes
        for year in years
        for round_ in rounds_of(regime, year, work.catalogue.calendar)
        if round_.opens_on <= work.today <= round_.due_on + LOOK_BACK
    ]
