"""Two phones on a page: a newcomer is official and superior at once, and sets the clock forward.

Only where settings ask for it, only for a browser on this machine, only with the sample's people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.channels.json_in import read_json
from bot.channels.web import NAME, WebChannel
from bot.inbox.rim import Receive
from bot.links import Links
from bot.moving_clock import MovingClock, rings
from bot.web.guard import PAGE_POLICY, CutOff, TooLarge, body_of, from_this_page
from domain.dates.moments import MORNING, at_local, local
from domain.people.people import Official, Role
from domain.talk.messages import Address, Attachment
from domain.talk.sendable import BIG, MOST_BYTES, unwanted
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_full_day
from storage.database.database import Database
from storage.messages.delivery import backlog
from storage.messages.threads import Bubble, thread
from storage.people.officials import all_officials
from storage.people.units import all_units

FOLDER = Path(__file__).parent
TEXT_LETTERS = 4000
NAME_LETTERS = 120
DELIVERY_SECONDS = 3.0
IMAGES = ("image/png", "image/jpeg")
MOVES = ("hour", "morning", "week")
WORDS = (
    "web.title",
    "web.intro",
    "web.clock",
    "web.hour",
    "web.morning",
    "web.week",
    "web.phone_left",
    "web.phone_right",
    "web.try_left",
    "web.try_right",
    "web.placeholder",
    "web.send",
    "web.attach",
    "web.file",
    "web.changed",
    "web.moving",
    "web.offline",
)


class Phones:
    """The page and what it asks for."""

    def __init__(
        self,
        database: Database,
        channel: WebChannel,
        receive: Receive,
        clock: MovingClock,
        links: Links,
        ring: Callable[[], object],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._channel = channel
        self._receive = receive
        self._clock = clock
        self._links = links
        self._ring = ring  # does what is due now; called in a worker thread
        self._wake = wake
        self._moving = asyncio.Lock()

    def routes(self) -> list[Route]:
        """The page at /, its two files, and the questions that it asks."""
        return [
            Route("/", _local(self._page)),
            Route("/phones.css", _local(_file("phones.css", "text/css"))),
            Route("/phones.js", _local(_file("phones.js", "text/javascript"))),
            Route("/phones/state", _local(self._state)),
            Route("/phones/say", _local(self._say), methods=["POST"]),
            Route("/phones/file", _local(self._send_file), methods=["POST"]),
            Route("/phones/clock", _local(self._move), methods=["POST"]),
        ]

    # -- the page --------------------------------------------------------------------------------

    async def _page(self, _request: Request) -> Response:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        pages = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
        )
        people = await run_in_threadpool(self._people)
        words = {text_id.removeprefix("web."): say(text_id) for text_id in WORDS}
        page = pages.get_template("phones.html.j2").render(
            word=words,
            people=people,
            left=_first(people, superior=False),
            right=_first(people, superior=True),
        )
        return HTMLResponse(page, headers={"content-security-policy": PAGE_POLICY})

    def _people(self) -> list[dict[str, Any]]:
        with self._database.read() as session:
            units = all_units(session)
            people = all_officials(session)
        today = local(self._clock()).date()
        return [
            {
                "id": person.id,
                "name": person.name,
                "title": person.title,
                "unit": ", ".join(units[post.unit_id].name for post in person.posts_on(today)),
                "superior": _is_superior(person, today),
                "told": _told_first(self._thread(person.id)),
            }
            for person in people.values()
        ]

    # -- what the page asks ----------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        names = request.query_params.getlist("who")[:2]
        threads = await run_in_threadpool(lambda: {name: self._thread(name) for name in names})
        return JSONResponse({"now": _show(self._clock()), "threads": threads})

    def _thread(self, name: str) -> list[dict[str, Any]]:
        address = Address(NAME, name)
        with self._database.read() as session:
            found = thread(session, address)
        return [self._bubble(address, bubble) for bubble in found]

    def _bubble(self, address: Address, bubble: Bubble) -> dict[str, Any]:
        shown = {
            "text": bubble.reply.text,
            "at": show_clock(bubble.at),
            "day": show_full_day(bubble.at),
        }
        if bubble.outbox_id is None:
            return {**shown, "text": bubble.reply.text or say("web.file_sent"), "mine": True}
        files = [
            {
                "name": file.name,
                "url": self._links.to(bubble.outbox_id, address, position, file.name),
                "image": file.media in IMAGES,
            }
            for position, file in enumerate(bubble.reply.files)
        ]
        choices = [{"words": c.words, "data": c.data} for c in bubble.reply.choices]
        extra = {"id": bubble.outbox_id, "edited": bubble.edited}
        return {**shown, **extra, "files": files, "choices": choices}

    async def _say(self, request: Request) -> Response:
        asked = await _json(request)
        text, choice = str(asked.get("text", "")), str(asked.get("choice", ""))
        if not text.strip() or len(text) > TEXT_LETTERS:
            return Response(status_code=422)
        await self._receive(self._channel.incoming(str(asked.get("who", "")), text, choice))
        return Response(status_code=204)

    async def _send_file(self, request: Request) -> Response:
        """A file as the body; who sends it, its name and the words beside it as the query."""
        asked = request.query_params
        who, name = asked.get("who", ""), asked.get("name", "")[-NAME_LETTERS:]
        media, text = request.headers.get("content-type", ""), asked.get("text", "")
        if not name or len(text) > TEXT_LETTERS:
            return Response(status_code=422)
        file, unread = None, unwanted(name, media, 0)
        try:
            content = await body_of(request, MOST_BYTES)
        except TooLarge:
            unread = unread or BIG
        if not unread:
            file = Attachment(name, media, content)
        await self._receive(self._channel.incoming(who, text, "", file, unread))
        return Response(status_code=204)

    async def _move(self, request: Request) -> Response:
        move = str((await _json(request)).get("move", ""))
        if move not in MOVES:
            return Response(status_code=422)
        async with self._moving:
            now = self._clock()
            target = _target(now, move)
            for moment in (*rings(now, target), target):
                self._clock.move_to(moment)
                await run_in_threadpool(self._ring)
                await self._delivered()
        return Response(status_code=204)

    async def _delivered(self) -> None:
        """Until the outbox has nothing more to send: the next day must not begin before."""
        end = asyncio.get_running_loop().time() + DELIVERY_SECONDS
        while asyncio.get_running_loop().time() < end:
            self._wake()
            await asyncio.sleep(0.02)
            if not await run_in_threadpool(self._queued):
                return

    def _queued(self) -> int:
        with self._database.read() as session:
            waiting = backlog(session, self._clock()).get(NAME)
        return waiting.count if waiting else 0


def _local(endpoint: Callable[[Request], Any]) -> Callable[[Request], Any]:
    async def guarded(request: Request) -> Response:
        if not from_this_page(request):
            return Response(status_code=403)
        try:
            response: Response = await endpoint(request)
        except (CutOff, TooLarge, ValueError):
            return Response(status_code=422)
        return response

    return guarded


def _file(name: str, media: str) -> Callable[[Request], Any]:
    async def endpoint(_request: Request) -> Response:
        return FileResponse(FOLDER / "static" / name, media_type=media)

    return endpoint


async def _json(request: Request) -> dict[str, Any]:
    asked = read_json(await body_of(request))
    if not isinstance(asked, dict):
        raise ValueError("not an object")
    return asked


def _is_superior(person: Official, today: Any) -> bool:
    roles = (Role.SUPERIOR_STAFF, Role.SUPERIOR_LEADER, Role.ADMINISTRATOR)
    return any(post.role in roles for post in person.posts_on(today))


def _told_first(bubbles: list[dict[str, Any]]) -> int | None:
    return min((bubble["id"] for bubble in bubbles if "id" in bubble), default=None)


def _first(people: list[dict[str, Any]], *, superior: bool) -> str:
    """Who holds a phone at the beginning: of each kind the one to whom something was said first."""
    kind = [person for person in people if person["superior"] is superior] or people
    told = [person for person in kind if person["told"] is not None]
    chosen = min(told, key=lambda person: person["told"]) if told else kind[0]
    return str(chosen["id"])


def _target(now: datetime, move: str) -> datetime:
    if move == "hour":
        return now + timedelta(hours=1)
    if move == "week":
        return now + timedelta(days=7)
    morning = at_local(local(now).date(), MORNING)
    return morning if now < morning else at_local(local(now).date() + timedelta(days=1), MORNING)


def _show(moment: datetime) -> str:
    return say("web.now", clock=show_clock(moment), day=show_full_day(moment))
