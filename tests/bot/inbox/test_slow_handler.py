"""An Official Account's webhook is answered in time, whatever the handler does.

Zalo waits two seconds for its 200, calls again, and in the end switches the webhook off.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.inbox import inbox
from bot.run_settings import Settings
from bot.service.run import assemble
from bot.service.service import Service
from bot.setting_kinds import Secret
from handlers.wording.say import say
from storage.database.database import Database
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.networks import while_serving
from tests.support.waiting import wait_until


@pytest.fixture
def fake() -> Iterator[FakeZaloOa]:
    with FakeZaloOa() as found:
        yield found


@pytest.fixture
def serve(
    fake: FakeZaloOa, file_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], None]], None]:
    """Serve the account while something is done; again and again on the same data."""
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    settings = Settings(
        channels=("zalo_oa",),
        zalo_oa_app_id=fake.app_id,
        zalo_oa_app_secret=Secret(fake.app_secret),
        zalo_oa_secret=Secret(fake.oa_secret),
        zalo_oa_refresh_token=Secret(fake.refresh_token),
        zalo_oa_api=fake.url,
        zalo_oa_token_url=f"{fake.url}/v4/oa/access_token",
        web_port=0,
        public_url="https://nhacviec.example.vn",
    )

    def serve(play: Callable[[], None]) -> None:
        service: Service = assemble(settings, file_database, catalogue_once(), lambda: fake.now)
        host, port = service.sock.getsockname()
        fake.webhook = f"http://{host}:{port}/webhook/zalo-oa"
        assert asyncio.run(while_serving(service, play)) == 0

    return serve


Serve = Callable[[Callable[[], None]], None]


def gated(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No handler gets on before this is set."""
    gate, receive = threading.Event(), inbox.receive

    def slow(*args: Any) -> bool:
        assert gate.wait(30)
        return receive(*args)

    monkeypatch.setattr(inbox, "receive", slow)
    return gate


def test_the_webhook_does_not_wait_for_the_handler(
    fake: FakeZaloOa, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = gated(monkeypatch)

    def play() -> None:
        for person in ("u1", "u2", "u3", "u4", "u5", "u6", "u1"):  # more than there are threads
            fake.write(person, "xin chào")
        wait_until(lambda: len(fake.attempts) == 7)
        assert fake.delivered == []
        gate.set()
        wait_until(lambda: len(fake.delivered) == 7)

    serve(play)
    assert fake.attempts == [("", 200)] * 7  # at the first attempt, and within two seconds
    assert {sent.text for sent in fake.delivered} == {say("start.stranger")}


def test_the_webhook_does_not_wait_for_the_database(
    fake: FakeZaloOa, serve: Serve, file_database: Database
) -> None:
    def play() -> None:
        with file_database.work():  # the one writer
            fake.write("u1", "xin chào")
            wait_until(lambda: fake.attempts == [("", 200)])
            assert fake.delivered == []
        wait_until(lambda: len(fake.delivered) == 1)

    serve(play)


def test_what_was_answered_and_not_handled_survives_the_process(
    fake: FakeZaloOa, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, _ = fake.signed(fake.write("u1", "xin chào"))  # nobody listens yet
    left = tmp_path / "zalo-oa-calls"
    left.mkdir()
    (left / "00000000000000000001-000000000-0123456789abcdef.json").write_bytes(body)
    serve(lambda: wait_until(lambda: len(fake.delivered) == 1))
    assert list(left.iterdir()) == []
