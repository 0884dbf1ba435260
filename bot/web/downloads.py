"""Files by signed link: for a time, for the person they were sent to, while they are the newest."""

from __future__ import annotations

import logging
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.drawn import drawn
from bot.inbox.inbox import AWAY
from bot.links import LinkFault, Links
from domain.talk.messages import Attachment
from handlers.wording.say import say
from storage.database.database import Database
from storage.messages.downloads import Download, count_fetch, download

log = logging.getLogger(__name__)

FETCHES = 30  # of one file; a person needs a few, a link that has got about needs more


class Gone(Exception):
    """The link opens nothing (any more); the text is the id of the words for it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def download_route(database: Database, links: Links) -> Route:
    """GET and HEAD /f/<token>/<name>. A HEAD, as previews send it, does not count."""

    async def endpoint(request: Request) -> Response:
        token, name = request.path_params["token"], request.path_params["name"]
        counts = request.method == "GET"
        try:
            file = await run_in_threadpool(_fetch, database, links, token, name, counts)
        except Gone as gone:
            log.info("action=download refused=%s", gone.reason)
            return PlainTextResponse(say(f"web.link.{gone.reason}"), gone.status)
        except AWAY:
            return PlainTextResponse(say("web.later"), 503, headers={"retry-after": "5"})
        return as_download(file)

    return Route("/f/{token}/{name}", endpoint, methods=["GET"])


def _fetch(database: Database, links: Links, token: str, name: str, counts: bool) -> Attachment:
    try:
        claim = links.read(token)
    except LinkFault as fault:
        raise Gone(410 if str(fault) == "expired" else 404, str(fault)) from None
    with database.read() as session:
        found = download(session, claim.outbox_id, claim.position)
    if found is None or found.file.name != name or not claim.belongs_to(found.address):
        raise Gone(404, "bad")
    _may_have(found)
    if counts:
        with database.work() as session:
            count_fetch(session, claim.outbox_id, claim.position)
    return drawn(found.file)


def _may_have(found: Download) -> None:
    if found.revoked:
        raise Gone(410, "revoked")
    if found.replaced:
        raise Gone(410, "replaced")
    if found.fetched >= FETCHES:
        raise Gone(410, "worn")


def as_download(file: Attachment) -> Response:
    """A file as an answer: to be kept, never run."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "_" for c in file.name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {
        "content-disposition": disposition,
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(file.content, media_type=file.media, headers=headers)
