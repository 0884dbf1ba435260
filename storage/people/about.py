"""Everything that is kept about one person: the rows that name them, of whatever table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Table, and_, cast, false, or_, select

from storage.database import tables
from storage.database.copying import TABLES
from storage.database.database import Session
from storage.database.types import TextList
from storage.people.officials import links_of

OFFICIALS = tables.OFFICIALS


def rows_about(session: Session, official_id: str) -> dict[str, list[dict[str, Any]]]:
    """Table -> its rows that name the person, or one of the person's addresses."""
    addresses = [link.address for link in links_of(session, official_id)]
    found: dict[str, list[dict[str, Any]]] = {}
    for each in TABLES:
        names = [name for column in each.c if (name := _named_in(column, official_id)) is not None]
        here = [
            and_(each.c.channel == address.channel, each.c.chat == address.chat)
            for address in addresses
            if _has_chats(each)
        ]
        statement = select(each).where(or_(false(), *names, *here)).order_by(*each.primary_key)
        if rows := [dict(row) for row in session.execute(statement).mappings()]:
            found[each.name] = rows
    return found


def _named_in(column: Column[Any], official_id: str) -> ColumnElement[bool] | None:
    """That the person stands in a column: by the id itself, as the subject of a deed, or within
    data, such as those who help with a task."""
    if column.references(OFFICIALS.c.id) or column is OFFICIALS.c.id:
        return column == official_id
    if column.name == "subject":
        return column == f"official:{official_id}"
    if isinstance(column.type, JSON | TextList):
        return cast(column, String).contains(f'"{official_id}"', autoescape=True)
    return None


def _has_chats(each: Table) -> bool:
    return "channel" in each.c and "chat" in each.c
