"""Everything that is kept about one person: the rows that name them, of whatever table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, and_, false, or_, select

from storage.database import tables
from storage.database.copying import TABLES
from storage.database.database import Session
from storage.people.officials import links_of

OFFICIALS = tables.OFFICIALS


def rows_about(session: Session, official_id: str) -> dict[str, list[dict[str, Any]]]:
    """Table -> its rows that name the person, or one of the person's addresses."""
    addresses = [link.address for link in links_of(session, official_id)]
    found: dict[str, list[dict[str, Any]]] = {}
    for each in TABLES:
        names = [
            column == official_id
            for column in each.c
            if column.references(OFFICIALS.c.id) or column is OFFICIALS.c.id
        ]
        here = [
            and_(each.c.channel == address.channel, each.c.chat == address.chat)
            for address in addresses
            if _has_chats(each)
        ]
        statement = select(each).where(or_(false(), *names, *here)).order_by(*each.primary_key)
        if rows := [dict(row) for row in session.execute(statement).mappings()]:
            found[each.name] = rows
    return found


def _has_chats(each: Table) -> bool:
    return "channel" in each.c and "chat" in each.c
