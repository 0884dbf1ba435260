"""`nhacviec aside`: what the bot could not deal with, listed, fetched and taken off the list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.aside import run_aside
from bot.fault import UsageFault
from domain.talk.messages import Address, Attachment, Incoming
from handlers.wording.say import say
from storage.database.database import Database
from storage.database.states import AsideReason
from storage.messages.set_aside import set_aside

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)
LONG = "một tin rất dài " * 20
FIRST = "1. 07:30 ngày 28/8/2024, Telegram, Lan: thử 3 lần không xong."
FILE = Attachment("../phụ lục.xlsx", "application/octet-stream", b"nobody can open this")


@pytest.fixture
def url(file_database: Database) -> str:
    """A database in which two messages were set aside."""
    lan = Address("telegram", "99")
    with file_database.work() as session:
        first = Incoming("e1", lan, LONG, NOW, "Lan", file=FILE)
        set_aside(session, first, AsideReason.STARTS, NOW)
        set_aside(session, Incoming("e2", lan, "14 14", NOW), AsideReason.FAILED, NOW)
        set_aside(session, first, AsideReason.FAILED, NOW)  # it is there once
    return str(file_database.engine.url)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_the_list_says_who_when_why_and_how_to_go_on(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run_aside(None, Path(), url, done=False)
    assert said(capsys) == [
        f"{FIRST} “{LONG[:60]}…”, tệp ../phụ lục.xlsx",
        "2. 07:30 ngày 28/8/2024, Telegram, không rõ tên: bot gặp lỗi. “14 14”",
        say("aside.how"),
    ]


def test_one_is_shown_whole_and_its_file_is_written_where_it_is_asked_for(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_aside(1, tmp_path / "out", url, done=False)
    whole, saved = said(capsys)
    assert LONG in whole
    (written,) = (tmp_path / "out").iterdir()  # a name of a person leads nowhere else
    assert saved == say("aside.saved", path=written)
    assert written.read_bytes() == FILE.content


def test_what_was_seen_to_is_off_the_list(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 2):
        run_aside(number, Path(), url, done=True)
        assert said(capsys) == [say("aside.seen", number=number)]
    run_aside(None, Path(), url, done=False)
    assert said(capsys) == [say("aside.none")]
    with pytest.raises(UsageFault) as fault:
        run_aside(1, Path(), url, done=True)
    assert "1" in str(fault.value)
