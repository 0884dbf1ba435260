"""How reports of the units below came in time, on a superior's desk: the ranking, and unit by unit
period by period."""

from __future__ import annotations

from dataclasses import dataclass

from charts.series import Heat
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.punctuality import Place, ranking
from handlers.comparison.on_time import by_merit, grid_of_deliveries
from handlers.desk.rank import deliveries, late_words, records
from handlers.desk.scope import body_names, overseen
from handlers.pages.table_asked import Rows, TableAsked, rows_asked
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.workbook.plain_table import PlainTable


@dataclass(frozen=True, slots=True)
class OnTimeRow:
    """One unit: its place, and how its reports came."""

    place: int
    unit: str
    on_time: int
    due: int
    unsent: int
    late: str  # "3 ngày", "5 giờ"; empty where nothing was late
    returned: int


@dataclass(frozen=True, slots=True)
class OnTimePage:
    """The most punctual first in the ranking, the least punctual in the heat map; `rows` tells
    which part of it that is."""

    body: str
    at: str
    ranks: Rows[OnTimeRow]
    heat: Heat
    rows: Rows[Unit]


def on_time_page(work: Work, person: Official, asked: TableAsked) -> OnTimePage:
    """The record of the units of which the person may see it."""
    units = overseen(work, person, Action.SEE_PUNCTUALITY)
    every = deliveries(work, [unit.id for unit in units])
    known = records(work, units, every)
    body = body_names(work, person, Action.SEE_PUNCTUALITY)
    ordered, by_id = by_merit(known), {unit.id: unit for unit in units}
    rows = rows_asked([by_id[each.unit_id] for each in ordered], asked, _name)
    places = [(place, by_id[place.of.unit_id]) for place in ranking(known)]
    ranks = rows_asked(places, asked, lambda pair: pair[1].name)
    return OnTimePage(
        body=body,
        at=show_moment(work.now),
        ranks=Rows(
            tuple(_row(*pair) for pair in ranks.shown), ranks.number, ranks.pages, ranks.total
        ),
        heat=grid_of_deliveries(work, rows.shown, every, body),
        rows=rows,
    )


def _name(unit: Unit) -> str:
    return unit.name


def on_time_table(work: Work, person: Official, asked: TableAsked) -> PlainTable:
    """The ranking as a table."""
    page = on_time_page(work, person, TableAsked(asked.find, whole=True))
    return PlainTable(
        name="dung-han",
        title=say("page.on_time.title", body=page.body),
        head=tuple(say("page.on_time.table").split(" | ")),
        rows=tuple(
            (row.place, row.unit, row.on_time, row.due, row.unsent, row.late, row.returned)
            for row in page.ranks.shown
        ),
        made_at=work.now,
    )


def _row(place: Place, unit: Unit) -> OnTimeRow:
    known = place.of
    return OnTimeRow(
        place=place.number,
        unit=unit.name,
        on_time=known.on_time,
        due=known.due,
        unsent=known.unsent,
        late=late_words(known.late_by),
        returned=known.returned,
    )
