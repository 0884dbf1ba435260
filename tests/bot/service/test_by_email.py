"""E-mail from the running bot: the reminder with its calendar, the report, and the way out of a
network that has failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.run_settings import Settings
from bot.service.run import assemble
from bot.setting_kinds import Secret
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Attachment, Reply
from storage.database.database import Database
from storage.messages.outbox import queue
from storage.people.officials import link_address
from tests.channels.fake_smtp import PASSWORD, USER, FakeSmtp, files_of, text_of
from tests.support.district import District
from tests.support.fake_telegram import FakeTelegram
from tests.support.networks import while_serving
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

LAN = "lan@xa-bac-son.example.vn"
BY_MAIL = Address("email", LAN)
Serve = Callable[..., None]


@pytest.fixture
def post() -> Iterator[FakeSmtp]:
    with FakeSmtp() as found:
        yield found


@pytest.fixture
def desk(file_database: Database) -> District:
    found = District(file_database)
    found.now = parse_at("2024-08-28 07:30")  # nothing has rung yet
    with found.database.work() as session:
        link_address(session, "lan", BY_MAIL, found.now)
    return found


@pytest.fixture
def serve(post: FakeSmtp, desk: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))

    def serve(done: Callable[[], bool], ring: bool = False, **more: object) -> None:
        settings = Settings(
            **{
                "channels": ("email",),
                "email_host": "127.0.0.1",
                "email_port": post.port,
                "email_tls": "none",
                "email_user": USER,
                "email_password": Secret(PASSWORD),
                "email_from": "Nhắc Việc <bot@example.vn>",
                "web_port": 0,
                **more,
            },
        )
        service = assemble(settings, desk.database, desk.catalogue, lambda: desk.now)

        def play() -> None:
            if ring:
                service.ring()
            wait_until(done)

        assert asyncio.run(while_serving(service, play)) == 0

    return serve


def test_a_reminder_comes_with_its_calendar_and_says_where_to_answer(
    post: FakeSmtp, serve: Serve
) -> None:
    serve(lambda: bool(post.mails), ring=True)
    ((to, mail),) = post.mails
    assert to == LAN
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "bot@example.vn" in mail["From"]
    assert str(mail["Subject"]).startswith("Chào chị Lan.")
    assert "Thư này chỉ để báo, không nhận trả lời." in text_of(mail)
    ((name, media, content),) = files_of(mail)
    assert (name, media) == ("lich-nop-bao-cao.ics", "text/calendar")
    assert b"BEGIN:VEVENT" in content


def test_a_report_goes_along_byte_for_byte(post: FakeSmtp, desk: District, serve: Serve) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    report = Attachment("bao-cao-xa-bac-son.docx", word, b"PK\x03\x04 every byte \x00\xff")
    with desk.database.work() as session:
        told = Reply("Báo cáo quý III", files=(report,))
        queue(session, "report", BY_MAIL, "lan", "report", told, desk.now)
    wanted = [(report.name, word, report.content)]  # a reminder may come beside it
    serve(lambda: wanted in [files_of(mail) for _, mail in post.mails])


def test_what_telegram_does_not_deliver_goes_by_mail(
    post: FakeSmtp, desk: District, serve: Serve
) -> None:
    news = "Hạn ngày 15/9"
    with FakeTelegram() as fake:
        fake.meet(101)
        fake.block(101)
        with desk.database.work() as session:
            link_address(session, "lan", Address("telegram", "101"), desk.now)
            to = Address("telegram", "101")
            queue(session, "news", to, "lan", "digest", Reply(news), desk.now)
        telegram = {"telegram_token": fake.token, "telegram_api": fake.url}
        serve(
            lambda: (LAN, news) in [(to, text_of(mail)) for to, mail in post.mails],
            channels=("telegram", "email"),
            telegram_driver="ptb",
            **telegram,
        )
        assert fake.sent == []
