"""Deliveries of networks: answered 200 only for what is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.inbox.rim import Receive, Stopping
from bot.web.guard import BODY_BYTES, HEADERS
from bot.web.webhooks import spool_of, telegram_hook, zalo_hook
from domain.talk.messages import Incoming
from storage.database.database import DatabaseUnavailable
from tests.web.serving import serving

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Telegram:
    """Takes what it is given; raises what it is told."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.error: Exception | None = None

    async def take(self, raw: dict[str, Any], receive: Receive) -> None:
        if self.error:
            raise self.error
        self.taken.append(raw)


class Zalo:
    """Knows one secret header."""

    def admit(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        if headers.get("x-secret") != SECRET:
            raise ChannelError(ErrorKind.UNAUTHORISED, "webhook_secret")
        return "u1" if body else None

    async def read(self, body: bytes) -> Incoming | None:
        return None


async def receive(_: Incoming) -> None: ...


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Where calls of Zalo are kept until they are handled."""
    return tmp_path / "calls"


@pytest.fixture
def client(telegram: Telegram, calls: Path) -> Iterator[httpx.Client]:
    routes = [
        telegram_hook(telegram, SECRET, receive),
        zalo_hook("/webhook/zalo-oa", Zalo(), spool_of(calls, Zalo(), receive)),
    ]
    with serving(routes) as found:
        yield found


def deliver(
    client: httpx.Client, body: bytes = b'{"update_id": 1}', **headers: str
) -> httpx.Response:
    return client.post("/webhook/telegram", content=body, headers=headers or {HEADER: SECRET})


def test_what_was_kept_is_answered_200(client: httpx.Client, telegram: Telegram) -> None:
    assert deliver(client).status_code == 200
    assert telegram.taken == [{"update_id": 1}]


@pytest.mark.parametrize("given", ["", "wrong", SECRET[:-1], SECRET + "x"])
def test_who_does_not_know_the_secret_is_refused(
    client: httpx.Client, telegram: Telegram, given: str
) -> None:
    answer = deliver(client, **{HEADER: given})
    assert answer.status_code == 401
    assert telegram.taken == []
    assert SECRET not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1]", b'"x"'])
def test_what_is_no_update_is_refused(client: httpx.Client, body: bytes) -> None:
    assert deliver(client, body).status_code == 400


@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable("away"),
        Stopping(),
        ChannelError(ErrorKind.TRANSIENT, "file"),
        ChannelError(ErrorKind.UNKNOWN, "file"),
    ],
)
def test_what_could_not_be_kept_shall_come_again(
    client: httpx.Client, telegram: Telegram, error: Exception
) -> None:
    telegram.error = error
    answer = deliver(client)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


def test_a_mistake_of_ours_is_no_200(client: httpx.Client, telegram: Telegram) -> None:
    telegram.error = ZeroDivisionError("a bug with a secret")
    answer = deliver(client)
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_body_is_read_no_further_than_it_may_be_long(client: httpx.Client) -> None:
    too_long = json.dumps({"text": "a" * BODY_BYTES}).encode()
    assert deliver(client, too_long).status_code == 413

    def in_pieces() -> Iterator[bytes]:
        yield from (too_long[at : at + 65536] for at in range(0, len(too_long), 65536))

    unannounced = client.post("/webhook/telegram", content=in_pieces(), headers={HEADER: SECRET})
    assert unannounced.status_code == 413


def test_the_channel_of_zalo_checks_what_zalo_signs(client: httpx.Client) -> None:
    assert client.post("/webhook/zalo-oa", content=b"{}").status_code == 401
    known = {"x-secret": SECRET}
    assert client.post("/webhook/zalo-oa", content=b"{}", headers=known).status_code == 200
    assert client.post("/webhook/zalo-oa", content=b"", headers=known).status_code == 200


def test_a_call_that_cannot_be_written_down_shall_come_again(
    client: httpx.Client, calls: Path
) -> None:
    calls.write_text("a file where the folder should be")
    answer = client.post("/webhook/zalo-oa", content=b"{}", headers={"x-secret": SECRET})
    assert answer.status_code == 503


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_webhook_takes_posts_only(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/webhook/telegram").status_code == 405


def test_every_answer_carries_careful_headers(client: httpx.Client) -> None:
    for answer in (deliver(client), client.get("/nowhere")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in answer.headers


def test_what_is_refused_is_logged_by_code(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        deliver(client, **{HEADER: "wrong-secret"})
    assert "reason=secret" in caplog.text
    assert "wrong-secret" not in caplog.text
