"""Files by link: for the person they were sent to, for a time, while they are the newest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.links import Links, fingerprint
from bot.web.downloads import download_route
from domain.talk.messages import Address, Attachment, Reply
from handlers.wording.say import say
from storage.database.database import Database, DatabaseUnavailable
from storage.database.states import AddressState
from storage.messages.outbox import messages, queue
from storage.people.officials import end_posts, link_address, mark_address
from tests.bot.outbox.outbox_rig import MORNING
from tests.conftest import ON_POSTGRES
from tests.storage.small_district import fill
from tests.web.serving import serving

LAN = Address("zalo_bot", "z99")
REPORT = Attachment("báo cáo quý III.docx", "application/msword", b"PK report")
CHART = Attachment("tien-do.png", "image/png", b"\x89PNG")


class Desk:
    """A database with a message that carries two files, and the server that gives them out."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MORNING
        self.links = Links("a key", "https://example.vn/", lambda: self.now)
        with database.work() as session:
            fill(session)
            link_address(session, "lan", LAN, MORNING - timedelta(days=1))
        self.sent = self.put("m1", REPORT, CHART)

    def put(self, key: str, *files: Attachment, official: str | None = "lan") -> int:
        with self.database.work() as session:
            reply = Reply("Đây ạ", files=files)
            id_ = queue(session, key, LAN, official, "complete", reply, self.now)
        assert id_ is not None
        return id_

    def link(self, id_: int = 0, position: int = 0) -> str:
        """The path of a link as the message carried it."""
        with self.database.read() as session:
            (message,) = messages(session, [id_ or self.sent])
        url = self.links.of(message)(message.reply.files[position])
        assert url.startswith("https://example.vn/f/")
        return url.removeprefix("https://example.vn")


@pytest.fixture(params=["memory", ON_POSTGRES])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(request.getfixturevalue(f"{request.param}_database"))


@pytest.fixture
def client(desk: Desk) -> Iterator[httpx.Client]:
    with serving([download_route(desk.database, desk.links)]) as found:
        yield found


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.status_code, answer.text


def test_a_link_gives_its_file(desk: Desk, client: httpx.Client) -> None:
    answer = client.get(desk.link())
    assert (answer.status_code, answer.content) == (200, REPORT.content)
    headers = answer.headers
    assert headers["content-type"] == "application/msword"
    assert headers["content-disposition"] == (
        'attachment; filename="b_o_c_o_qu__III.docx"; '
        "filename*=UTF-8''b%C3%A1o%20c%C3%A1o%20qu%C3%BD%20III.docx"
    )
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert client.get(desk.link(position=1)).content == CHART.content


def test_a_look_at_the_head_gives_nothing_and_does_not_count(
    desk: Desk, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.downloads.FETCHES", 3)
    for _ in range(5):
        answer = client.head(desk.link())
        assert (answer.status_code, answer.content) == (200, b"")
    assert client.get(desk.link()).status_code == 200


def test_a_link_that_got_about_wears_out(
    desk: Desk, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.downloads.FETCHES", 3)
    path = desk.link()
    assert {client.get(path).status_code for _ in range(3)} == {200}
    assert refused(client.get(path)) == (410, say("web.link.worn"))


def test_a_link_has_its_time(desk: Desk, client: httpx.Client) -> None:
    path = desk.link()
    desk.now += timedelta(days=7)
    assert client.get(path).status_code == 200
    desk.now += timedelta(seconds=2)
    assert refused(client.get(path)) == (410, say("web.link.expired"))


def test_what_we_did_not_sign_opens_nothing(desk: Desk, client: httpx.Client) -> None:
    path = desk.link()
    _, _, token, name = path.split("/")
    other_key = Links("another key", "", lambda: desk.now)
    forged = [
        f"/f/{token[:-2]}xx/{name}",
        f"/f/{token.swapcase()}/{name}",
        "/f/x/" + name,
        other_key.to(desk.sent, LAN, 0, REPORT.name),
        desk.links.to(desk.sent, Address("zalo_bot", "somebody"), 0, REPORT.name),
        desk.links.to(desk.sent, LAN, 1, REPORT.name),
        desk.links.to(desk.sent, LAN, 9, REPORT.name),
        desk.links.to(4711, LAN, 0, REPORT.name),
        f"/f/{token}/other.docx",
    ]
    for path in forged:
        path = path.removeprefix("https://example.vn")
        assert refused(client.get(path)) == (404, say("web.link.bad")), path


def test_who_has_left_opens_nothing_more(desk: Desk, client: httpx.Client) -> None:
    with desk.database.work() as session:
        end_posts(session, "lan", MORNING.date(), desk.now)
    assert refused(client.get(desk.link())) == (410, say("web.link.revoked"))


def test_an_address_that_changed_hands_opens_nothing_of_before(
    desk: Desk, client: httpx.Client
) -> None:
    answered = desk.put("m2", CHART, official=None)
    path, answer = desk.link(), desk.link(answered)
    desk.now += timedelta(hours=1)
    with desk.database.work() as session:
        link_address(session, "tuan", LAN, desk.now)
    for each in (path, answer):
        assert refused(client.get(each)) == (410, say("web.link.revoked"))


def test_a_network_that_blocks_takes_nobody_their_files(desk: Desk, client: httpx.Client) -> None:
    with desk.database.work() as session:
        mark_address(session, LAN, AddressState.BLOCKED, "test", desk.now)
    assert client.get(desk.link()).status_code == 200


@pytest.mark.parametrize("official", ["lan", None])
def test_a_newer_file_of_that_name_takes_its_place(
    desk: Desk, client: httpx.Client, official: str | None
) -> None:
    newer = desk.put("m2", Attachment(REPORT.name, REPORT.media, b"PK second"), official=official)
    assert refused(client.get(desk.link())) == (410, say("web.link.replaced"))
    assert client.get(desk.link(newer)).content == b"PK second"
    assert client.get(desk.link(position=1)).status_code == 200  # the chart is still the newest


def test_the_same_file_once_more_takes_no_place(desk: Desk, client: httpx.Client) -> None:
    desk.put("m2", REPORT)
    assert client.get(desk.link()).status_code == 200


def test_while_the_database_is_away_the_link_stays_good(
    desk: Desk, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr("bot.web.downloads.download", away)
    answer = client.get(desk.link())
    assert refused(answer) == (503, say("web.later"))
    assert answer.headers["retry-after"] == "5"


def test_no_address_can_be_read_out_of_a_link(desk: Desk) -> None:
    assert LAN.chat not in desk.link()
    assert LAN.chat not in fingerprint(LAN)


def test_a_network_that_fetches_pictures_itself_gets_the_link_of_what_is_being_sent(
    desk: Desk, client: httpx.Client
) -> None:
    with desk.database.read() as session:
        (message,) = messages(session, [desk.sent])
    desk.links.of(message)
    url = desk.links.of_file(CHART, LAN)
    assert client.get(url.removeprefix("https://example.vn")).content == CHART.content


def test_what_is_remembered_for_that_is_bounded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.links.REMEMBERED", 3)
    from dataclasses import replace

    with desk.database.read() as session:
        (message,) = messages(session, [desk.sent])
    for number in range(10):
        desk.links.of(replace(message, address=Address("zalo_bot", f"{number}")))
    assert len(desk.links._sending) == 3
