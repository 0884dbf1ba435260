"""`nhacviec run`, as it is started, used and ended."""

from __future__ import annotations

import re
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from charts.series import BarGroup, Given, Head, Progress
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address, Reply
from handlers.talk.commands import command_in
from handlers.talk.menu import menu_of
from handlers.wording.say import say
from reports.drawing import undrawn
from storage.database.database import Database, open_database
from storage.database.states import MessageState
from storage.messages.outbox import queue
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.bot.running import Running, free_port
from tests.storage.messages.mailbox import counts
from tests.support.fake_server import Fault
from tests.support.fake_telegram import FakeTelegram, flood, refusal
from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow  # a process of its own for each test

PHONE = "0912 345 678"


@pytest.fixture
def home(tmp_path: Path, migrated_file: Path) -> Path:
    """A data folder with an empty database of this version."""
    shutil.copy(migrated_file, tmp_path / "nhacviec.db")
    return tmp_path


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """The same database, looked at from outside, with one official."""
    found = open_database(f"sqlite:///{home}/nhacviec.db")
    now = datetime.now(UTC)
    with found.work() as session:
        save_units(session, [Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")])
        posts = (Post("hung-yen", Role.OFFICIAL),)
        save_official(session, Official("lan", "Nguyễn Thị Lan", "chị", posts=posts), now)
        link_address(session, "lan", Address("telegram", "99"), now)
    yield found
    found.close()


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as found:
        found.meet(99)
        yield found


def on_telegram(home: Path, fake: FakeTelegram, **more: str) -> Running:
    settings = {
        "channels": "telegram",
        "telegram_driver": "ptb",  # it starts faster
        "telegram_token": fake.token,
        "telegram_api": fake.url,
    }
    return Running(home, **{**settings, **more})


def put(database: Database, count: int) -> None:
    with database.work() as session:
        for number in range(count):
            address, reply = Address("telegram", "99"), Reply(f"tin {number}")
            queue(session, f"k{number}", address, "lan", "alarm", reply, datetime.now(UTC))


def states(database: Database) -> dict[MessageState, int]:
    with database.read() as session:
        return {state: count for (_, state), count in counts(session).items()}


# -- why it does not start -------------------------------------------------------------------------


def refused(home: Path, **settings: str) -> str:
    """The one line that it says instead of starting."""
    with Running(home, **settings) as run:
        assert run.ended() == 2
        (line,) = run.log.splitlines()
    return line


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nhacviec.db"
    assert refused(tmp_path) == "nhacviec: " + say("fault.no_schema", url=url)


@pytest.mark.parametrize(("revision", "words"), [("0001", "migrate"), ("9999", "nâng cấp")])
def test_on_another_schema_it_does_not_start(home: Path, revision: str, words: str) -> None:
    database = open_database(f"sqlite:///{home}/nhacviec.db")
    with database.engine.begin() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    database.close()
    assert words in refused(home)


def test_a_missing_setting_is_named(home: Path) -> None:
    line = refused(home, channels="telegram")
    missing = say("run.missing", key="NHACVIEC_TELEGRAM_TOKEN", channel="telegram")
    assert line == f"nhacviec: {missing}"


def test_what_cannot_be_a_token_is_not_repeated(home: Path) -> None:
    line = refused(home, channels="telegram", telegram_token="not-a-token")
    assert "NHACVIEC_TELEGRAM_TOKEN" in line
    assert "not-a-token" not in line


def test_a_taken_port_is_named(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"cổng {port}" in refused(home, web_port=port)


def test_a_server_that_is_not_there_is_one_line(home: Path) -> None:
    assert_unreachable(home, free_port())


def test_a_server_that_says_nothing_is_not_waited_for(home: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert_unreachable(home, silent.getsockname()[1])


def assert_unreachable(home: Path, port: int) -> None:
    url = f"postgresql://nobody:s3cret@127.0.0.1:{port}/x"
    hidden = url.replace("s3cret", "***")
    assert refused(home, db=url) == "nhacviec: " + say("fault.database.server", url=hidden)


def test_a_second_bot_on_the_same_file_does_not_start(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    with on_telegram(home, fake) as first:
        first.started()
        with on_telegram(home, fake) as second:  # on a port of its own
            assert second.ended() == 2
            assert say("run.twice", file=home / "nhacviec.db") in second.log
        first.end(signal.SIGKILL)
    with on_telegram(home, fake) as third:
        third.started()


# -- while it runs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "driver"), [("polling", "aiogram"), ("polling", "ptb"), ("webhook", "ptb")]
)
def test_a_message_is_answered_and_no_secret_is_told(
    home: Path, fake: FakeTelegram, database: Database, way: str, driver: str
) -> None:
    port = str(free_port())
    by_webhook = {"telegram_webhook": "1", "public_url": f"http://127.0.0.1:{port}"}
    more = by_webhook if way == "webhook" else {}
    with on_telegram(home, fake, web_port=port, telegram_driver=driver, **more) as run:
        run.started()
        fake.say(99, f"/status {PHONE}")
        wait_until(lambda: len(fake.sent) == 1)
        told = [run.get("/health").text, run.get("/metrics").text]
        assert run.end() == 0
    told.append(run.log)
    came = re.findall(r"action=message trace=(\w+) channel=telegram outcome=new", run.log)
    went = re.findall(r"action=send trace=(\w+) channel=telegram kind=reply outcome=sent", run.log)
    assert came == went != []  # one id from the update to its answer
    for secret in (fake.token, PHONE, PHONE.replace(" ", ""), "AAHfake"):
        assert all(secret not in text for text in told)
    assert states(database) == {MessageState.SENT: 1}


def test_telegram_shows_commands_that_the_bot_knows(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: fake.menus)
    (commands,) = fake.menus.values()
    assert [command["command"] for command in commands] == [
        name for name, _ in menu_of(Role.OFFICIAL)
    ]
    assert all(command_in(f"/{command['command']}") for command in commands)


def test_a_superior_is_shown_the_commands_of_the_desk(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    with database.work() as session:
        posts = (Post("hung-yen", Role.SUPERIOR_STAFF),)
        superior = Official("quynh", "Hoàng Thu Quỳnh", "chị", posts=posts)
        save_official(session, superior, datetime.now(UTC))
        link_address(session, "quynh", Address("telegram", "77"), datetime.now(UTC))
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: len(fake.menus) == 2)
    shown = fake.menus["77", ""]
    assert [command["command"] for command in shown][:2] == ["viec", "tre"]


def test_health_and_metrics_say_what_goes_on(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: run.get("/health").status_code == 200)
        health = run.get("/health").json()
        assert health["channels"] == {"telegram": "ok"}
        assert health["last_tick"] is not None
        assert run.get("/health", **{"x-forwarded-for": "1.2.3.4"}).json() == {"status": "ok"}
        assert run.get("/metrics", **{"x-forwarded-for": "1.2.3.4"}).status_code == 404


def test_metrics_tell_how_old_the_queue_is_what_was_sent_and_how_long_it_took(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    told = {
        'nhacviec_queue{channel="telegram"} 1.0',
        'nhacviec_queue_age_seconds{channel="telegram"} 0.0',  # it could not go now
        'nhacviec_sends_total{channel="telegram",outcome="rate"} 1.0',
        'nhacviec_sends_total{channel="telegram",outcome="sent"} 1.0',
        'nhacviec_settled_total{channel="telegram",state="sent"} 1.0',
        'nhacviec_received_total{channel="telegram",outcome="new"} 2.0',
        'nhacviec_handler_seconds_count{channel="telegram"} 2.0',
    }
    with on_telegram(home, fake) as run:
        run.started()
        fake.say(99, "/status")
        wait_until(lambda: states(database) == {MessageState.SENT: 1})
        fake.faults.add("sendMessage", flood(600))
        fake.say(99, "/status")
        # What the network has answered is counted before it is written down.
        wait_until(lambda: told <= set(run.get("/metrics").text.splitlines()))


def test_a_wrong_token_is_seen_and_the_web_server_stays(home: Path, fake: FakeTelegram) -> None:
    fake.faults.add("*", Fault(answer=refusal(401, "Unauthorized")), times=1000)
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: "telegram" in run.get("/health").json()["status"])
        assert run.get("/health").status_code == 503
        assert run.get("/health").json()["channels"] == {"telegram": "token"}
        assert run.end() == 0


def test_an_old_webhook_gives_way_to_polling(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    url = f"{fake.url}/bot{fake.token}/setWebhook"
    httpx.post(url, json={"url": "http://127.0.0.1:9/old"}, trust_env=False)
    fake.say(99, "trợ giúp")
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: len(fake.sent) == 1)


def test_a_webhook_that_cannot_be_named_now_is_named_soon(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    fake.faults.add("setWebhook", Fault(answer=refusal(502, "Bad Gateway")))
    port = str(free_port())
    settings = {"telegram_webhook": "1", "public_url": f"http://127.0.0.1:{port}"}
    with on_telegram(home, fake, web_port=port, **settings) as run:
        run.started()
        fake.say(99, "/status")
        wait_until(lambda: len(fake.sent) == 1, 30)


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_a_stranger_on_zalo_is_told_what_to_do(home: Path, way: str) -> None:
    with FakeZaloBot(second=0.05) as fake:
        settings = {
            "channels": "zalo_bot",
            "zalo_bot_token": fake.token,
            "zalo_bot_api": fake.api,
            "public_url": "https://bot.example.vn",
            "zalo_bot_webhook": "1" if way == "webhook" else "0",
        }
        with Running(home, **settings) as run:
            fake.dns["https://bot.example.vn"] = run.url
            run.started()
            wait_until(lambda: way == "polling" or fake.webhook)
            fake.write("a1", "xin chào")
            wait_until(lambda: fake.delivered)
            assert run.end() == 0
        assert fake.delivered[0].text == say("start.stranger")
        assert fake.token not in run.log


def test_without_a_public_address_zalo_gets_words_and_no_dead_link(
    home: Path, database: Database
) -> None:
    """It says so when it starts, and a chart goes out as text."""
    groups = (BarGroup("Theo mục", (Given("I. Chỉ đạo", 1, 2),)),)
    reply = Reply("Đây ạ", files=(undrawn("tien-do.png", Progress(Head("Tiến độ"), groups)),))
    with FakeZaloBot(second=0.05) as fake:
        settings = {"zalo_bot_token": fake.token, "zalo_bot_api": fake.api}
        with Running(home, channels="zalo_bot", **settings) as run:
            run.started()
            wait_until(lambda: say("run.no_public_url", network="Zalo (bot)") in run.log)
            fake.write("a1", "xin chào")
            wait_until(lambda: fake.delivered)
            with database.work() as session:
                address = Address("zalo_bot", "a1")
                queue(session, "chart", address, None, "reply", reply, datetime.now(UTC))
            wait_until(lambda: len(fake.delivered) == 2)
            assert run.end() == 0
        told = fake.delivered[1]
        assert (told.kind, told.text) == ("text", "Đây ạ\n\nTiến độ\nTheo mục:\nI. Chỉ đạo: 1/2")


def test_a_stranger_at_the_official_account_is_told_what_to_do(home: Path) -> None:
    with FakeZaloOa() as fake:
        settings = {
            "channels": "zalo_oa",
            "zalo_oa_app_id": fake.app_id,
            "zalo_oa_app_secret": fake.app_secret,
            "zalo_oa_secret": fake.oa_secret,
            "zalo_oa_refresh_token": fake.refresh_token,
            "zalo_oa_api": fake.url,
            "zalo_oa_token_url": f"{fake.url}/v4/oa/access_token",
            "public_url": "https://bot.example.vn",
        }
        with Running(home, **settings) as run:
            run.started()
            fake.webhook = f"{run.url}/webhook/zalo-oa"
            fake.write("u1", "xin chào")
            wait_until(lambda: fake.delivered)
            assert run.end() == 0
        assert fake.delivered[0].text == say("start.stranger")
        assert fake.oa_secret not in run.log


# -- how it ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_nothing_is_to_be_done(
    home: Path, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # it has words to learn yet
    with Running(home) as run:
        run.started()
        assert run.end(number) == 0
        assert "Traceback" not in run.log
        assert "ERROR" not in run.log


def test_what_was_in_flight_is_marked_before_it_ends(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    put(database, 3)
    fake.faults.add("sendMessage", Fault(delay=1.0))
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: len(fake.sent) == 1)
        assert run.end() == 0
    assert states(database) == {MessageState.SENT: 1, MessageState.WAITING: 2}
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: states(database) == {MessageState.SENT: 3})
    assert [sent.text for sent in fake.sent] == ["tin 0", "tin 1", "tin 2"]


def test_a_killed_sender_leaves_one_message_in_doubt(
    home: Path, fake: FakeTelegram, database: Database
) -> None:
    put(database, 3)
    fake.faults.add("sendMessage", Fault(delay=5.0))
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: len(fake.sent) == 1)
        run.end(signal.SIGKILL)
    with on_telegram(home, fake) as run:
        run.started()
        wait_until(lambda: states(database) == {MessageState.SENT: 3})
    assert [sent.text for sent in fake.sent] == ["tin 0", "(nhắc lại) tin 0", "tin 1", "tin 2"]
