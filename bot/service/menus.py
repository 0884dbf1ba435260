"""Which commands Telegram shows in which chat: the usual ones, and by role where they differ."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.channels.port import ChannelError
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_calls import Menu
from domain.people.people import Role
from handlers.talk.menu import menu_of
from handlers.talk.situation import role_of
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, Session
from storage.database.snapshots import ADDRESSES, PEOPLE, UNITS, versions
from storage.people.officials import all_links

log = logging.getLogger(__name__)

CHANNEL = "telegram"
USUAL_SCOPE = "all_private_chats"

Commands = tuple[tuple[str, str], ...]


@dataclass
class Menus:
    """The lists that Telegram shows, renewed where a person's rights or addresses have changed."""

    database: Database
    catalogue: Catalogue
    clock: Callable[[], datetime]
    channel: TelegramChannel
    _seen: tuple[date, Mapping[str, str]] | None = None
    _shown: dict[str, Commands] = field(default_factory=dict)

    def renew(self, loop: asyncio.AbstractEventLoop) -> None:
        """Show what is not shown yet; in a worker thread. Without menus everything works as well:
        what Telegram refuses now is tried at the next look."""
        seen, wanted = self._wanted()
        if wanted is None:
            return
        fresh = [Menu(commands, scope) for scope, commands in wanted.items()]
        fresh = [menu for menu in fresh if self._shown.get(menu.scope) != menu.commands]
        telling = asyncio.run_coroutine_threadsafe(self._show(fresh), loop)
        if telling.result():
            self._seen = seen

    async def _show(self, fresh: Sequence[Menu]) -> bool:
        try:
            for menu in fresh:
                await self.channel.publish_menus([menu])
                self._shown[menu.scope] = tuple(menu.commands)
        except ChannelError as error:
            log.warning("action=menu channel=%s reason=%s", CHANNEL, error)
            return False
        return True

    def _wanted(self) -> tuple[tuple[date, Mapping[str, str]], dict[str, Commands] | None]:
        """As of when, and the list of every scope; None where nothing has changed since."""
        with self.database.read() as session:
            work = Work(session, self.catalogue, self.clock())
            words = versions(session)
            seen = work.today, {name: words.get(name, "") for name in (PEOPLE, ADDRESSES, UNITS)}
            if seen == self._seen:
                return seen, None
            wanted = dict.fromkeys(self._shown, menu_of(Role.OFFICIAL))
            return seen, wanted | {USUAL_SCOPE: menu_of(Role.OFFICIAL)} | dict(_own(work, session))


def _own(work: Work, session: Session) -> Iterator[tuple[str, Commands]]:
    """The list of each chat whose person is shown another one than who fills figures."""
    usual = menu_of(Role.OFFICIAL)
    for link in all_links(session):
        person = work.people.get(link.official_id)
        if person is None or link.address.channel != CHANNEL:
            continue
        own = menu_of(role_of(work, person))
        if own != usual:
            yield link.address.chat, own
