"""What can be asked: the table of resources, and how each is answered from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.as_json import duty_data, entry_data, report_data, rolled_data, task_data, whole_unit_data
from bot.web.api import shapes
from bot.web.api.params import (
    AFTER,
    FIGURE_CODE,
    FORMAT,
    LIMIT,
    PERIOD,
    PERIOD_PARAM,
    REGIME,
    REPORT,
    SLUG,
    UNIT,
    Param,
    Refused,
)
from domain.people.units import Unit
from handlers.desk.rolled import rolled_below
from handlers.desk.scope import all_within
from handlers.report.sheet import open_sheet
from handlers.report.who_owes import reports_below
from handlers.work import Work
from storage.database.stretch import Stretch
from storage.people.api_tokens import ApiToken
from storage.reports.figures import history_after
from storage.reports.rounds import Obligation, obligation, obligations_after
from storage.tasks.tasks import tasks_after

PAGE = 100  # of a list, where the question does not say
Asked = Mapping[str, Any]
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Query:
    """One question: what was asked, and the units that its token may see."""

    work: Work
    token: ApiToken
    asked: Asked

    @property
    def units(self) -> Mapping[str, Unit]:
        """By id, all that the token sees, or those of the named unit; Refused where there is
        none of that name."""
        seen = {unit.id: unit for unit in all_within(self.work, self.token.unit_id)}
        slug = self.asked.get("unit")
        if slug is None:
            return seen
        named = {id_: unit for id_, unit in seen.items() if unit.slug == slug}
        if not named:
            raise Refused(404, "no_such_unit", name=slug)
        return named

    @property
    def report(self) -> Obligation:
        """The report of the path; what the token may not see is not there."""
        found = obligation(self.work.session, self.asked["report"])
        if found is None or found.unit_id not in self.units:
            raise Refused(404, "no_such_report")
        return found

    def page(self, read: Callable[[Stretch], Sequence[Any]], told: Callable[[Any], Item]) -> Item:
        """What follows `after`, no more than `limit`: one more is read, to know whether there
        is any."""
        after, limit = self.asked.get("after", 0), self.asked.get("limit", PAGE)
        found = read(Stretch(after, limit + 1))
        shown = [told(each) for each in found[:limit]]
        return {"items": shown, "next": shown[-1]["id"] if len(found) > limit else None}


@dataclass(frozen=True, slots=True)
class Resource:
    """A path, what may be asked there, the shape of the answer, and who makes it. `rows` are the
    lines of the table, where the answer is no list by itself."""

    path: str
    id: str
    params: tuple[Param, ...]
    shape: shapes.Schema
    answer: Callable[[Query], Item]
    rows: Callable[[Item], Sequence[Item]] = lambda answer: answer["items"]


def _units(asking: Query) -> Item:
    return {"items": [whole_unit_data(unit) for unit in asking.units.values()]}


def _reports(asking: Query) -> Item:
    work, units, asked = asking.work, asking.units, asking.asked

    def read(stretch: Stretch) -> Sequence[Obligation]:
        one = {"regime_id": asked.get("regime"), "period_code": asked.get("period")}
        return obligations_after(work.session, list(units), work.today, stretch, **one)

    return asking.page(read, lambda each: duty_data(units[each.unit_id], each))


def _report(asking: Query) -> Item:
    found = asking.report
    return {"id": found.id} | report_data(asking.work, open_sheet(asking.work, found))


def _history(asking: Query) -> Item:
    session, report, code = asking.work.session, asking.report.id, asking.asked["code"]
    return asking.page(partial(history_after, session, report, code), entry_data)


def _tasks(asking: Query) -> Item:
    work, units = asking.work, asking.units
    return asking.page(
        partial(tasks_after, work.session, list(units)),
        lambda task: task_data(units[task.unit_id], task, work.today),
    )


def _rollup(asking: Query) -> Item:
    work, period = asking.work, asking.asked["period"]
    above = [unit for unit in asking.units.values() if reports_below(work, unit)]
    rounds = [each for unit in above for each in rolled_below(work, unit.id, period)]
    return {"items": [rolled_data(each) for each in rounds]}


def _lines(answer: Item) -> Sequence[Item]:
    return [
        {"regime": each["regime"], "period": each["period"], **line}
        for each in answer["items"]
        for line in each["lines"]
    ]


LISTED = (UNIT, LIMIT, AFTER, FORMAT)
NEEDED_UNIT, NEEDED_PERIOD = Param("unit", SLUG, needed=True), Param("period", PERIOD, needed=True)
NEEDED_CODE = Param("code", FIGURE_CODE.pattern, needed=True)
RESOURCES: tuple[Resource, ...] = (
    Resource(
        "units", "units", (UNIT, FORMAT), shapes.shape({"items": shapes.many(shapes.UNIT)}), _units
    ),
    Resource(
        "reports",
        "reports",
        (*LISTED, PERIOD_PARAM, REGIME),
        shapes.page_of(shapes.REPORT),
        _reports,
    ),
    Resource(
        "reports/{report}",
        "report",
        (REPORT, FORMAT),
        shapes.WHOLE,
        _report,
        lambda a: a["figures"],
    ),
    Resource(
        "reports/{report}/history",
        "history",
        (REPORT, NEEDED_CODE, LIMIT, AFTER, FORMAT),
        shapes.page_of(shapes.ENTRY),
        _history,
    ),
    Resource("tasks", "tasks", LISTED, shapes.page_of(shapes.TASK), _tasks),
    Resource(
        "rollup",
        "rollup",
        (NEEDED_UNIT, NEEDED_PERIOD, FORMAT),
        shapes.shape({"items": shapes.many(shapes.ROUND)}),
        _rollup,
        _lines,
    ),
)
