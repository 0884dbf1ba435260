"""A group on Telegram and the running bot: it hears how many, never what, also after it has become
a supergroup."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.run_settings import Settings
from bot.service.run import assemble
from bot.setting_kinds import Secret
from domain.talk.messages import Address, Reply
from handlers.wording.say import say
from storage.database.database import Database
from storage.messages.outbox import queue
from storage.people.officials import link_address
from tests.support.district import District
from tests.support.fake_telegram import FakeTelegram
from tests.support.networks import while_serving
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

GROUP, SUPERGROUP = -5, -1005
LAN, QUYNH, STRANGER = 101, 102, 103
FIGURES = "417 209 205 3 0 0"
ASKED = (  # no more than twenty in all: a group gets so many messages a minute
    (LAN, "/status"),
    (LAN, "@nhacviec_bot tình hình"),
    (LAN, "@nhacviec_bot còn thiếu?"),
    (LAN, "/bao_cao"),
    (LAN, "@nhacviec_bot lịch sử I.1"),
    (LAN, f"@nhacviec_bot {FIGURES}"),
    (LAN, "@nhacviec_bot sửa I.1 = 418"),
    (QUYNH, "/status"),
    (QUYNH, "/status xa-bac-son"),
    (QUYNH, "/tong_hop"),
    (STRANGER, "/status"),
    (STRANGER, "xin chào @nhacviec_bot"),
)
COUNTS = re.compile(r"Đã có \d+/97 số|Đã đủ \d+/\d+ đơn vị")
COUNTED = ("/status", "@nhacviec_bot tình hình", "@nhacviec_bot còn thiếu?")
Serve = Callable[[Callable[[], None]], None]


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as found:
        for chat in (LAN, QUYNH, GROUP):
            found.meet(chat)
        yield found


@pytest.fixture
def desk(file_database: Database) -> District:
    """Lan of a commune and Quỳnh above it, both on Telegram; figures were given in private."""
    district = District(file_database)
    with file_database.work() as session:
        for name, chat in (("lan", LAN), ("quynh", QUYNH)):
            link_address(session, name, Address("telegram", str(chat)), district.now)
    district.move("2024-08-28 08:00")
    district.say("lan", FIGURES)
    return district


@pytest.fixture
def serve(
    fake: FakeTelegram, desk: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Serve:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    settings = Settings(
        channels=("telegram",),
        telegram_token=Secret(fake.token),
        telegram_driver="ptb",
        telegram_api=fake.url,
        web_port=0,
    )

    def serve(play: Callable[[], None]) -> None:
        service = assemble(settings, desk.database, desk.catalogue, lambda: desk.now)
        assert asyncio.run(while_serving(service, play)) == 0

    return serve


def heard(fake: FakeTelegram, chat: int) -> list[str]:
    return [sent.text for sent in fake.sent if sent.chat == chat]


def says(fake: FakeTelegram, chat: int, person: int, text: str) -> None:
    """A member of a group speaks."""
    sender = {"id": person, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    fake.say(chat, text, **{"from": sender})


def test_a_group_hears_counts_and_no_figure(fake: FakeTelegram, serve: Serve) -> None:
    def play() -> None:
        for number, (person, text) in enumerate(ASKED):
            says(fake, GROUP, person, text)
            wait_until(lambda number=number: len(heard(fake, GROUP)) > number)

    serve(play)
    told = heard(fake, GROUP)
    for (person, text), words in zip(ASKED, told, strict=True):
        counts = person != STRANGER and text in COUNTED
        assert bool(COUNTS.search(words)) is counts, text
        assert counts or words == say("router.private_only"), text
        assert not any(re.search(rf"\b{figure}\b", words) for figure in FIGURES.split()[:3])
    assert all(sent.file is None and not sent.buttons for sent in fake.sent)


def test_a_question_in_a_topic_is_answered_in_the_topic(fake: FakeTelegram, serve: Serve) -> None:
    def play() -> None:
        topic = {"message_thread_id": 45, "is_topic_message": True}
        sender = {"id": LAN, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        fake.say(GROUP, "/status", **topic, **{"from": sender})
        wait_until(lambda: heard(fake, GROUP))

    serve(play)
    (sent,) = fake.sent
    assert sent.message["message_thread_id"] == 45
    assert COUNTS.search(sent.text)


def test_an_administrator_who_speaks_as_the_group_is_told_to_write_in_private(
    fake: FakeTelegram, serve: Serve
) -> None:
    def play() -> None:
        nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        group = {"id": GROUP, "type": "group", "title": "Văn phòng"}
        fake.say(GROUP, "/status", sender_chat=group, **{"from": nobody})
        wait_until(lambda: heard(fake, GROUP))

    serve(play)
    assert heard(fake, GROUP) == [say("router.private_only")]


def test_what_waits_for_a_group_follows_it_when_it_becomes_a_supergroup(
    fake: FakeTelegram, serve: Serve, desk: District
) -> None:
    def play() -> None:
        wait_until(lambda: heard(fake, SUPERGROUP))
        says(fake, SUPERGROUP, LAN, "/status")
        wait_until(lambda: len(heard(fake, SUPERGROUP)) == 2)

    with desk.database.work() as session:
        address = Address("telegram", str(GROUP))
        queue(session, "to-group", address, None, "reply", Reply("Xin chào cả nhóm"), desk.now)
    fake.migrate(GROUP, SUPERGROUP)
    serve(play)
    assert heard(fake, GROUP) == []
    assert heard(fake, SUPERGROUP)[0] == "Xin chào cả nhóm"
    assert "6/97" in heard(fake, SUPERGROUP)[1]
