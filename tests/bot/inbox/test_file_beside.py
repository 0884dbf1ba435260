"""While a file is being read, for however long, everybody else is answered."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.inbox import inbox
from bot.inbox.rim import READERS, Rim
from bot.metrics import Metrics
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.reading.cells import Opened
from domain.talk.messages import Address, Attachment, Incoming
from storage.database.database import Database
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.waiting import until

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)


class Endless:
    """Stands in for the reading of files: it begins, and ends when it is told to."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = 0

    def open_apart(self, name: str, _content: bytes) -> Opened:
        self.begun += 1
        assert self.gate.wait(30)
        return Opened("xlsx", refused="too_much")


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    found = Endless()
    monkeypatch.setattr("bot.inbox.opening.open_apart", found.open_apart)
    return found


def link(database: Database, *chats: str) -> None:
    """Somebody of a commune at these chats: a stranger's file is never opened."""
    with database.work() as session:
        save_units(session, [Unit("xa", "xa", "xã Bắc Sơn", "xa-bac-son")])
        posts = (Post("xa", Role.OFFICIAL, ("office",)),)
        save_official(session, Official("lan", "Nguyễn Thị Lan", "chị", posts=posts), NOW)
        for chat in chats:
            link_address(session, "lan", Address("telegram", chat), NOW)


def message(chat: str, file: bool = False) -> Incoming:
    sent = Attachment("bieu.xlsx", "application/x-xlsx", b"PK") if file else None
    return Incoming(f"{chat}-1", Address("telegram", chat), "xin chào", NOW, file=sent)


def test_others_are_answered_while_files_are_read_that_never_end(
    file_database: Database, endless: Endless
) -> None:
    link(file_database, *(f"{n}" for n in range(READERS + 8)))

    async def run() -> None:
        rim = Rim(file_database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        hostile = [
            asyncio.create_task(rim.receive(message(f"{n}", file=True))) for n in range(READERS + 8)
        ]
        await until(lambda: endless.begun == READERS)
        await rim.receive(message("other"))  # is kept and answered: nobody holds the writer
        assert not any(task.done() for task in hostile)
        with file_database.read() as session:
            told = session.execute(text("SELECT chat FROM outbox")).scalars().all()
        assert told == ["other"]
        endless.gate.set()
        await asyncio.gather(*hostile)
        await rim.close()

    asyncio.run(run())


def test_a_file_is_read_in_no_transaction(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now = 0
    work = Database.work

    def counted(database: Database) -> Any:
        nonlocal open_now
        open_now += 1
        return work(database)

    def read(_name: str, _content: bytes) -> Opened:
        assert open_now == 0
        return Opened("xlsx", refused="too_much")

    link(memory_database, "1")
    monkeypatch.setattr(Database, "work", counted)
    monkeypatch.setattr("bot.inbox.opening.open_apart", read)
    assert inbox.receive(memory_database, catalogue_once(), message("1", file=True), NOW)
    assert open_now == 1


def test_the_file_of_a_stranger_is_never_opened(
    memory_database: Database, endless: Endless
) -> None:
    link(memory_database, "1")
    endless.gate.set()
    for chat, opened in (("2", 0), ("1", 1)):
        assert inbox.receive(memory_database, catalogue_once(), message(chat, file=True), NOW)
        assert endless.begun == opened


@pytest.mark.parametrize("name", ["anh.jpg", "to-trinh.pdf", "bieu.xlsm"])
def test_what_has_no_cells_starts_no_process(name: str, endless: Endless) -> None:
    from bot.inbox.opening import with_cells

    sent = Attachment(name, "application/octet-stream", b"x")
    incoming = Incoming("1", Address("telegram", "1"), "", NOW, file=sent)
    assert with_cells(incoming) is incoming
    assert endless.begun == 0
