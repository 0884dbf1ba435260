"""A conversation reads as both sides saw it, by pages, with what was changed in its place."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.talk.messages import Address, Choice, Incoming, Reply
from storage.database.database import Database, Session
from storage.messages.delivery import settle_all_sent
from storage.messages.inbox import record
from storage.messages.outbox import queue
from storage.messages.threads import (
    awaited_chats,
    mark_of,
    newest_on,
    thread,
    told_after,
    told_counts,
)
from tests.storage.small_district import NOW

LAN, HOA = Address("web", "lan"), Address("web", "hoa")


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


def tell(session: Session, to: Address, text: str, minute: int, edits: int | None = None) -> int:
    key = f"{to}:{minute}:{text}"
    message = queue(session, key, to, None, "reply", Reply(text), at(minute), edits=edits)
    assert message is not None
    settle_all_sent(session, [(message, f"web-{message}")], at(minute))
    return message


def hear(session: Session, text: str, minute: int, **fields: str) -> None:
    event = fields.get("event_id", f"lan-{minute}")
    given = {"event_id": event, "message_id": event, "choice": ""} | fields
    record(session, Incoming(address=LAN, text=text, at=at(minute), **given))


def texts(session: Session, **fields: object) -> list[str]:
    return [bubble.reply.text for bubble in thread(session, LAN, **fields)]  # type: ignore[arg-type]


def test_both_sides_stand_in_the_order_in_which_they_spoke(database: Database) -> None:
    with database.work() as session:
        tell(session, LAN, "a", 0)
        hear(session, "b", 1)
        tell(session, LAN, "c", 2)
        tell(session, HOA, "not here", 3)
        assert texts(session) == ["a", "b", "c"]
        assert texts(session, limit=2) == ["b", "c"]
        assert texts(session, limit=2, before=at(1)) == ["a"]


def test_what_was_changed_stands_where_it_was_first_said(database: Database) -> None:
    with database.work() as session:
        first = tell(session, LAN, "asked", 0)
        hear(session, "14 14", 1, event_id="one")
        hear(session, "14 13", 2, event_id="two", message_id="one")
        hear(session, "14 12", 3, event_id="three", message_id="one")
        tell(session, LAN, "answered", 4, edits=first)
        found = thread(session, LAN)
    assert [(bubble.reply.text, bubble.edited) for bubble in found] == [
        ("answered", True),
        ("14 12", True),
    ]
    assert found[1].event_id == "one"


def test_a_change_of_an_old_message_is_seen_on_its_own_page(database: Database) -> None:
    """However much has been said since."""
    with database.work() as session:
        first = tell(session, LAN, "asked", 0)
        for minute in range(1, 6):
            tell(session, LAN, str(minute), minute)
        tell(session, LAN, "answered", 7, edits=first)
        assert texts(session, limit=2) == ["4", "5"]
        assert texts(session, limit=2, before=at(2)) == ["answered", "1"]


def test_a_tap_is_a_bubble_and_no_change_of_the_message_above_it(database: Database) -> None:
    with database.work() as session:
        hear(session, "ghi", 0, event_id="one")
        hear(session, "đúng", 1, event_id="tap", message_id="one", choice="q1.yes")
        assert [(b.reply.text, b.tapped) for b in thread(session, LAN)] == [
            ("ghi", False),
            ("đúng", True),
        ]


def test_what_is_on_its_way_is_awaited_and_not_shown(database: Database) -> None:
    with database.work() as session:
        reply = Reply("soon", (Choice("đúng", "x"),))
        queue(session, "k", LAN, None, "reply", reply, NOW)
        assert texts(session) == []
        assert awaited_chats(session, "web") == {"lan"}
        assert told_counts(session, "web") == {}


def test_who_was_told_what_since_is_listed_for_the_whole_channel(database: Database) -> None:
    with database.work() as session:
        assert newest_on(session, "web") == 0
        first = tell(session, LAN, "a", 0)
        tell(session, LAN, "a, changed", 1, edits=first)
        tell(session, HOA, "b", 2)
        tell(session, Address("telegram", "1"), "elsewhere", 3)
        told = told_after(session, "web", first)
        assert [(message.chat, message.text) for message in told] == [("hoa", "b")]
        assert told_counts(session, "web") == {"lan": 1, "hoa": 1}
        assert newest_on(session, "web") == told[-1].outbox_id
        on_its_way = queue(session, "k", LAN, None, "reply", Reply("soon"), NOW)
        assert newest_on(session, "web") == on_its_way


@pytest.mark.parametrize("what", ["heard", "told", "queued"])
def test_the_mark_changes_with_whatever_is_said(database: Database, what: str) -> None:
    with database.work() as session:
        before = mark_of(session, "web")
        assert mark_of(session, "web") == before
        if what == "heard":
            hear(session, "a", 0)
        elif what == "told":
            tell(session, LAN, "a", 0)
        else:
            queue(session, "k", LAN, None, "reply", Reply("a"), NOW)
        assert mark_of(session, "web") != before
