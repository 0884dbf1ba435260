"""What a link of a page opens: ours, not too old, for this purpose, and still that person's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.inbox.inbox import AWAY, whole
from bot.links import LinkFault, PageLinks
from bot.web.guard import body_of
from bot.web.pages.render import gone
from handlers.pages.opened import PageGone
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, Session
from storage.database.overtaken import Overtaken
from storage.messages.pages import Page
from storage.messages.pages import page as stored_page

log = logging.getLogger(__name__)

FORM_BYTES = 1024 * 1024  # a hundred figures are 30 KB, a letter of Vietnam is nine bytes in a form
FIELDS_AT_MOST = 6000


@dataclass(frozen=True)
class Opening:
    """What the pages need of the running process."""

    database: Database
    catalogue: Catalogue
    clock: Callable[[], datetime]
    links: PageLinks
    serves: Collection[str]

    @contextmanager
    def read(self, token: str) -> Iterator[tuple[Work, Page]]:
        """To look only; LinkFault or PageGone."""
        with self.database.read() as session:
            yield self.within(session, token)

    @contextmanager
    def work(self, token: str) -> Iterator[tuple[Work, Page]]:
        """To write, in one transaction; LinkFault or PageGone."""
        with self.database.work() as session:
            yield self.within(session, token)

    def within(self, session: Session, token: str) -> tuple[Work, Page]:
        """The same in a unit of work that is there already."""
        claim = self.links.read(token)
        work = Work(
            session, self.catalogue, self.clock(), serves=self.serves, page_link=self.links.to
        )
        return work, _claimed(stored_page(session, claim.page_id), claim.is_for)


def _claimed(found: Page | None, is_ours: Callable[[Page], bool]) -> Page:
    if found is None or not is_ours(found):
        raise PageGone("bad")
    return found


def why_gone(fault: LinkFault | PageGone) -> tuple[str, int]:
    """The words and the status for it."""
    reason = str(fault)
    return reason, 404 if reason in ("bad", "not_yours") else 410


async def answered(make: Callable[[], Response]) -> Response:
    """The page, made in a worker thread, or the one that says why there is none."""
    try:
        return await run_in_threadpool(make)
    except (LinkFault, PageGone) as fault:
        reason, status = why_gone(fault)
        log.info("action=page refused=%s", reason)
        return gone(reason, status)
    except Overtaken:  # two browsers have sent it at the same time
        return gone("used", 410)
    except AWAY:
        return gone("later", 503)


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form that was sent; ValueError for what no page of ours sends."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise ValueError("not a form")
    text = (await body_of(request, FORM_BYTES)).decode("utf-8")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_AT_MOST)
    return {name: whole(value) for name, value in pairs}
