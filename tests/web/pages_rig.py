"""The sample commune with pages by link: who asks in the chat, and what opens the link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any

import httpx

from bot.inbox.inbox import receive
from bot.links import PageLinks
from bot.web.look import look_routes
from bot.web.pages.opening import Opening
from bot.web.pages.routes import page_routes
from domain.talk.messages import Address, Incoming
from handlers.wording.say import say
from storage.messages.outbox import Message
from storage.reports.rounds import obligations_of
from tests.bot.commune import TELEGRAM, ZALO, Commune
from tests.web.serving import serving

BASE = "https://example.vn"
LINK = re.compile(rf"{BASE}(/\S+)")


class Fields(HTMLParser):
    """What a browser without script would send back: the fields as they stand, and what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.ticks: dict[str, str] = {}
        self.numeric: dict[str, str] = {}
        self.links: list[str] = []
        self.posted: list[str] = []
        self.words = ""
        self._select = ""
        self._area = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "input" and a.get("type") == "checkbox":
            self.ticks[a["name"]] = a["value"]
        elif tag == "input":
            self.sent[a["name"]] = a.get("value", "")
            self.numeric[a["name"]] = a.get("inputmode", "")
        elif tag == "select":
            self._select = a["name"]
            self.sent[self._select] = ""
        elif tag == "option" and "selected" in a:
            self.sent[self._select] = a["value"]
        elif tag == "textarea":
            self._area = a["name"]
            self.sent[self._area] = ""
        elif tag == "a":
            self.links.append(a["href"])
        elif tag == "form" and a.get("method") == "post":
            self.posted.append(a.get("action", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data
        self.words += data


def fields(html: str) -> Fields:
    """The page as read."""
    found = Fields()
    found.feed(html)
    return found


@dataclass
class Pages(Commune):
    """`woken` are the chats of which the outbox was told."""

    woken: list[Address] = field(default_factory=list)
    _asked: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        super().__post_init__()
        self.links = PageLinks("a key", BASE, lambda: self.now)

    @property
    def report(self) -> int:
        """The report of this quarter."""
        with self.database.read() as session:
            owed = obligations_of(session, "hung-yen/an-thi/xa-bac-son")
        return next(each.id for each in owed if each.period_code == "2024-Q3")

    @property
    def opening(self) -> Opening:
        serves = ("telegram", "zalo_bot")
        return Opening(self.database, self.catalogue, lambda: self.now, self.links, serves)

    def ask(self, who: str, text: str, channel: str = "telegram") -> Message:
        """Somebody writes; the answer."""
        number = next(self._asked)
        address = Address(channel, (TELEGRAM if channel == "telegram" else ZALO)[who])
        incoming = Incoming(f"p{number}", address, text, self.now, message_id=f"p{number}")
        link = self.links.to
        assert receive(self.database, self.catalogue, incoming, self.now, page_link=link)
        return next(each for each in self.outbox() if each.key.endswith(f":p{number}"))

    def link(self, who: str, text: str = "điền trên trang") -> str:
        """The path of the link that is given."""
        found = LINK.search(self.ask(who, text).reply.text)
        assert found is not None
        return found[1]

    def desk(self) -> str:
        """The path of Quỳnh's desk."""
        found = LINK.search(self.ask("quynh", "trang của tôi", "zalo_bot").reply.text)
        assert found is not None
        return found[1]

    @contextmanager
    def served(self) -> Iterator[httpx.Client]:
        with serving([*look_routes(), *page_routes(self.opening, self.woken.append)]) as client:
            client.headers["sec-fetch-site"] = "same-origin"
            yield client


def send(client: httpx.Client, path: str, posted: Mapping[str, str]) -> httpx.Response:
    """What a browser does when the button is pressed."""
    origin = {"origin": str(client.base_url).rstrip("/")}
    return client.post(path, data=dict(posted), headers=origin)


def filled(client: httpx.Client, path: str, **values: str) -> dict[str, str]:
    """The page as it stands, with these figures typed over it: `I_4_1="14"`."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    typed = {f"text.{code.replace('_', '.')}": value for code, value in values.items()}
    sent = fields(answer.text).sent
    assert typed.keys() <= sent.keys()
    return {**sent, **typed, "do": "send"}


def gone(answer: httpx.Response, reason: str, status: int = 410) -> None:
    """The link opens nothing, and says why."""
    assert (answer.status_code, say(f"page.gone.{reason}") in answer.text) == (status, True)
