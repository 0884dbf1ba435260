"""Deliveries that wait on the disk: answered at once, handled in order, never lost."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.inbox.rim import Stopping
from bot.inbox.spool import TRIES, Spool
from storage.database.database import DatabaseUnavailable
from tests.support.waiting import until

Work = Callable[[Spool], Awaitable[None]]


class Desk:
    """Handles deliveries when it is open; fails as often as it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open = asyncio.Event()
        self.begun: list[str] = []
        self.done: list[str] = []
        self.failures: list[Exception] = []

    async def handle(self, body: bytes) -> None:
        self.begun.append(body.decode())
        await self.open.wait()
        if self.failures:
            raise self.failures.pop()
        self.done.append(body.decode())

    def kept(self, suffix: str = ".json") -> list[Path]:
        return sorted(self.folder.glob(f"*{suffix}"))

    def spool(self, most: int = 100) -> Spool:
        return Spool(self.folder, self.handle, pause_seconds=0.001, most=most)

    def play(self, work: Work, *, most: int = 100) -> None:
        async def run() -> None:
            self.open = asyncio.Event()
            spool = self.spool(most)
            try:
                await work(spool)
            finally:
                await spool.close()

        asyncio.run(run())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data" / "calls")


def test_it_is_on_the_disk_before_it_is_handled_and_gone_after(desk: Desk) -> None:
    async def work(spool: Spool) -> None:
        await spool.put("lan", b"14 14 0 0")
        (file,) = desk.kept()
        assert file.read_bytes() == b"14 14 0 0"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(desk.folder.stat().st_mode) == 0o700
        assert "lan" not in file.name
        assert desk.done == []
        desk.open.set()
        await until(lambda: not desk.kept())
        assert desk.done == ["14 14 0 0"]

    desk.play(work)


def test_a_person_is_served_in_order_and_holds_up_nobody(desk: Desk) -> None:
    async def work(spool: Spool) -> None:
        for person, words in (("lan", "1"), ("lan", "2"), ("hoa", "3"), ("lan", "4")):
            await spool.put(person, words.encode())
        await until(lambda: sorted(desk.begun) == ["1", "3"])
        desk.open.set()
        await until(lambda: len(desk.done) == 4)
        assert [words for words in desk.done if words != "3"] == ["1", "2", "4"]

    desk.play(work)


def test_what_a_dead_process_has_left_is_handled_by_the_next_in_order(desk: Desk) -> None:
    async def dies(spool: Spool) -> None:
        for number in range(12):
            await spool.put("lan", str(number).encode())

    async def lives(spool: Spool) -> None:
        desk.open.set()
        await spool.take_up()
        await spool.put("lan", b"12")
        await until(lambda: not desk.kept())

    desk.play(dies)
    assert len(desk.kept()) == 12
    assert desk.done == []
    desk.play(lives)
    assert desk.done == [str(number) for number in range(13)]


def test_while_the_database_is_away_it_is_tried_for_ever(desk: Desk) -> None:
    async def work(spool: Spool) -> None:
        desk.failures = [DatabaseUnavailable("away") for _ in range(TRIES + 3)]
        desk.open.set()
        await spool.put("lan", b"14")
        await until(lambda: desk.done == ["14"])

    desk.play(work)
    assert desk.kept() == []


def test_what_cannot_be_handled_at_all_is_put_aside_and_holds_up_nobody(desk: Desk) -> None:
    async def work(spool: Spool) -> None:
        desk.failures = [ZeroDivisionError() for _ in range(TRIES)]
        desk.open.set()
        await spool.put("lan", b"bad")
        await spool.put("lan", b"good")
        await until(lambda: desk.done == ["good"])

    desk.play(work)
    assert [file.read_bytes() for file in desk.kept(".unread")] == [b"bad"]


def test_one_that_is_full_or_closed_takes_nothing(desk: Desk) -> None:
    async def work(spool: Spool) -> None:
        await spool.put("lan", b"1")
        await spool.put("hoa", b"2")
        with pytest.raises(Stopping):
            await spool.put("minh", b"3")
        desk.open.set()
        await until(lambda: len(desk.done) == 2)
        await spool.close()
        with pytest.raises(Stopping):
            await spool.put("minh", b"3")

    desk.play(work, most=2)
    assert desk.done == ["1", "2"]
