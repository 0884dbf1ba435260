"""GET and POST /p/<token>: a form of figures. Fetching never uses it up, sending the last does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.inbox.inbox import AWAY
from bot.links import LinkFault
from bot.web.guard import CutOff, TooLarge, sent_from
from bot.web.pages.opening import Opening, answered, posted, why_gone
from bot.web.pages.render import gone, page
from domain.talk.messages import Address
from handlers.pages.form import FormOutcome, FormPage, check_form, keep_draft, send_form, show_form
from handlers.pages.form_fields import CHOICES
from handlers.pages.opened import PageGone, open_form
from handlers.report.overtaken import who_closed
from handlers.wording.say import say
from storage.database.database import Session
from storage.database.overtaken import decided_anew
from storage.reports.figures import ReportClosed

Fields = Mapping[str, str]


class FormRoutes:
    """The routes. `wake` tells the outbox that the chat is told something."""

    def __init__(self, opening: Opening, wake: Callable[[Address], None]) -> None:
        self._opening = opening
        self._wake = wake

    def routes(self) -> list[Route]:
        """The page, what it sends, and what it asks as one types."""
        return [
            Route("/p/{token}", self._show, methods=["GET"]),
            Route("/p/{token}", self._send, methods=["POST"]),
            Route("/p/{token}/check", self._check, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        token = request.path_params["token"]
        return await answered(lambda: _form(self._shown(token)))

    async def _send(self, request: Request) -> Response:
        token = request.path_params["token"]
        if not sent_from(request, self._opening.links.base):
            return gone("elsewhere", 403)
        try:
            fields = await posted(request)
        except TooLarge:
            return gone("too_large", 413)
        except (CutOff, ValueError):
            return gone("unread", 422)
        if fields.get("do") == "draft":
            return await answered(lambda: _form(self._drafted(token, fields)))
        return await answered(lambda: _outcome(self._sent(token, fields)))

    async def _check(self, request: Request) -> Response:
        """What is wrong so far, for the script of the page; what was typed is kept."""
        token = request.path_params["token"]
        if not sent_from(request, self._opening.links.base):
            return Response(status_code=403)
        try:
            fields = await posted(request)
            found = await run_in_threadpool(self._checked, token, fields)
        except TooLarge:
            return Response(status_code=413)
        except (CutOff, ValueError):
            return Response(status_code=422)
        except (LinkFault, PageGone) as fault:
            return Response(status_code=why_gone(fault)[1])
        except ReportClosed:
            return Response(status_code=410)
        except AWAY:
            return Response(status_code=503)
        return JSONResponse(_problems(found))

    # -- in a worker thread ------------------------------------------------------------------------

    def _shown(self, token: str) -> FormPage:
        with self._opening.read(token) as (work, found):
            return show_form(open_form(work, found))

    def _drafted(self, token: str, fields: Fields) -> FormPage:
        with self._opening.work(token) as (work, found):
            opened = open_form(work, found)
            keep_draft(work, opened, fields)
            return show_form(opened, fields, (say("page.form.kept"),))

    def _checked(self, token: str, fields: Fields) -> FormPage:
        with self._opening.work(token) as (work, found):
            return check_form(work, open_form(work, found), fields)

    def _sent(self, token: str, fields: Fields) -> FormOutcome:
        def decide(session: Session) -> tuple[FormOutcome, Address]:
            work, found = self._opening.within(session, token)
            return send_form(work, open_form(work, found), fields), found.address

        try:
            outcome, address = decided_anew(self._opening.database, decide)
        except ReportClosed as closed:
            with self._opening.read(token) as (work, _):
                who = who_closed(work, closed.obligation_id)
            return FormOutcome(None, closed=say(f"desk.closed.{closed.state.value}", who=who))
        self._wake(address)
        return outcome


def _form(shown: FormPage) -> Response:
    return page("form", form=shown, words=CHOICES)


def _outcome(outcome: FormOutcome) -> Response:
    if outcome.closed:
        return page("gone", 409, title=say("page.gone.title"), words=outcome.closed)
    if outcome.page is not None:
        wrong = outcome.page.troubled or outcome.page.broken
        return page("form", 422 if wrong else 200, form=outcome.page, words=CHOICES)
    return page("sent", sent=outcome.sent)


def _problems(found: FormPage) -> dict[str, Any]:
    fields = {
        each.code: each.trouble or each.doubt for group in found.groups for each in group.fields
    }
    return {
        "fields": {code: words for code, words in fields.items() if words},
        "broken": found.broken,
    }
