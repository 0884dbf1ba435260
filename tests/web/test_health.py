"""Is the bot well? One word, and what is behind it."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.port import ErrorKind
from bot.metrics import Metrics
from bot.outbox.quota import watch_quota
from bot.web.health import Health, Pulse
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address, Incoming
from handlers.wording.say import say
from storage.database.database import (
    Database,
    DatabaseUnavailable,
    UnusableDatabase,
    open_database,
)
from storage.database.states import AsideReason
from storage.messages.set_aside import set_aside
from storage.people.officials import link_address, save_official
from tests.bot.outbox.outbox_rig import MORNING, Desk
from tests.storage.small_district import fill


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    with memory_database.work() as session:
        fill(session)
    return Desk(memory_database)


def health_of(desk: Desk, **limits: int) -> tuple[Health, Pulse, Metrics]:
    pulse, metrics = Pulse(lambda: desk.now, last_tick=desk.now), Metrics()
    return Health(desk.database, desk.books, desk.channels, pulse, metrics, limits), pulse, metrics


def status(desk: Desk) -> str:
    health, _, _ = health_of(desk)
    return str(health.state()["status"])


def test_all_is_well(desk: Desk) -> None:
    desk.put()
    health, _, _ = health_of(desk)
    assert health.state() == {
        "status": "ok",
        "queue": 1,
        "queue_age_seconds": 0.0,
        "last_tick": MORNING.isoformat(),
        "channels": {"telegram": "ok", "zalo_bot": "ok"},
        "set_aside": {"count": 0, "see": "nhacviec aside"},
    }


def test_a_message_that_waits_for_its_person_in_a_mailbox_is_no_queue(desk: Desk) -> None:
    for channel in ("console", "web"):
        desk.put(to=f"{channel}:lan")
    desk.later(days=400)
    health, pulse, _ = health_of(desk)
    pulse.last_tick = desk.now
    assert (health.state()["status"], health.state()["queue"]) == ("ok", 0)


def test_what_is_set_aside_is_shown_and_how_to_look_at_it(desk: Desk) -> None:
    incoming = Incoming("e1", Address("telegram", "99"), "x", desk.now)
    with desk.database.work() as session:
        set_aside(session, incoming, AsideReason.STARTS, desk.now)
    health, _, _ = health_of(desk)
    assert health.state()["set_aside"] == {"count": 1, "see": "nhacviec aside"}
    assert health.state()["status"] == "ok"  # a restart would not help


def test_a_database_that_cannot_be_written_is_not_ok_until_it_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    health, _, _ = health_of(desk)
    for fault, code in (
        (DatabaseUnavailable("locked"), "not_written"),
        (UnusableDatabase("read_only"), "read_only"),
    ):

        def fail(*_: Any, fault: Exception = fault) -> None:
            raise fault

        with monkeypatch.context() as patch:
            patch.setattr("bot.web.health.try_write", fail)
            health.beat()
            assert health.state()["status"] == f"database_{code}"
        health.beat()
        assert health.state()["status"] == "ok"


def test_a_full_disk_and_another_writer_are_noticed(
    file_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.database.BUSY_SECONDS", 0.1)
    database = open_database(str(file_database.engine.url))
    desk = Desk(database)
    health, _, _ = health_of(desk)
    health.beat()
    assert health.state()["status"] == "ok"
    with closing(sqlite3.connect(str(file_database.file))) as other:
        other.execute("BEGIN IMMEDIATE")
        health.beat()
        assert health.state()["status"] == "database_not_written"
    health.beat()
    assert health.state()["status"] == "ok"
    with disk_full_at(Path(f"{database.file}-wal").stat().st_size):
        health.beat()
        assert health.state()["status"] == "database_not_written"
    health.beat()
    assert health.state()["status"] == "ok"
    database.close()


@contextmanager
def disk_full_at(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_last_backup_is_told_and_none_is_zero(desk: Desk) -> None:
    pulse, metrics = Pulse(lambda: desk.now, last_tick=desk.now), Metrics()
    made: list[datetime | None] = [None, desk.now]

    def told() -> float | None:
        parts = (desk.database, desk.books, desk.channels, pulse, metrics, {})
        Health(*parts, lambda _: made.pop(0))._measure()
        return metrics.registry.get_sample_value("nhacviec_last_backup_timestamp_seconds")

    assert told() == 0
    assert told() == desk.now.timestamp()


def test_a_database_that_is_away_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr("bot.web.health.queues", away)
    assert status(desk) == "database_away"


def test_a_queue_that_does_not_move_is_named(desk: Desk) -> None:
    desk.put()
    desk.later(minutes=31)
    assert status(desk) == "queue_old"


def test_what_waits_for_its_own_later_try_is_no_trouble(desk: Desk) -> None:
    desk.fail(desk.put(), ErrorKind.RATE, retry_after=7200.0)
    desk.later(minutes=31)
    assert status(desk) == "ok"


def test_a_clock_that_stands_still_is_named(desk: Desk) -> None:
    health, pulse, _ = health_of(desk)
    pulse.last_tick = desk.now - timedelta(minutes=6)
    assert health.state()["status"] == "clock_stopped"
    pulse.last_tick = None
    assert health.state()["status"] == "clock_stopped"


def test_a_channel_that_stopped_is_named(desk: Desk) -> None:
    desk.fail(desk.put("x", "telegram:1"), ErrorKind.UNAUTHORISED)
    health, pulse, _ = health_of(desk)
    pulse.down["zalo_bot"] = "webhook_active"
    assert health.state()["channels"] == {"telegram": "stopped", "zalo_bot": "webhook_active"}
    assert health.state()["status"] == "telegram_stopped, zalo_bot_webhook_active"


def test_what_a_channel_says_of_itself_is_told(desk: Desk) -> None:
    desk.channels["telegram"].trouble = "another_poller"  # type: ignore[attr-defined]
    assert status(desk) == "telegram_another_poller"


def test_gauges_are_as_of_the_question(desk: Desk) -> None:
    desk.put("a", "zalo_bot:1")
    desk.put("b", "zalo_bot:2")
    desk.later(seconds=90)
    health, _, metrics = health_of(desk, zalo_bot=3000)
    health._measure()
    page = metrics.page().decode()
    for line in (
        'nhacviec_queue{channel="zalo_bot"} 2.0',
        'nhacviec_queue{channel="telegram"} 0.0',
        'nhacviec_queue_age_seconds{channel="zalo_bot"} 90.0',
        'nhacviec_quota_left{channel="zalo_bot"} 3000.0',
        'nhacviec_channel_stopped{channel="telegram"} 0.0',
    ):
        assert line in page


def test_the_month_is_counted_and_told_once_at_each_mark(desk: Desk) -> None:
    post = Post("hung-yen", Role.ADMINISTRATOR)
    with desk.database.work() as session:
        save_official(session, Official("nga", "Bùi Thị Nga", "chị", posts=(post,)), desk.now)
        link_address(session, "nga", Address("telegram", "11"), desk.now)

    def watch() -> list[str]:
        with desk.database.work() as session:
            watch_quota(desk.work(session), {"zalo_bot": 10})
        return [each.reply.text for each in desk.to("telegram:11")]

    def send(count: int) -> None:
        for number in range(count):
            desk.put(f"{number}", f"zalo_bot:{desk.now.timestamp()}-{number}")
        for letter in desk.take():
            desk.sent(letter)

    send(6)
    assert watch() == []
    desk.later(minutes=1)
    send(1)
    words = say("outbox.quota_until", used=7, limit=10, network="Zalo (bot)", day="12/9/2024")
    assert watch() == watch() == [words]
    desk.later(minutes=1)
    send(3)
    assert len(watch()) == 2
    desk.later(days=30)
    assert len(watch()) == 2
