"""Every route of the running bot, by the router's own table: who gets in, and what each answer
wears. A new route has to be put into this table."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from starlette.routing import Route

from bot.channels.registry import webhook_secret
from bot.links import Links, PageLinks
from bot.run_settings import Settings, web_secret
from bot.service.run import assemble
from bot.setting_kinds import Secret
from bot.web.api.resources import RESOURCES
from bot.web.guard import PROXIED
from bot.web.webhooks import TELEGRAM_SECRET
from domain.talk.messages import Address, Attachment, Reply
from handlers.pages.give import close_pages
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database
from storage.database.states import PagePurpose
from storage.messages.outbox import queue
from storage.messages.pages import Page, make_page
from storage.people.officials import official
from tests.support.district import BAC_SON, District
from tests.web.serving import serving

HOME = "https://bot.example.vn"
FORM = ("/p/{token}", "/p/{token}/check")
DOCUMENT = "/t/{token}/report/{report:int}/files/{name}"
DESK = (
    "/t/{token}",
    *(f"/t/{{token}}/{view}" for view in ("figures", "tasks", "on-time")),
    *(
        f"/t/{{token}}/{view}.{ending}"
        for view in ("desk", "figures", "tasks", "on-time")
        for ending in ("csv", "xlsx")
    ),
    "/t/{token}/report/{report:int}",
    DOCUMENT,
)
FILE = ("/f/{token}/{name}",)
WORN = ("/house.css", "/mark.svg", "/pages.css", "/pages.js")
HOOKS = ("/webhook/telegram", "/webhook/zalo-bot", "/webhook/zalo-oa")
INSIDE = ("/health", "/metrics")
API = ("/api/v1", "/api/v1/openapi.json", *(f"/api/v1/{each.path}" for each in RESOURCES))
EVERY = (*FORM, *DESK, *FILE, *WORN, *HOOKS, *INSIDE, *API)
GET = {"GET", "HEAD"}
METHODS: Mapping[str, set[str]] = {
    **dict.fromkeys(EVERY, GET),
    **{route: {"POST"} for route in HOOKS},
    "/p/{token}": {*GET, "POST"},
    "/p/{token}/check": {"POST"},
    DOCUMENT: {"POST"},
}


@dataclass
class Whole:
    """The bot as it runs on a server: three networks that call it, pages, files, API."""

    district: District
    settings: Settings
    client: httpx.Client
    routes: tuple[Route, ...]

    @property
    def links(self) -> PageLinks:
        return PageLinks(web_secret(self.settings), HOME, lambda: self.district.now)

    def page(self, purpose: PagePurpose, who: str = "", signed: PageLinks | None = None) -> str:
        """The token of a page that is good for a day."""
        made = self.made(purpose, who)
        return (signed or self.links).to(made).rpartition("/")[2]

    def made(self, purpose: PagePurpose, who: str = "") -> Page:
        desk = purpose is PagePurpose.DESK
        who = who or ("quynh" if desk else "lan")
        report = None if desk else self.district.report(BAC_SON).id
        now = self.district.now
        until = now + timedelta(days=1)
        with self.district.database.work() as session:
            return make_page(session, purpose, who, Address("test", who), now, until, report)

    def file(self) -> tuple[str, str]:
        """Token and name of a file that was sent to Lan."""
        sent = Attachment("bao-cao.docx", "application/msword", b"PK")
        address = Address("test", "lan")
        with self.district.database.work() as session:
            reply = Reply("Đây ạ", files=(sent,))
            id_ = queue(session, f"f{self.district.now}", address, "lan", "reply", reply,
                        self.district.now)  # fmt: skip
        assert id_ is not None
        links = Links(web_secret(self.settings), HOME, lambda: self.district.now)
        token = links.to(id_, address, 0, sent.name).split("/")[-2]
        return token, sent.name

    def path(self, route: str, token: str = "x") -> str:
        """A path of that route."""
        report = self.district.report(BAC_SON).id
        named = {"{token}": token, "{report:int}": str(report), "{report}": str(report)}
        for part, value in {**named, "{name}": "bao-cao.docx"}.items():
            route = route.replace(part, value)
        return route

    def ask(self, route: str, token: str = "x", **headers: str) -> httpx.Response:
        """A request that a page of our own, or a caller that means well, would send."""
        path = self.path(route, token)
        origin = {"sec-fetch-site": "same-origin", "origin": HOME, **headers}
        if "GET" in METHODS[route]:
            return self.client.get(path, headers=origin)
        return self.client.post(path, data={"do": "send"}, headers=origin)


@pytest.fixture(scope="module")
def whole(
    migrated_module_file: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Whole]:
    """One for all tests: each makes the links that it needs, and the clock only goes on."""
    district = District(migrated_module_file)
    district.move("2024-08-28 07:30")
    settings = Settings(
        channels=("telegram", "zalo_bot", "zalo_oa"),
        telegram_token=Secret("123456789:AAabcdefghijklmnopqrstuvwxyz012345678"),
        telegram_driver="ptb",
        telegram_webhook=True,
        zalo_bot_token=Secret("a-token"),
        zalo_bot_webhook=True,
        zalo_oa_app_id="1",
        zalo_oa_app_secret=Secret("s"),
        zalo_oa_secret=Secret("s"),
        zalo_oa_refresh_token=Secret("r"),
        public_url=HOME,
        web_port=0,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHACVIEC_DATA", str(tmp_path_factory.mktemp("data")))
        service = assemble(settings, district.database, district.catalogue, lambda: district.now)
        routes = tuple(each for each in service.app.routes if isinstance(each, Route))
        assert len(routes) == len(service.app.routes)
        assert service.lock is not None  # one process has the file
        with service.lock, service.sock, serving(routes) as client:
            yield Whole(district, settings, client, routes)


# -- the table -------------------------------------------------------------------------------------


def test_the_table_has_every_route_with_its_methods_and_the_demo_has_none(whole: Whole) -> None:
    found: dict[str, set[str]] = {}
    for route in whole.routes:
        found.setdefault(route.path, set()).update(route.methods or ())
    assert found == METHODS
    assert not [path for path in found if path == "/" or path.startswith("/phones")]


@pytest.mark.parametrize("route", EVERY)
def test_every_other_method_is_refused(whole: Whole, route: str) -> None:
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - METHODS[route]:
        answer = whole.client.request(method, whole.path(route))
        assert answer.status_code == 405, method
        assert_worn(answer)


@pytest.mark.parametrize("route", EVERY)
def test_every_answer_is_kept_by_nobody_framed_by_nobody_and_tells_nobody_where_it_came_from(
    whole: Whole, route: str
) -> None:
    assert_worn(whole.ask(route))


def assert_worn(answer: httpx.Response) -> None:
    headers = answer.headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "sandbox" in policy or "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


# -- links -----------------------------------------------------------------------------------------

LINKED = (*((route, PagePurpose.FORM) for route in FORM), *((r, PagePurpose.DESK) for r in DESK))
every_link = pytest.mark.parametrize(("route", "purpose"), LINKED, ids=lambda each: str(each))


@every_link
def test_a_link_opens_and_nothing_that_is_like_it(
    whole: Whole, route: str, purpose: PagePurpose
) -> None:
    token = whole.page(purpose)
    assert whole.ask(route, token).status_code in (200, 410 if "files" in route else 200)
    other = next(each for each in PagePurpose if each is not purpose)
    made = whole.made(purpose)
    forged: Mapping[str, str] = {
        "cut": token[:-1],
        "tampered": token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        "of its payload": token.replace(token[0], "X", 1),
        "nothing": "x",
        "of another key": whole.page(purpose, signed=PageLinks("k", HOME, lambda: made.expires_at)),
        "for another purpose": whole.page(other),
        "of nobody's page": whole.links.to(replace(made, id=999)).rpartition("/")[2],
        "with another person's name": whole.links.to(replace(made, official_id="hung")).rpartition(
            "/"
        )[2],
    }
    for what, bad in forged.items():
        answer = whole.ask(route, bad)
        assert answer.status_code == 404, what
        assert_worn(answer)


@every_link
def test_a_link_that_is_over_opens_nothing_more(
    whole: Whole, route: str, purpose: PagePurpose
) -> None:
    ways: Mapping[str, Callable[[], None]] = {
        "revoked": lambda: _revoke(whole),
        "replaced by a newer one": lambda: whole.page(purpose) and None,
        "expired": lambda: _later(whole, timedelta(days=1, seconds=1)),
        "long expired": lambda: _later(whole, timedelta(days=30)),
    }
    for what, end in ways.items():
        token = whole.page(purpose)
        end()
        assert whole.ask(route, token).status_code == 410, what


def _revoke(whole: Whole) -> None:
    with whole.district.database.work() as session:
        work = Work(session, whole.district.catalogue, whole.district.now)
        for name in ("lan", "quynh"):
            close_pages(work, official(session, name))


def _later(whole: Whole, by: timedelta) -> None:
    whole.district.now += by


@pytest.mark.parametrize("route", [*FORM, DOCUMENT])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
        {"sec-fetch-site": "same-site", "origin": "https://other.example.vn"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
        {},
    ],
)
def test_what_another_page_sends_is_not_taken(
    whole: Whole, route: str, headers: dict[str, str]
) -> None:
    path = whole.path(route, whole.page(PagePurpose.FORM))
    answer = whole.client.post(path, data={"do": "send"}, headers=headers)
    assert answer.status_code == 403
    assert_worn(answer)


def test_a_file_is_for_whom_it_was_sent_to_and_as_long_as_its_link(whole: Whole) -> None:
    token, name = whole.file()
    assert whole.client.get(f"/f/{token}/{name}").content == b"PK"
    for bad in (f"/f/{token[:-1]}/{name}", f"/f/{token}/other.docx", f"/f/x/{name}"):
        assert whole.client.get(bad).status_code == 404
    page = whole.page(PagePurpose.DESK)
    assert whole.client.get(f"/f/{page}/{name}").status_code == 404
    _later(whole, timedelta(days=8))
    assert whole.client.get(f"/f/{token}/{name}").status_code == 410


# -- who else calls --------------------------------------------------------------------------------


@pytest.mark.parametrize("route", HOOKS)
def test_a_network_proves_who_it_is_before_anything_of_it_is_handled(
    whole: Whole, route: str
) -> None:
    for headers in ({}, {TELEGRAM_SECRET: "x"}, {"X-Bot-Api-Secret-Token": "x"}):
        answer = whole.client.post(route, json={"event_name": "x"}, headers=headers)
        assert answer.status_code == 401
        assert_worn(answer)


@pytest.mark.parametrize("route", [*HOOKS, *FORM])
def test_what_is_larger_than_anything_that_is_sent_is_not_read(whole: Whole, route: str) -> None:
    path = whole.path(route, whole.page(PagePurpose.FORM))
    headers = {
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
        TELEGRAM_SECRET: webhook_secret(whole.settings, "telegram"),
    }
    answer = whole.client.post(path, content=b"a=" + b"1" * 2**20, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("route", INSIDE)
@pytest.mark.parametrize("header", PROXIED)
def test_how_the_bot_feels_is_told_inside_only(whole: Whole, route: str, header: str) -> None:
    outside = whole.client.get(route, headers={header: "203.0.113.7"})
    assert outside.status_code == 404 or set(outside.json()) == {"status"}


def test_a_proxy_that_names_nobody_is_outside_as_well(whole: Whole) -> None:
    """nginx asks in HTTP/1.0 where its settings say nothing."""
    at = whole.client.base_url
    with socket.create_connection((at.host, at.port)) as line:
        line.sendall(b"GET /metrics HTTP/1.0\r\nHost: " + at.host.encode() + b"\r\n\r\n")
        status = line.makefile("rb").readline()
    assert b" 404 " in status


@pytest.mark.parametrize("route", [each for each in API if each not in API[:2]])
def test_the_api_tells_nothing_without_a_token(whole: Whole, route: str) -> None:
    path = whole.path(route)
    for headers in ({}, {"authorization": "Bearer x"}):
        assert whole.client.get(path, headers=headers).status_code == 401
    page = whole.page(PagePurpose.DESK)
    assert whole.client.get(path, headers={"authorization": f"Bearer {page}"}).status_code == 401


def test_a_page_that_is_gone_says_so_in_words(whole: Whole) -> None:
    answer = whole.client.get("/t/x")
    assert say("page.gone.bad") in answer.text
