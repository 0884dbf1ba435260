"""A month of Zalo Bot in the running bot: counted, foretold, told elsewhere, and never retried."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

import scheduler.clock
from bot.run_settings import Settings
from bot.service.run import assemble
from bot.setting_kinds import Secret
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from storage.database.database import Database
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.fake_telegram import FakeTelegram
from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.networks import while_serving
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

MONTH = 10
TENTH_DAY_OVER = datetime(2026, 11, 10, 17, 0, tzinfo=UTC)  # midnight in Viet Nam
LAST_EVENING = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # 23:00 in Viet Nam
NETWORK = "Zalo (bot)"
HANDLED = 'nhacviec_received_total{channel="zalo_bot",outcome="new"}'


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as found:
        found.meet(11)
        yield found


@pytest.fixture
def zalo() -> Iterator[FakeZaloBot]:
    with FakeZaloBot(second=0.02) as found:
        found.month_limit = MONTH
        yield found


@pytest.fixture
def database(file_database: Database) -> Database:
    """Lan is on Zalo; Nga, the administrator, on Telegram and on Zalo."""
    now = LAST_EVENING - timedelta(days=90)
    with file_database.work() as session:
        save_units(session, [Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")])
        for name, role in (("lan", Role.OFFICIAL), ("nga", Role.ADMINISTRATOR)):
            posts = (Post("hung-yen", role),)
            save_official(session, Official(name, f"Chị {name}", "chị", posts=posts), now)
            link_address(session, name, Address("zalo_bot", name), now)
        link_address(session, "nga", Address("telegram", "11"), now)
    return file_database


def test_the_month_is_counted_foretold_and_never_retried(
    telegram: FakeTelegram,
    zalo: FakeZaloBot,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    monkeypatch.setitem(scheduler.clock.EVERY, "quota", 1)  # type: ignore[index]
    settings = Settings(
        channels=("telegram", "zalo_bot"),
        telegram_token=Secret(telegram.token),
        telegram_driver="ptb",
        telegram_api=telegram.url,
        zalo_bot_token=Secret(zalo.token),
        zalo_bot_api=zalo.api,
        zalo_bot_month=MONTH,
        web_port=0,
    )
    now = TENTH_DAY_OVER
    service = assemble(settings, database, catalogue_once(), lambda: now)
    host, port = service.sock.getsockname()

    def told() -> list[str]:
        return [sent.text for sent in telegram.sent if sent.chat == 11]

    def metrics() -> str:
        return httpx.get(f"http://{host}:{port}/metrics", trust_env=False).text

    def write(count: int) -> None:
        for _ in range(count):
            before = len(zalo.delivered)
            zalo.write("lan", "trợ giúp")
            wait_until(lambda before=before: len(zalo.delivered) > before)

    def play() -> None:
        nonlocal now
        write(6)
        assert told() == []
        write(1)
        wait_until(lambda: told())
        fields = {"used": 7, "limit": MONTH, "network": NETWORK}
        assert told() == [say("outbox.quota_until", **fields, day="15/11/2026")]
        assert f'nhacviec_quota_left{{channel="zalo_bot"}} {MONTH - 7:.1f}' in metrics()

        now = LAST_EVENING
        write(3)
        wait_until(lambda: any(f"{MONTH}/{MONTH}" in words for words in told()))
        zalo.write("lan", "trợ giúp")  # Zalo says: 429
        until = show_moment(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
        wait_until(lambda: say("outbox.stopped_quota", network=NETWORK, until=until) in told())
        page = metrics()
        assert 'nhacviec_channel_stopped{channel="zalo_bot"} 1.0' in page
        assert 'nhacviec_quota_left{channel="zalo_bot"} 0.0' in page
        assert 'nhacviec_sends_total{channel="zalo_bot",outcome="quota"} 1.0' in page

        tried, known = sends(zalo), len(told())
        zalo.write("lan", "trợ giúp")
        zalo.write("nga", "trợ giúp")
        wait_until(lambda: received(metrics()) == MONTH + 3)
        service.ring()
        assert (sends(zalo), len(told())) == (tried, known)  # nobody tries, nobody is told twice

        zalo.call(setattr, zalo, "used", 0)  # before the clock says so: the bot may look at once
        now += timedelta(hours=1, minutes=5)  # the first of December
        service.ring()
        wait_until(lambda: zalo.used == 3)

    assert asyncio.run(while_serving(service, play)) == 0
    assert sum(sent.chat == "lan" for sent in zalo.delivered) == MONTH + 2  # nothing was lost


def received(page: str) -> int:
    """How many messages have been handled."""
    (line,) = [line for line in page.splitlines() if line.startswith(HANDLED)]
    return int(float(line.split()[-1]))


def sends(zalo: FakeZaloBot) -> int:
    return sum(zalo.operation(request) == "sendMessage" for request in zalo.requests)
