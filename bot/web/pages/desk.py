"""GET /t/<token>: a superior's desk, which only shows."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.pages.opening import Opening, answered
from bot.web.pages.render import page
from domain.people.people import Official
from handlers.pages.desk import desk_csv, desk_page
from handlers.pages.desk_report import report_page
from handlers.pages.opened import open_desk
from handlers.work import Work

Show = Callable[[Work, Official], Response]


class DeskRoutes:
    """The routes of the desk."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def routes(self) -> list[Route]:
        """The desk, one report, and the table as a file."""
        return [
            Route("/t/{token}", self._desk, methods=["GET"]),
            Route("/t/{token}/desk.csv", self._csv, methods=["GET"]),
            Route("/t/{token}/report/{report:int}", self._report, methods=["GET"]),
        ]

    async def _desk(self, request: Request) -> Response:
        here = request.url.path
        return await self._shown(
            request, lambda work, person: page("desk", desk=desk_page(work, person), here=here)
        )

    async def _csv(self, request: Request) -> Response:
        headers = {"content-disposition": 'attachment; filename="tinh-hinh.csv"'}
        return await self._shown(
            request,
            lambda work, person: Response(
                desk_csv(work, person), media_type="text/csv; charset=utf-8", headers=headers
            ),
        )

    async def _report(self, request: Request) -> Response:
        report, code = request.path_params["report"], request.query_params.get("code", "")
        desk = request.url.path.partition("/report/")[0]

        def show(work: Work, person: Official) -> Response:
            found = report_page(work, person, report, code)
            return page("report", report=found, desk=desk, here=request.url.path)

        return await self._shown(request, show)

    async def _shown(self, request: Request, show: Show) -> Response:
        token = request.path_params["token"]

        def make() -> Response:
            with self._opening.read(token) as (work, found):
                return show(work, open_desk(work, found))

        return await answered(make)
