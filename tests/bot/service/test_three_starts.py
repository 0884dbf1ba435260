"""A message that ends the process (SIGKILL) is given up after three starts, and all others are
served."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.inbox.starts import MOST_STARTS
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address
from handlers.wording.say import say
from storage.database.database import Database, open_database
from storage.messages.set_aside import all_aside
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.bot.running import Running, free_port
from tests.support.fake_telegram import FakeTelegram, Upload
from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.fake_zalo_oa import FakeZaloOa
from tests.support.fragile_bot import DEADLY, DEADLY_FILE
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow  # several processes for each test

PATIENCE = 150.0  # longer than all that the fakes try again
FRAGILE = "tests.support.fragile_bot"
TELLS = say("outbox.aside.starts", number=1, network="Telegram")


@pytest.fixture
def home(tmp_path: Path, migrated_file: Path) -> Path:
    """A data folder with an empty database of this version."""
    shutil.copy(migrated_file, tmp_path / "nhacviec.db")
    return tmp_path


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """The same database from outside, with an administrator on Telegram."""
    found = open_database(f"sqlite:///{home}/nhacviec.db")
    with_administrator(found)
    yield found
    found.close()


def with_administrator(database: Database) -> None:
    now = datetime.now(UTC)
    with database.work() as session:
        save_units(session, [Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")])
        posts = (Post("hung-yen", Role.ADMINISTRATOR),)
        save_official(session, Official("tam", "Phạm Văn Tâm", "anh", posts=posts), now)
        link_address(session, "tam", Address("telegram", "50"), now)


def live_through(
    run: Callable[[], Running], given_up: Callable[[], bool], speak: Callable[[], None]
) -> int:
    """Start the bot as whoever watches over it would, until the deadly message is given up: how
    often it was killed. People `speak` once it runs for the first time."""
    for deaths in range(10):
        with run() as process:
            if not deaths:
                process.started()
                speak()
            wait_until(lambda: given_up() or process.process.poll() is not None, PATIENCE)
            if process.process.poll() is None:
                assert process.end() == 0
                return deaths
            assert process.process.returncode == -signal.SIGKILL, process.log
    raise AssertionError("it is never given up")


def unmarked(text: str) -> str:
    """Without the mark of what was being sent when the process ended."""
    return text.removeprefix(say("outbox.repeat", text=""))


def aside_texts(database: Database) -> list[str]:
    with database.read() as session:
        return [each.text for each in all_aside(session)]


@pytest.mark.parametrize(("driver", "webhook"), [("aiogram", False), ("ptb", False), ("ptb", True)])
def test_telegram_gives_up_what_kills_the_bot(
    home: Path, database: Database, driver: str, webhook: bool
) -> None:
    telegram_gives_up(home, database, driver, webhook)


@pytest.mark.postgres
def test_the_starts_are_counted_on_postgresql_too(
    tmp_path: Path, postgres_database: Database
) -> None:
    with_administrator(postgres_database)
    url = postgres_database.engine.url.render_as_string(hide_password=False)
    telegram_gives_up(tmp_path, postgres_database, "ptb", False, db=url)


def test_a_file_whose_fetch_kills_the_bot_is_given_up_too(home: Path, database: Database) -> None:
    telegram_gives_up(home, database, "ptb", False, DEADLY_FILE)


def _first_aside(text: str) -> str:
    """A number that a transaction has drawn and given back is never drawn again on PostgreSQL."""
    return re.sub(r"(?<=số )\d+(?=\))|(?<=aside )\d+", "1", text)


def telegram_gives_up(
    home: Path,
    database: Database,
    driver: str,
    webhook: bool,
    deadly: str = DEADLY,
    **more: str,
) -> None:
    port = str(free_port())
    with FakeTelegram() as fake:
        for chat in (50, 97, 98, 99):
            fake.meet(chat)
        settings = {
            "module": FRAGILE,
            "channels": "telegram",
            "telegram_driver": driver,
            "telegram_token": fake.token,
            "telegram_api": fake.url,
            "web_port": port,
            **more,
        }
        if webhook:
            settings |= {"telegram_webhook": "1", "public_url": f"http://127.0.0.1:{port}"}

        def speak() -> None:
            fake.say(97, "xin chào")
            if deadly == DEADLY_FILE:
                fake.send_file(99, Upload("phu-luc.xlsx", "application/x", b"PK"), deadly)
            else:
                fake.say(99, deadly)
            fake.say(98, "xin chào")

        def told() -> dict[int, str]:
            return {sent.chat: _first_aside(unmarked(sent.text)) for sent in fake.sent}

        deaths = live_through(lambda: Running(home, **settings), lambda: len(told()) == 4, speak)
    stranger = say("start.stranger")
    given_up = say("router.given_up_file" if deadly == DEADLY_FILE else "router.given_up")
    assert told() == {97: stranger, 98: stranger, 99: given_up, 50: TELLS}
    assert aside_texts(database) == [deadly]
    assert deaths == MOST_STARTS


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_zalo_bot_gives_up_what_kills_the_bot(home: Path, database: Database, way: str) -> None:
    """A poll gives an update out once: the next life has it from the disk."""
    url, port = "https://bot.example.vn", str(free_port())
    with FakeZaloBot(second=0.05) as fake:
        settings = {
            "module": FRAGILE,
            "channels": "zalo_bot",
            "zalo_bot_token": fake.token,
            "zalo_bot_api": fake.api,
            "public_url": url,
            "zalo_bot_webhook": "1" if way == "webhook" else "0",
            "web_port": port,
        }
        fake.dns[url] = f"http://127.0.0.1:{port}"
        said = {"a1": "xin chào", "a2": DEADLY, "a3": "xin chào"}

        def run() -> Running:
            return Running(home, **settings)

        def told() -> dict[str, str]:
            return {message.chat: unmarked(message.text) for message in fake.delivered}

        deaths = live_through(run, lambda: len(told()) == 3, speak_to(fake, said, way))
    stranger = say("start.stranger")
    assert told() == {"a1": stranger, "a2": say("router.given_up"), "a3": stranger}
    assert aside_texts(database) == [DEADLY]
    assert deaths == MOST_STARTS


def speak_to(fake: FakeZaloBot, said: Mapping[str, str], way: str) -> Callable[[], None]:
    """All of them write once the bot listens."""

    def speak() -> None:
        wait_until(lambda: way == "polling" or fake.webhook)
        for chat, text in said.items():
            fake.write(chat, text)

    return speak


def test_the_official_account_gives_up_what_kills_the_bot(home: Path, database: Database) -> None:
    # Zalo brings a call again for hours; what it brought while the bot was down must not be lost
    # because its hours are milliseconds here.
    with FakeZaloOa(second=0.02) as fake:
        settings = {
            "module": FRAGILE,
            "channels": "zalo_oa",
            "zalo_oa_app_id": fake.app_id,
            "zalo_oa_app_secret": fake.app_secret,
            "zalo_oa_secret": fake.oa_secret,
            "zalo_oa_refresh_token": fake.refresh_token,
            "zalo_oa_api": fake.url,
            "zalo_oa_token_url": f"{fake.url}/v4/oa/access_token",
            "public_url": "https://bot.example.vn",
            "web_port": str(free_port()),
        }
        fake.webhook = f"http://127.0.0.1:{settings['web_port']}/webhook/zalo-oa"

        def speak() -> None:
            # Who is killed between getting a new token and writing it down has lost the account.
            fake.write("u0", "xin chào")
            wait_until(lambda: "u0" in told())
            for person, text in (("u1", "xin chào"), ("u2", DEADLY), ("u3", "xin chào")):
                fake.write(person, text)

        def told() -> dict[str, str]:
            return {message.chat: unmarked(message.text) for message in fake.delivered}

        deaths = live_through(lambda: Running(home, **settings), lambda: len(told()) == 4, speak)
    stranger = say("start.stranger")
    assert told() == {"u0": stranger, "u1": stranger, "u2": say("router.given_up"), "u3": stranger}
    assert aside_texts(database) == [DEADLY]
    assert deaths == MOST_STARTS
