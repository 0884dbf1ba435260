"""The commands that Telegram shows follow a person's rights while the bot runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_calls import Menu
from bot.service.menus import Menus
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address
from handlers.talk.menu import menu_of
from storage.database.database import Database
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from tests.support.task_desk import bundled

NOW = datetime(2024, 9, 2, 1, 0, tzinfo=UTC)
USUAL, DESK = menu_of(Role.OFFICIAL), menu_of(Role.SUPERIOR_STAFF)


class Shown:
    """A channel that remembers what it was told to show."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.refuses = False

    async def publish_menus(self, menus: Iterable[Menu]) -> None:
        if self.refuses:
            raise ChannelError(ErrorKind.TRANSIENT, "away")
        self.told += [(menu.scope, menu.commands) for menu in menus]

    def since(self) -> dict[str, object]:
        told, self.told = dict(self.told), []
        return told


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def renew(memory_database: Database, shown: Shown):  # type: ignore[no-untyped-def]
    with memory_database.work() as session:
        save_units(session, [Unit("hung-yen", "tinh", "tỉnh Hưng Yên", "hung-yen")])
    employ(memory_database, Role.OFFICIAL)
    with memory_database.work() as session:
        link_address(session, "quynh", Address("telegram", "77"), NOW)
    channel = cast("TelegramChannel", shown)
    menus = Menus(memory_database, bundled(), lambda: NOW, channel)

    def look() -> dict[str, object]:
        async def run() -> None:
            await asyncio.to_thread(menus.renew, asyncio.get_running_loop())

        asyncio.run(run())
        return shown.since()

    return look


def employ(database: Database, role: Role) -> None:
    with database.work() as session:
        posts = (Post("hung-yen", role),)
        save_official(session, Official("quynh", "Hoàng Thu Quỳnh", "chị", posts=posts), NOW)


def test_a_new_role_changes_the_list_of_that_chat_and_back(renew, memory_database) -> None:  # type: ignore[no-untyped-def]
    assert renew() == {"all_private_chats": USUAL}
    employ(memory_database, Role.SUPERIOR_STAFF)
    assert renew() == {"77": DESK}
    assert renew() == {}
    employ(memory_database, Role.OFFICIAL)
    assert renew() == {"77": USUAL}


def test_what_telegram_does_not_take_is_shown_at_the_next_look(
    renew, memory_database, shown
) -> None:  # type: ignore[no-untyped-def]
    renew()
    employ(memory_database, Role.SUPERIOR_STAFF)
    shown.refuses = True
    assert renew() == {}
    shown.refuses = False
    assert renew() == {"77": DESK}
