"""A message is begun three times at most, each start on the disk before it begins."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.inbox import inbox
from bot.inbox.rim import Rim
from bot.inbox.starts import MOST_STARTS, Start, count_start
from bot.metrics import Metrics
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address, Attachment, Incoming, Reply
from handlers.wording.say import say
from storage.database.database import Database, DatabaseUnavailable
from storage.database.states import AsideReason
from storage.messages.attempts import ATTEMPTS, done, starts_of
from storage.messages.inbox import record
from storage.messages.outbox import waiting
from storage.messages.set_aside import all_aside, count_aside, file_aside, see_to
from storage.people.officials import link_address, save_official
from tests.bot.commune import Commune
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.waiting import until, wait_until

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)
FILE = Attachment("phụ lục.xlsx", "application/octet-stream", b"nobody can open this")
DEADLY = Incoming("e1", Address("telegram", "99"), "đây ạ", NOW, "Lan", file=FILE)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the router answers, or raises, by text."""
    found: dict[str, Any] = {}

    def respond(_work: Any, incoming: Incoming) -> Reply:
        answer = found.get(incoming.text, Reply("rồi"))
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer()
        return answer if isinstance(answer, Reply) else Reply("rồi")

    monkeypatch.setattr(inbox, "respond", respond)
    return found


def die_of(database: Database, incoming: Incoming, times: int) -> None:
    """Processes begin the message and are gone."""
    for _ in range(times):
        assert count_start(database, incoming, NOW, alone=True) is Start.GO


def counted(database: Database) -> int:
    with database.read() as session:
        return len(session.execute(select(ATTEMPTS.c.starts)).all())


def test_what_is_begun_for_the_last_time_waits_until_all_others_are_served(
    memory_database: Database, answers: dict[str, Any]
) -> None:
    """A process that is ended from outside, again and again, is busiest when it has just started:
    who is only beside that is not given up for it."""
    begun: list[str] = []
    last = Incoming("last", Address("telegram", "1"), "cuối", NOW)
    others = [Incoming(f"{n}", Address("telegram", "2"), f"{n}", NOW) for n in range(5)]
    for each in (last, *others):
        answers[each.text] = partial(begun.append, each.text)
    die_of(memory_database, last, MOST_STARTS - 1)

    async def run() -> None:
        rim = Rim(memory_database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        await asyncio.gather(*(rim.receive(each) for each in (last, *others)))
        await rim.close()

    asyncio.run(run())
    assert begun == ["0", "1", "2", "3", "4", "cuối"]


def answered(database: Database, chat: str = "99") -> list[str]:
    with database.read() as session:
        found = waiting(session, Address("telegram", chat), NOW, 100)
    return [each.reply.text for each in found]


def receive(database: Database, *messages: Incoming) -> bytes:
    async def run() -> bytes:
        metrics = Metrics()
        rim = Rim(database, catalogue_once(), lambda: NOW, lambda _: None, metrics)
        await asyncio.gather(*(rim.receive(each) for each in messages))
        await rim.close()
        return metrics.page()

    return asyncio.run(run())


def test_a_start_is_on_the_disk_before_the_message_is_begun(
    file_database: Database, answers: dict[str, Any]
) -> None:
    seen: list[int] = []

    def look() -> None:
        # As another process would see it: a transaction of its own.
        with file_database.read() as session:
            seen.append(starts_of(session, DEADLY))

    answers[DEADLY.text] = look
    receive(file_database, DEADLY)
    assert seen == [1]
    assert counted(file_database) == 0  # it went with the commit of the answer


def test_after_three_starts_a_message_is_answered_and_set_aside_whole(
    database: Database, answers: dict[str, Any]
) -> None:
    die_of(database, DEADLY, MOST_STARTS)
    page = receive(database, DEADLY)
    assert answered(database) == [say("router.given_up")]
    with database.read() as session:
        (kept,) = all_aside(session)
        file = file_aside(session, kept.id)
    assert (kept.reason, kept.text, kept.sender_name) == (AsideReason.STARTS, "đây ạ", "Lan")
    assert file == FILE
    assert b'outcome="given_up"} 1.0' in page
    receive(database, DEADLY)  # it comes again, for the network has not heard that it was kept
    assert answered(database) == [say("router.given_up")]
    assert counted(database) == 0


def test_a_third_start_is_still_a_start(database: Database, answers: dict[str, Any]) -> None:
    die_of(database, DEADLY, MOST_STARTS - 1)
    receive(database, DEADLY)
    assert answered(database) == ["rồi"]


def test_administrators_are_told_and_can_see_to_it(memory_database: Database) -> None:
    commune = Commune(memory_database)
    with commune.work() as work:
        posts = (Post(min(work.units), Role.ADMINISTRATOR),)
        save_official(work.session, Official("tam", "Phạm Văn Tâm", "anh", posts=posts), NOW)
        link_address(work.session, "tam", Address("telegram", "50"), NOW)
    die_of(memory_database, DEADLY, MOST_STARTS)
    receive(memory_database, DEADLY)
    (told,) = commune.outbox("alarm")
    with memory_database.read() as session:
        (kept,) = all_aside(session)
    words = say("outbox.aside.starts", number=kept.id, network="Telegram")
    assert (told.official_id, told.reply.text) == ("tam", words)
    with memory_database.work() as session:
        assert see_to(session, kept.id, NOW)
        assert not see_to(session, kept.id, NOW)
        assert count_aside(session) == 0


def test_a_message_whose_handler_fails_is_kept_with_its_file(
    memory_database: Database, answers: dict[str, Any]
) -> None:
    answers[DEADLY.text] = ZeroDivisionError()
    receive(memory_database, DEADLY)
    assert answered(memory_database) == [say("router.failed")]
    with memory_database.read() as session:
        (kept,) = all_aside(session)
        assert kept.reason is AsideReason.FAILED
        assert file_aside(session, kept.id) == FILE


def test_a_database_that_goes_away_costs_a_message_no_start(
    memory_database: Database, answers: dict[str, Any]
) -> None:
    answers[DEADLY.text] = DatabaseUnavailable("away")

    async def run() -> None:
        rim = Rim(memory_database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        for _ in range(MOST_STARTS + 2):
            with pytest.raises(DatabaseUnavailable):
                await rim.receive(DEADLY)
        del answers[DEADLY.text]
        await rim.receive(DEADLY)
        await rim.close()

    asyncio.run(run())
    assert answered(memory_database) == ["rồi"]


def test_what_a_process_has_died_beside_is_begun_alone(
    memory_database: Database, answers: dict[str, Any]
) -> None:
    """So that a deadly message takes nobody with it a second time."""
    gate, inside, most = threading.Event(), set[str](), []
    chats = [Incoming(f"o{n}", Address("telegram", f"{n}"), f"{n}", NOW) for n in range(3)]

    def stay(name: str) -> Any:
        def within() -> None:
            inside.add(name)
            most.append(frozenset(inside))
            assert gate.wait(10)
            inside.discard(name)

        return within

    for each in (*chats, DEADLY):
        answers[each.text] = stay(each.text)
    die_of(memory_database, DEADLY, 1)

    async def run() -> None:
        rim = Rim(memory_database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        others = [asyncio.create_task(rim.receive(each)) for each in chats]
        await until(lambda: inside)
        suspect = asyncio.create_task(rim.receive(DEADLY))
        await asyncio.sleep(0)
        late = asyncio.create_task(rim.receive(Incoming("o9", chats[0].address, "muộn", NOW)))
        gate.set()
        await asyncio.gather(*others, suspect, late)
        await rim.close()

    asyncio.run(run())
    assert [each for each in most if DEADLY.text in each] == [{DEADLY.text}]
    assert counted(memory_database) == 0


@pytest.mark.postgres
def test_what_another_process_ends_while_it_is_counted_is_a_repeat(
    postgres_database: Database, answers: dict[str, Any]
) -> None:
    message = Incoming("e2", Address("telegram", "1"), "chào", NOW)
    die_of(postgres_database, message, 1)

    async def come_again() -> None:
        rim = Rim(postgres_database, catalogue_once(), lambda: NOW, lambda _: None, Metrics())
        await rim.receive(message)
        await rim.close()

    coming = threading.Thread(target=lambda: asyncio.run(come_again()))
    with postgres_database.work() as session:
        assert record(session, message)
        done(session, message)
        coming.start()
        wait_until(lambda: _somebody_waits(postgres_database))
    coming.join()
    with postgres_database.read() as session:
        assert waiting(session, message.address, NOW, 9) == ()
    assert counted(postgres_database) == 0


def _somebody_waits(database: Database) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with database.read() as session:
        return bool(session.execute(text(waiting)).scalar_one())
