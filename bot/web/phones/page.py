"""The page and what it asks for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.channels.web import NAME, WebChannel
from bot.drawn import drawn
from bot.inbox.rim import Receive
from bot.web.downloads import as_download
from bot.web.guard import PAGE_POLICY, TooLarge, body_of
from bot.web.phones.asked import TEXT_LETTERS, day_in, fields_of, local, number_in, words_in
from bot.web.phones.bubbles import SentFiles, bubbles
from bot.web.phones.news import news
from bot.web.phones.people import first_holders, holders
from bot.web.phones.quarter import Cue, Quarter
from bot.web.phones.timekeeper import Timekeeper
from domain.dates.moments import local as local_time
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Attachment, Incoming
from domain.talk.sendable import BIG, MOST_BYTES, unwanted
from handlers.figures.worth_typing import worth_typing
from handlers.wording.say import say, texts
from handlers.wording.show_moments import show_clock, show_date, show_full_day
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages.delivery import network_id_of
from storage.messages.downloads import download
from storage.messages.threads import awaited_chats, mark_of, newest_on, thread, told_counts

STATIC = Path(__file__).parents[1] / "static"
NAME_LETTERS = 120
FILES = {
    "phones.css": "text/css",
    "phones.js": "text/javascript",
    "messenger.js": "text/javascript",
    "above.js": "text/javascript",
    "page.js": "text/javascript",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What is tried out: which of the bundled samples, what is played, and what else there is."""

    name: str
    titles: Mapping[str, str]  # of every bundled sample, by name
    cues: Sequence[Cue]
    guide: Sequence[tuple[str, str, str]]  # side, what is typed, id of the words for it
    choose: Callable[[str], None]  # begin anew, with this one


@dataclass
class Phones:
    """See the folder. `run` names this very store: the page forgets what it knew of another."""

    database: Database
    catalogue: Catalogue
    channel: WebChannel
    receive: Receive
    timekeeper: Timekeeper
    sample: Sample
    run: str = field(default_factory=lambda: secrets.token_hex(6))

    def __post_init__(self) -> None:
        self._sent = SentFiles()
        self._quarter = Quarter(self.sample.cues, self.timekeeper, self._perform)
        self._since = 0  # the newest message before the last thing that was done

    def routes(self) -> list[Route]:
        """The page at /, its files, and the questions that it asks."""
        files = [Route(f"/{name}", local(_file(name, media))) for name, media in FILES.items()]
        return [
            Route("/", local(self._page)),
            *files,
            Route("/phones/state", local(self._state)),
            Route("/phones/older", local(self._older)),
            Route("/phones/file/{id}/{place}/{name}", local(self._file_of_bot)),
            Route("/phones/sent/{event}/{name}", local(self._file_of_person)),
            Route("/phones/say", local(self._say), methods=["POST"]),
            Route("/phones/file", local(self._send_file), methods=["POST"]),
            Route("/phones/clock", local(self._move), methods=["POST"]),
            Route("/phones/play", local(self._play), methods=["POST"]),
            Route("/phones/sample", local(self._choose), methods=["POST"]),
        ]

    # -- the page --------------------------------------------------------------------------------

    async def _page(self, _request: Request) -> Response:
        page = await run_in_threadpool(self._written)
        return HTMLResponse(page, headers={"content-security-policy": PAGE_POLICY})

    def _written(self) -> str:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folder = FileSystemLoader(Path(__file__).parent)
        pages = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
        with self.database.read() as session:
            work = Work(session, self.catalogue, self.timekeeper.now)
            people = holders(work)
            first = first_holders(work, people, self._quarter.speakers())
        guide = [
            {"side": side, "typed": typed, "words": say(f"web.guide.{step}")}
            for side, typed, step in self.sample.guide
        ]
        about = {"run": self.run, "sample": self.sample.name, "letters": TEXT_LETTERS}
        words = _words()
        known = about | {"people": people, "first": first, "guide": guide, "words": words}
        return pages.get_template("page.html.j2").render(
            word=words, samples=self.sample.titles, chosen=self.sample.name, known=known
        )

    # -- what the page asks ----------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        asked = request.query_params
        return JSONResponse(
            await run_in_threadpool(
                self._what_is, asked.getlist("who")[:2], asked.get("version", "")
            )
        )

    def _what_is(self, who: list[str], seen: str) -> dict[str, Any]:
        """All that the page shows; only the clock, where nothing else has changed since."""
        keeper, now = self.timekeeper, self.timekeeper.now
        state: dict[str, Any] = {"run": self.run, "moving": keeper.moving}
        state["now"] = {"clock": show_clock(now), "day": show_full_day(now)}
        state["now"]["date"] = local_time(now).date().isoformat()
        with self.database.read() as session:
            mark = [mark_of(session, NAME), keeper.moves, self._quarter.version, *who]
            state["version"] = "/".join(map(str, mark))
            state["play"] = self._quarter.plain()
            if state["version"] == seen:
                return state
            work = Work(session, self.catalogue, now)
            known = [name for name in who if name in work.people]
            state["threads"] = {name: bubbles(session, name, self._sent) for name in known}
            state["chips"] = {
                name: worth_typing(work, work.people[name], Address(NAME, name)) for name in known
            }
            state["busy"] = sorted(awaited_chats(session, NAME))
            state["counts"] = told_counts(session, NAME)
            targets = keeper.targets(session)
            state["targets"] = {name: at and show_date(at) for name, at in targets.items()}
            state["news"] = news(work, self._since, known)
        return state

    async def _older(self, request: Request) -> Response:
        asked = request.query_params
        before = parse_at(asked.get("before", ""))

        def found() -> list[dict[str, Any]]:
            with self.database.read() as session:
                return bubbles(session, asked.get("who", ""), self._sent, before)

        return JSONResponse({"bubbles": await run_in_threadpool(found)})

    async def _file_of_bot(self, request: Request) -> Response:
        """A file that the bot sent. It stays what it was, however many newer ones there are."""
        outbox_id = number_in(request.path_params["id"])
        place = number_in(request.path_params["place"])

        def found() -> Attachment | None:
            with self.database.read() as session:
                kept = download(session, outbox_id, place)
            return drawn(kept.file) if kept and kept.address.channel == NAME else None

        file = await run_in_threadpool(found)
        return as_download(file) if file else Response(status_code=404)

    async def _file_of_person(self, request: Request) -> Response:
        file = self._sent.of(request.path_params["event"])
        return as_download(file) if file and file.content else Response(status_code=404)

    # -- what people do --------------------------------------------------------------------------

    async def _say(self, request: Request) -> Response:
        """Words, a tap under a message, or other words for what was said before."""
        asked = await fields_of(request)
        who, text, choice = str(asked.get("who", "")), words_in(asked), str(asked.get("choice", ""))
        edits = str(asked.get("edits", ""))
        under = ""
        if choice and asked.get("under") is not None:
            under = await run_in_threadpool(self._network_id, number_in(asked["under"]))
        incoming = self.channel.incoming(
            who, text, choice, message_id=edits or under, edited=bool(edits)
        )
        await self._quarter.pause()  # whoever speaks has taken over
        await self._hear(incoming)
        return Response(status_code=204)

    def _network_id(self, outbox_id: int) -> str:
        with self.database.read() as session:
            return network_id_of(session, outbox_id)

    async def _hear(self, incoming: Incoming) -> None:
        await self._note_newest()
        await self.receive(incoming)

    async def _note_newest(self) -> None:
        def newest() -> int:
            with self.database.read() as session:
                return newest_on(session, NAME)

        self._since = await run_in_threadpool(newest)

    async def _perform(self, who: str, text: str) -> None:
        """What is said in the written period: a word in brackets is a button."""
        if not (text.startswith("[") and text.endswith("]")):
            await self._hear(self.channel.incoming(who, text))
            return
        words = text[1:-1].strip()
        choice, under = await run_in_threadpool(self._button, who, words)
        await self._hear(self.channel.incoming(who, words, choice, message_id=under))

    def _button(self, who: str, words: str) -> tuple[str, str]:
        """What stands behind the newest button with these words, and the message above it."""
        with self.database.read() as session:
            for bubble in reversed(thread(session, Address(NAME, who))):
                for choice in bubble.reply.choices:
                    if choice.words.lower() == words.lower() and bubble.outbox_id is not None:
                        return choice.data, network_id_of(session, bubble.outbox_id)
        return "", ""

    async def _send_file(self, request: Request) -> Response:
        """A file as the body; who sends it, its name and the words beside it as the query."""
        asked = request.query_params
        who, name = asked.get("who", ""), asked.get("name", "")[-NAME_LETTERS:]
        media, text = request.headers.get("content-type", ""), asked.get("text", "")
        if not name or len(text) > TEXT_LETTERS:
            raise ValueError("no file")
        file, unread = Attachment(name, media), unwanted(name, media, 0)
        try:
            file = replace(file, content=await body_of(request, MOST_BYTES))
        except TooLarge:
            unread = unread or BIG
        incoming = self.channel.incoming(who, text, "", None if unread else file, unread)
        self._sent.keep(incoming.event_id, file)
        await self._hear(incoming)
        return Response(status_code=204)

    # -- what stands above the phones ------------------------------------------------------------

    async def _move(self, request: Request) -> Response:
        asked = await fields_of(request)
        day = day_in(asked) if "day" in asked else None
        await self._quarter.pause()
        await self.timekeeper.delivered()
        await self._note_newest()
        await self.timekeeper.move(str(asked.get("move", "")), day)
        return Response(status_code=204)

    async def _play(self, request: Request) -> Response:
        """Go on at a pace, or stop."""
        pace = str((await fields_of(request)).get("pace", ""))
        if pace == "stop":
            await self._quarter.pause()
        else:
            self._quarter.play(pace)
        return Response(status_code=204)

    async def _choose(self, request: Request) -> Response:
        """Begin anew: with this sample, or with the same from its beginning."""
        name = str((await fields_of(request)).get("sample", ""))
        if name not in self.sample.titles:
            raise ValueError(name)
        await self._quarter.pause()
        self.sample.choose(name)
        return Response(status_code=204)


def _words() -> dict[str, str]:
    """What stands on the page, by the names that the page has for it."""
    ids = (text_id.rpartition("web.page.") for text_id in texts())
    return {
        name: texts()[f"web.page.{name}"] for before, found, name in ids if found and not before
    }


def _file(name: str, media: str) -> Callable[[Request], Any]:
    async def endpoint(_request: Request) -> Response:
        return FileResponse(STATIC / name, media_type=media)

    return endpoint
