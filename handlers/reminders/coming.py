"""Rounds that have not begun: what a unit will owe, and from when figures are taken.

lan  < lịch
bot  > Sắp tới:
       - Báo cáo ... quý III năm 2024 của xã Bắc Sơn: bot hỏi số từ thứ Tư 28/8, hạn ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.dates.regimes import Regime, Round, rounds_of
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from handlers.desk.scope import overseen
from handlers.report.parts import units_of
from handlers.report.who_owes import binds, reports
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day, show_full_until
from handlers.work import Work
from reports.ics import CalendarEntry

AHEAD = timedelta(days=30)
LINES_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Coming:
    """A round that opens later, and who of the units that are looked at will owe it."""

    regime: Regime
    round: Round
    units: tuple[Unit, ...]


def coming_rounds(work: Work, person: Official) -> tuple[Coming, ...]:
    """Of the own units and of those below, the nearest first."""
    own = (
        work.units[unit_id]
        for unit_id in sorted(units_of(work, person))
        if work.may(person, Action.SEE_STATUS, unit_id)
    )
    units = [unit for unit in (*own, *overseen(work, person)) if reports(work, unit)]
    return tuple(sorted(_coming(work, list(dict.fromkeys(units))), key=_order))


def opening_soon(work: Work, found: Sequence[Coming]) -> tuple[Coming, ...]:
    """Those of the next thirty days."""
    return tuple(each for each in found if each.round.opens_on <= work.today + AHEAD)


def _order(each: Coming) -> tuple[object, ...]:
    return each.round.opens_on, each.round.due, each.regime.id, each.round.period.code


def _coming(work: Work, units: Sequence[Unit]) -> Iterator[Coming]:
    for regime in work.catalogue.regimes:
        for year in (work.today.year, work.today.year + 1):
            for round_ in rounds_of(regime, year, work.catalogue.calendar):
                if round_.opens_on <= work.today:
                    continue
                owing = tuple(unit for unit in units if binds(work, regime, unit, round_))
                if owing:
                    yield Coming(regime, round_, owing)


def coming_words(found: Sequence[Coming]) -> str:
    """A line a round; empty without any."""
    if not found:
        return ""
    lines = [say("schedule.coming"), *map(_line, found[:LINES_AT_MOST])]
    if len(found) > LINES_AT_MOST:
        lines.append(say("schedule.coming_more", count=len(found) - LINES_AT_MOST))
    return "\n".join(lines)


def _line(each: Coming) -> str:
    count = len(each.units)
    return say(
        "schedule.coming_line",
        title=each.regime.title,
        period=period_words(each.round.period.code),
        unit=each.units[0].name if count == 1 else say("schedule.units", count=count),
        opens=show_day(each.round.opens_on),
        due=show_full_until(each.round.due),
    )


def coming_entries(found: Sequence[Coming]) -> Iterator[CalendarEntry]:
    """The due days, under the names that the open reports will have."""
    for each in found:
        period = each.round.period.code
        report = f"{each.regime.id}/{period}"
        yield CalendarEntry(
            uid=f"{report}/{each.units[0].id}" if len(each.units) == 1 else f"desk/{report}",
            title=say("schedule.entry", title=each.regime.title, period=period_words(period)),
            due=each.round.due,
            details=_line(each),
        )
