"""GET /t/<token> and below: a superior's desk, which only shows.

A document is made by POST: its making is written down, and what only looks at a link makes none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.drawn import drawn
from bot.web.downloads import as_download
from bot.web.guard import sent_from
from bot.web.pages.opening import Opening, answered
from bot.web.pages.render import gone, page
from bot.web.tables import as_csv, as_xlsx
from domain.people.people import Official
from handlers.pages.desk import desk_page, desk_table
from handlers.pages.desk_figures import figures_page, figures_table
from handlers.pages.desk_on_time import on_time_page, on_time_table
from handlers.pages.desk_report import report_file, report_page
from handlers.pages.desk_tasks import tasks_page, tasks_table
from handlers.pages.opened import open_desk
from handlers.pages.table_asked import TableAsked, read_asked
from handlers.work import Work
from reports.workbook.plain_table import PlainTable
from storage.messages.pages import Page


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at what."""

    work: Work
    person: Official
    page: Page
    asked: TableAsked


@dataclass(frozen=True, slots=True)
class View:
    """One view of the desk: its page, and the same as a table. `path` stands behind the link."""

    path: str
    template: str
    shown: Callable[[Visit], Any]
    table: Callable[[Visit], PlainTable]


VIEWS = (
    View(
        "",
        "desk",
        lambda v: desk_page(v.work, v.person, v.asked),
        lambda v: desk_table(v.work, v.person, v.asked),
    ),
    View(
        "/figures",
        "desk_figures",
        lambda v: figures_page(v.work, v.person, v.asked),
        lambda v: figures_table(v.work, v.person, v.asked),
    ),
    View(
        "/tasks",
        "desk_tasks",
        lambda v: tasks_page(v.work, v.person, v.page, v.asked),
        lambda v: tasks_table(v.work, v.person, v.page, v.asked),
    ),
    View(
        "/on-time",
        "desk_on_time",
        lambda v: on_time_page(v.work, v.person, v.asked),
        lambda v: on_time_table(v.work, v.person, v.asked),
    ),
)
AS_FILES: Mapping[str, Callable[[PlainTable], Response]] = {"csv": as_csv, "xlsx": as_xlsx}
Show = Callable[[Visit], Response]


class DeskRoutes:
    """The routes of the desk."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def routes(self) -> list[Route]:
        """Every view, each as a table too; one report and its documents."""
        found = []
        for view in VIEWS:
            found.append(self._route(view.path, partial(_view, view)))
            for ending, make in AS_FILES.items():
                table = f"{view.path or '/desk'}.{ending}"
                found.append(self._route(table, partial(_table, view, make)))
        return [
            *found,
            self._route("/report/{report:int}", _report),
            Route("/t/{token}/report/{report:int}/files/{name}", self._file, methods=["POST"]),
        ]

    async def _file(self, request: Request) -> Response:
        """A document is made as in the chat, and drawn when that is written down."""
        named = request.path_params
        if not sent_from(request, self._opening.links.base):
            return gone("elsewhere", 403)

        def make() -> Response:
            with self._opening.work(named["token"]) as (work, found):
                file = report_file(work, open_desk(work, found), named["report"], named["name"])
            return as_download(drawn(file))

        return await answered(make)

    def _route(self, path: str, of: Callable[[Request], Show]) -> Route:
        async def endpoint(request: Request) -> Response:
            token, show = request.path_params["token"], of(request)
            asked = read_asked(dict(request.query_params))

            def make() -> Response:
                with self._opening.read(token) as (work, found):
                    return show(Visit(work, open_desk(work, found), found, asked))

            return await answered(make)

        return Route("/t/{token}" + path, endpoint, methods=["GET"])


def _view(view: View, request: Request) -> Show:
    here = _link(request)
    return lambda visit: page(
        view.template, desk=view.shown(visit), here=here, view=view.path, asked=visit.asked
    )


def _table(view: View, make: Callable[[PlainTable], Response], _request: Request) -> Show:
    return lambda visit: make(view.table(visit))


def _report(request: Request) -> Show:
    report, code = request.path_params["report"], request.query_params.get("code", "")
    here = _link(request)

    def show(visit: Visit) -> Response:
        found = report_page(visit.work, visit.person, report, code)
        return page("report", report=found, here=here, view="/report", asked=visit.asked)

    return show


def _link(request: Request) -> str:
    """The link that was given, without what stands behind it."""
    return f"/t/{request.path_params['token']}"
