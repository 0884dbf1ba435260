"""Messages that wait at the same moment over SQLite: one thread, two commits for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.inbox import inbox, turns
from bot.inbox.rim import Rim
from bot.metrics import Metrics
from domain.talk.messages import Address, Incoming, Reply
from handlers.wording.say import say
from storage.database.database import Database, DatabaseUnavailable
from storage.messages.attempts import starts_of
from storage.messages.inbox import is_known
from storage.messages.outbox import waiting
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.storage.statements import commits

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)
MESSAGES = [Incoming(f"e{n}", Address("telegram", f"{n}"), f"{n}", NOW) for n in range(8)]
Act = Callable[[], object]


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Act]:
    """What is done in the turn of a message, by its text. A slow machine ends no transaction."""
    found: dict[str, Act] = {}

    def respond(_work: Any, incoming: Incoming) -> Reply:
        found.get(incoming.text, lambda: None)()
        return Reply("rồi")

    monkeypatch.setattr(inbox, "respond", respond)
    monkeypatch.setattr(turns, "LONGEST_OPEN", 1000.0)
    return found


def handed_in(database: Database, messages: list[Incoming]) -> list[object]:
    """What came of each: None, or what was raised."""

    async def run() -> list[object]:
        rim = Rim(database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        ends = (rim.receive(each) for each in messages)
        found = await asyncio.gather(*ends, return_exceptions=True)
        await rim.close()
        return list(found)

    return asyncio.run(run())


def answers(database: Database, messages: list[Incoming]) -> list[str]:
    with database.read() as session:
        return [
            found.reply.text
            for each in messages
            for found in waiting(session, each.address, NOW, 100)
        ]


def starts(database: Database) -> list[int]:
    """As another process sees them."""
    with database.read() as session:
        return [starts_of(session, each) for each in MESSAGES]


def test_their_starts_share_one_commit_and_their_answers_another(
    file_database: Database, acts: dict[str, Act]
) -> None:
    with commits(file_database) as seen:
        assert handed_in(file_database, MESSAGES) == [None] * 8
    assert len(seen) == 2
    assert answers(file_database, MESSAGES) == ["rồi"] * 8


def test_all_starts_are_on_the_disk_before_the_first_is_begun(
    file_database: Database, acts: dict[str, Act]
) -> None:
    seen: list[list[int]] = []
    acts["0"] = lambda: seen.append(starts(file_database))
    handed_in(file_database, MESSAGES)
    assert seen == [[1] * 8]
    assert starts(file_database) == [0] * 8


def test_nobody_is_told_that_it_is_kept_before_it_is(
    file_database: Database, acts: dict[str, Act]
) -> None:
    """The last of them sees nothing of the others, and a commit that fails is told to all."""
    seen: list[bool] = []

    def look() -> None:
        with file_database.read() as session:
            seen.extend(is_known(session, each) for each in MESSAGES)

    def refuse(_: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    def last() -> None:
        look()
        event.listen(file_database.engine, "commit", refuse, once=True)

    acts["7"] = last
    ends = handed_in(file_database, MESSAGES)
    assert seen == [False] * 8
    assert [type(end) for end in ends] == [DatabaseUnavailable] * 8
    assert answers(file_database, MESSAGES) == []
    assert starts(file_database) == [0] * 8  # it was not for their sake
    del acts["7"]
    assert handed_in(file_database, MESSAGES) == [None] * 8
    assert answers(file_database, MESSAGES) == ["rồi"] * 8


def test_one_that_fails_is_undone_alone_and_answered(
    file_database: Database, acts: dict[str, Act]
) -> None:
    def fail() -> None:
        raise ValueError("wrong")

    acts["0"] = acts["3"] = fail
    assert handed_in(file_database, MESSAGES) == [None] * 8
    failed = say("router.failed")
    wanted = [failed, "rồi", "rồi", failed, "rồi", "rồi", "rồi", "rồi"]
    assert answers(file_database, MESSAGES) == wanted


def test_a_repeat_among_them_changes_nothing(file_database: Database, acts: dict[str, Act]) -> None:
    handed_in(file_database, MESSAGES[:3])
    assert handed_in(file_database, MESSAGES) == [None] * 8
    assert answers(file_database, MESSAGES) == ["rồi"] * 8


def test_where_the_database_goes_away_amid_them_nothing_of_the_rest_is_kept_nor_counted(
    file_database: Database, acts: dict[str, Act]
) -> None:
    def away() -> None:
        raise DatabaseUnavailable("away")

    acts["4"] = away
    ends = handed_in(file_database, MESSAGES)
    assert ends[:4] == [None] * 4
    assert [type(end) for end in ends[4:]] == [DatabaseUnavailable] * 4
    assert answers(file_database, MESSAGES) == ["rồi"] * 4
    assert starts(file_database) == [0] * 8
    del acts["4"]
    assert handed_in(file_database, MESSAGES) == [None] * 8
    assert answers(file_database, MESSAGES) == ["rồi"] * 8


def test_nobody_waits_long_for_those_behind(
    file_database: Database, acts: dict[str, Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What took its time is on the disk before the next is begun."""
    monkeypatch.setattr(turns, "LONGEST_OPEN", 0.0)
    seen: list[str] = []
    acts["7"] = lambda: seen.extend(answers(file_database, MESSAGES))
    handed_in(file_database, MESSAGES)
    assert seen == ["rồi"] * 7
