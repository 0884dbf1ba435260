"""Which commands Telegram shows in which chat: the usual ones, and by role where they differ."""

from __future__ import annotations

from datetime import datetime

from bot.channels.telegram_calls import Menu
from domain.people.people import Role
from handlers.talk.menu import menu_of
from handlers.talk.situation import role_of
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.people.officials import all_links

CHANNEL = "telegram"


def menus(database: Database, catalogue: Catalogue, now: datetime) -> tuple[Menu, ...]:
    """The list of who fills figures for every private chat, and their own for all other roles."""
    usual = menu_of(Role.OFFICIAL)
    found = [Menu(usual, "all_private_chats")]
    with database.read() as session:
        work = Work(session, catalogue, now)
        for link in all_links(session):
            person = work.people.get(link.official_id)
            if person is None or link.address.channel != CHANNEL:
                continue
            own = menu_of(role_of(work, person))
            if own != usual:
                found.append(Menu(own, link.address.chat))
    return tuple(found)
