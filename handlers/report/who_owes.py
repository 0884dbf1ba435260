"""Which units owe the report of a regime: those that its letter names, or every commune."""

from __future__ import annotations

from domain.dates.regimes import Regime
from domain.people.units import COMMUNE_KINDS, Unit, subtree
from handlers.work import Work


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
