"""To which reports of a unit an order of the desk can be done, and why to none.

Without a period nothing is done to an older report unasked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from domain.people import Official
from domain.permissions import Action
from domain.units import Unit
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.show_moments import period_words
from handlers.work import Work
from storage.figures import came_loaded
from storage.rounds import Obligation, ObligationState, obligations_of

EVERYBODY = frozenset(
    {"tat ca", "tat ca cac xa", "cac xa", "ca huyen", "ca tinh", "cac don vi", "toan bo"}
)
"""All communes at once."""

_OPEN = (ObligationState.OPEN, ObligationState.RETURNED)


class Meaning(Enum):
    """Which of a unit's reports is meant where no period is named."""

    WAITING = "waiting"  # whichever waits for it: several are asked about
    LAST = "last"  # the last to which it was done, however many there are
    NEWEST = "newest"  # the newest report, whether it can be done to it or not


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants to be done: the command word, the action it needs, and which reports
    it can be done to."""

    work: Work
    person: Official
    word: str  # "duyet": what a tap sends again
    action: Action
    fits: Callable[[Obligation], bool]
    nothing: str  # text id: the unit has no such report
    meaning: Meaning = Meaning.WAITING


def in_state(*states: ObligationState) -> Callable[[Obligation], bool]:
    """Fits reports in one of these states."""
    return lambda report: report.state in states


def opened(work: Work, unit_id: str) -> tuple[Obligation, ...]:
    """What a unit has owed by today, the earliest due first."""
    every = obligations_of(work.session, unit_id)
    return tuple(report for report in every if report.opens_on <= work.today)


def newest(reports: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Of each regime the newest."""
    return tuple({report.regime_id: report for report in reports}.values())


def reports_meant(order: Order, unit_id: str, period: str | None) -> tuple[Obligation, ...]:
    """Those of the period that fit; without one those that are meant. What came as a file of
    earlier reports waits for nobody."""
    owed = opened(order.work, unit_id)
    if period is not None:
        return tuple(r for r in owed if r.period_code == period and order.fits(r))
    if order.meaning is Meaning.NEWEST:
        return tuple(report for report in newest(owed) if order.fits(report))
    fitting = [report for report in owed if order.fits(report)]
    loaded = came_loaded(order.work.session, [report.id for report in fitting])
    waiting = tuple(report for report in fitting if report.id not in loaded)
    return newest(waiting) if order.meaning is Meaning.LAST else waiting


def nothing_words(order: Order, unit: Unit, period: str | None) -> str:
    """That the unit has no such report, and how its report stands."""
    words = say(order.nothing, unit=unit.name[:1].upper() + unit.name[1:])
    owed = opened(order.work, unit.id)
    if not owed:
        return f"{words} {say('desk.stands.nobody')}"
    named = [report for report in owed if period in (None, report.period_code)]
    return " ".join([words, *(stands(order.work, report) for report in newest(named))])


def stands(work: Work, report: Obligation) -> str:
    """How a report stands, in one sentence."""
    missing = len(open_sheet(work, report).open_codes())
    period = period_words(report.period_code)
    state = report.state.value
    if report.state in _OPEN and missing:
        state = "open"
    return say(f"desk.stands.{state}", period=period, missing=missing)
