"""GET /api/v1/…: a token is asked for, the question is read, the answer comes as JSON or CSV."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.inbox.inbox import AWAY
from bot.web.api.openapi import BASE, openapi
from bot.web.api.params import Refused, read_query
from bot.web.api.resources import RESOURCES, Item, Query, Resource
from bot.web.pages.render import page
from bot.web.tables import csv_of
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.people.api_tokens import USE_NOTED_EVERY, ApiToken, note_use, token_of

log = logging.getLogger(__name__)

CHALLENGE = {"www-authenticate": "Bearer"}
LONGEST_TOKEN = 200


class Api:
    """The routes over one store."""

    def __init__(
        self, database: Database, catalogue: Catalogue, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock

    def routes(self) -> list[Route]:
        """Every resource, the description for programs, and the one for people."""
        found = [
            Route(f"{BASE}/{each.path}", partial(self._asked, each), methods=["GET"])
            for each in RESOURCES
        ]
        described = Route(f"{BASE}/openapi.json", lambda _: JSONResponse(openapi()))
        shown = Route(BASE, lambda _: page("api", api=openapi(), base=BASE))
        return [*found, described, shown]

    async def _asked(self, resource: Resource, request: Request) -> Response:
        try:
            asked, item = await run_in_threadpool(self._answer, resource, request)
        except Refused as refused:
            log.info("action=api resource=%s refused=%s", resource.id, refused.code)
            headers = CHALLENGE if refused.status == 401 else None
            told = {"error": refused.code, "message": refused.words}
            return JSONResponse(told, refused.status, headers=headers)
        except AWAY:
            away = Refused(503, "later")
            told = {"error": away.code, "message": away.words}
            return JSONResponse(told, 503, headers={"retry-after": "5"})
        if asked.get("format") == "csv":
            name = f'attachment; filename="{resource.id}.csv"'
            headers = {"content-disposition": name}
            return Response(_table(resource.rows(item)), media_type="text/csv", headers=headers)
        return JSONResponse(dict(item))

    def _answer(self, resource: Resource, request: Request) -> tuple[Mapping[str, Any], Item]:
        now = self._clock()
        with self._database.read() as session:
            token = _token(session, request)
            asked = read_query(request, resource.params)
            work = Work(session, self._catalogue, now)
            item = resource.answer(Query(work, token, asked))
        if token.used_at is None or now - token.used_at > USE_NOTED_EVERY:
            self._note_use(token, now)
        return asked, item

    def _note_use(self, token: ApiToken, now: datetime) -> None:
        """The answer is there already, and does not fail with it: the next one notes it."""
        try:
            with self._database.work() as session:
                note_use(session, token, now)
        except AWAY:
            log.warning("action=api note_use=away token=%s", token.id)


def hash_of_token(token: str) -> str:
    """As it is kept. A token is 256 bits of chance: nothing that could be guessed from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _token(session: Any, request: Request) -> ApiToken:
    """The token that the question brings; Refused without one that is known and not revoked."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not given.strip() or len(given) > LONGEST_TOKEN:
        raise Refused(401, "no_token")
    found = token_of(session, hash_of_token(given.strip()))
    if found is None:
        raise Refused(401, "bad_token")
    return found


def _table(rows: Sequence[Item]) -> str:
    flat = [_flat(row) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    return csv_of(columns, ([row.get(name) for name in columns] for row in flat))


def _flat(row: Item, before: str = "") -> dict[str, object]:
    """`unit: {slug: …}` -> `unit.slug`."""
    found: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found


def api_routes(
    database: Database, catalogue: Catalogue, clock: Callable[[], datetime]
) -> list[Route]:
    """GET /api/v1 and all below it."""
    return Api(database, catalogue, clock).routes()
