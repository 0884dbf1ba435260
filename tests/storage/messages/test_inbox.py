"""What came in before is recognised, whoever delivers it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from domain.talk.messages import Address, Incoming
from storage.database.database import Database
from storage.messages.inbox import count_from, record
from tests.storage.small_district import NOW

TEXT = Incoming("update-1", Address("telegram", "99"), "14 14 0 0", NOW)


def test_a_second_delivery_is_recognised(database: Database) -> None:
    with database.work() as session:
        assert record(session, TEXT)
    with database.work() as session:
        assert not record(session, TEXT)
        assert not record(session, replace(TEXT, text="something else"))
        assert record(session, replace(TEXT, event_id="update-2"))
        assert record(session, replace(TEXT, address=Address("zalo_bot", "99")))


def test_messages_of_an_address_are_counted(database: Database) -> None:
    with database.work() as session:
        for n in range(5):
            record(session, replace(TEXT, event_id=str(n), at=NOW + timedelta(minutes=n)))
        record(session, replace(TEXT, event_id="x", address=Address("telegram", "1")))
        assert count_from(session, TEXT.address, NOW) == 5
        assert count_from(session, TEXT.address, NOW + timedelta(minutes=3)) == 2


def test_of_deliveries_at_once_one_counts(database: Database) -> None:
    def deliver(_n: int) -> bool:
        with database.work() as session:
            return record(session, TEXT)

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(deliver, range(6))) == [False] * 5 + [True]
