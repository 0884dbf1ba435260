"""Which units owe the report of a regime, and which of its rounds: those that its letter names, or
every commune."""

from __future__ import annotations

from datetime import date

from domain.dates.regimes import Regime, Round, regimes_in_force
from domain.people.people import Official
from domain.people.units import COMMUNE_KINDS, Unit, subtree, superiors_on
from handlers.work import Work
from storage.reports.uses import regime_uses


def owes(regime: Regime, unit: Unit) -> bool:
    """True where the letter names the unit, its kind, or nobody and the unit is a commune."""
    if not regime.owed_by:
        return unit.kind in COMMUNE_KINDS
    return regime.group_of(unit.id, unit.kind) is not None


def reports_at_all(work: Work, unit: Unit) -> bool:
    """True for communes and for whatever unit some regime names."""
    if unit.kind in COMMUNE_KINDS:
        return True
    return any(regime.group_of(unit.id, unit.kind) for regime in work.catalogue.regimes)


def reports_alone(work: Work, unit: Unit) -> bool:
    """True where the name of the unit means its own report: that of a commune does, whatever
    departments it has; another one reports and oversees nobody who does."""
    if unit.kind in COMMUNE_KINDS:
        return True
    return reports_at_all(work, unit) and not reports_below(work, unit)


def reports_below(work: Work, unit: Unit) -> bool:
    """True where a unit below this one reports."""
    below = subtree(work.units, unit.id) - {unit.id}
    return any(reports_at_all(work, work.units[unit_id]) for unit_id in below)


def reports(work: Work, unit: Unit) -> bool:
    """Does it owe reports, and does somebody there hold an owner field today?"""
    people = work.people.staff(unit.id)
    return reports_at_all(work, unit) and any(_fills(work, p, unit.id) for p in people)


def _fills(work: Work, person: Official, unit_id: str) -> bool:
    """Holds an owner field there today."""
    posts = person.posts_on(work.today)
    return any(post.unit_id == unit_id and post.fields for post in posts)


def binds(work: Work, regime: Regime, unit: Unit, round_: Round) -> bool:
    """Does the unit owe this round? The letter must name it, it must exist when the figures are
    closed, the regime must be the one of its superiors of that day, and be in use here when the
    report is due."""
    day = round_.closing
    if not unit.valid_on(day) or not owes(regime, unit):
        return False
    if not asks_for(work, regime.id, round_.due_on):
        return False
    superiors = [superior.id for superior in superiors_on(work.units, unit.id, day)]
    return regime in regimes_in_force(work.catalogue.regimes, superiors, day)


def asks_for(work: Work, regime_id: str, due_on: date) -> bool:
    """Is the regime in use here for what is due on that day?"""
    use = regime_uses(work.session).get(regime_id)
    return use is None or use.asks(due_on)
