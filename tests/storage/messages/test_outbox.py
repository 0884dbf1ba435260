"""The outbox: once by key, in order by address, by one sender at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.talk.messages import Address, Attachment, Choice, Reply
from storage.database.database import Database, Session
from storage.database.states import MessageState as S
from storage.messages import delivery
from storage.messages.delivery import settle_again, settle_all_sent, settle_failed
from storage.messages.outbox import (
    FILES,
    Message,
    Outgoing,
    digest_key,
    digest_sent_on,
    expire_leases,
    messages,
    queue,
    queue_each,
    waiting,
)
from tests.storage.messages.mailbox import counts
from tests.storage.small_district import NOW, District

LAN = Address("telegram", "99")
TUAN = Address("telegram", "100")
ZALO = Address("zalo_bot", "a1")
MINUTE = timedelta(minutes=1)
LEASE = NOW + 5 * MINUTE
CHANNELS = ["telegram", "zalo_bot"]


def put(
    session: Session, key: str, address: Address = LAN, reply: Reply | None = None
) -> int | None:
    """Queue a short message."""
    return queue(session, key, address, None, "reply", reply or Reply(f"tin {key}"), NOW)


def keys(found: tuple[Message, ...]) -> list[str]:
    """The keys of messages."""
    return [message.key for message in found]


def claim(
    session: Session, channels: list[str], now: datetime, lease: datetime, limit: int
) -> tuple[Message, ...]:
    """Look what is ready and take it, as a sender does."""
    found = delivery.ready(session, channels, now, limit)
    return delivery.take(session, [each.id for each in found], lease)


def take(session: Session, minutes: int = 0, limit: int = 10) -> list[str]:
    """Claim and give the keys."""
    now = NOW + minutes * MINUTE
    return keys(claim(session, CHANNELS, now, now + 5 * MINUTE, limit))


def test_a_message_comes_out_as_it_went_in(database: Database) -> None:
    files = (
        Attachment("biểu đồ.png", "image/png", b"\x89PNG\x00\xff"),
        Attachment("phụ lục.xlsx", "application/zip", b"PK"),
    )
    reply = Reply(
        "Đã ghi 4.2 = 14 ✅", (Choice("Đúng", "yes"), Choice("Sửa", "no")), files, "14 14"
    )
    with database.work() as session:
        id_ = put(session, "a", reply=reply)
        assert id_ is not None
        (found,) = messages(session, [id_])
    assert found.reply == reply
    assert (found.address, found.kind, found.key, found.state) == (LAN, "reply", "a", S.WAITING)
    assert (found.queued_at, found.attempts, found.network_id) == (NOW, 0, "")


def test_one_key_makes_one_message(database: Database) -> None:
    with database.work() as session:
        assert put(session, "a") is not None
        assert put(session, "a", TUAN) is None
        assert counts(session) == {("telegram", S.WAITING): 1}


def test_a_file_for_many_is_kept_once(database: Database) -> None:
    reply = Reply("", files=(Attachment("a.png", "image/png", b"1"),) * 2)
    with database.work() as session:
        ids = [put(session, key, reply=reply) for key in "abc"]
        assert session.execute(select(func.count()).select_from(FILES)).scalar_one() == 1
        found = messages(session, [id_ for id_ in ids if id_])
    assert [message.reply for message in found] == [reply] * 3


def test_a_claim_takes_the_oldest_of_each_address(database: Database) -> None:
    with database.work() as session:
        for key, address in (("a", LAN), ("b", LAN), ("c", TUAN), ("d", ZALO)):
            put(session, key, address)
        assert take(session) == ["a", "c", "d"]
        assert take(session) == []  # b waits for a


def test_the_next_message_goes_when_the_one_before_is_settled(database: Database) -> None:
    with database.work() as session:
        first, *_ = (put(session, key) for key in ("a", "b", "c"))
        assert first is not None
        assert take(session) == ["a"]
        settle_all_sent(session, [(first, "555")], NOW)
        assert take(session) == ["b"]
        (sent,) = messages(session, [first])
    assert (sent.state, sent.network_id, sent.settled_at, sent.attempts) == (S.SENT, "555", NOW, 1)


def test_a_claim_keeps_to_its_channels_and_its_limit(database: Database) -> None:
    with database.work() as session:
        for key, address in (("a", ZALO), ("b", LAN), ("c", TUAN)):
            put(session, key, address)
        assert keys(claim(session, ["telegram"], NOW, LEASE, 1)) == ["b"]
        assert keys(claim(session, ["console"], NOW, LEASE, 1)) == []
        assert keys(claim(session, [], NOW, LEASE, 1)) == []


def test_a_later_try_holds_up_what_comes_behind_it(database: Database) -> None:
    with database.work() as session:
        first = put(session, "a")
        put(session, "b")
        put(session, "c", TUAN)
        assert first is not None
        assert take(session) == ["a", "c"]
        (taken,) = messages(session, [first])
        assert settle_again(session, taken, "network", NOW + MINUTE)
        assert take(session) == []
        assert take(session, minutes=1) == ["a"]
        (again,) = messages(session, [first])
        assert (again.attempts, again.reason, again.state) == (2, "network", S.SENDING)
        assert not settle_again(session, taken, "late", NOW)
        assert settle_failed(session, again, S.FAILED, "blocked", NOW)
        assert take(session, minutes=1) == ["b"]
        (failed,) = messages(session, [first])
    assert (failed.state, failed.reason, failed.settled_at) == (S.FAILED, "blocked", NOW)


def test_what_comes_too_late_is_not_shown_any_more(database: Database) -> None:
    with database.work() as session:
        queue(session, "a", LAN, None, "digest", Reply("x"), NOW, not_after=NOW + MINUTE)
        put(session, "b")
        assert keys(waiting(session, LAN, NOW + MINUTE, 10)) == ["a", "b"]
        assert keys(waiting(session, LAN, NOW + 2 * MINUTE, 10)) == ["b"]


def test_a_sender_that_never_comes_back_leaves_it_unknown(database: Database) -> None:
    with database.work() as session:
        put(session, "a")
        put(session, "b")
        assert take(session) == ["a"]
        assert expire_leases(session, NOW + 5 * MINUTE) == ()
        (lost,) = expire_leases(session, NOW + 6 * MINUTE)
        assert (lost.key, lost.state, lost.reason) == ("a", S.UNKNOWN, "lease_expired")
        assert expire_leases(session, NOW + 6 * MINUTE) == ()
        assert take(session, minutes=6) == ["b"]


def test_what_waits_for_an_address_is_listed_in_order_up_to_so_many(database: Database) -> None:
    with database.work() as session:
        for key, address in (("a", LAN), ("b", TUAN), ("c", LAN), ("d", ZALO)):
            put(session, key, address)
        assert keys(waiting(session, LAN, NOW, 10)) == ["a", "c"]
        assert keys(waiting(session, LAN, NOW, 1)) == ["a"]
        assert keys(waiting(session, Address("telegram", "7"), NOW, 10)) == []


def test_counts_for_operations(database: Database) -> None:
    with database.work() as session:
        ids = [put(session, key, address) for key, address in (("a", ZALO), ("b", LAN))]
        put(session, "c", ZALO)
        assert ids[0] is not None
        settle_all_sent(session, [(ids[0], "1")], NOW + MINUTE)
        assert counts(session) == {
            ("zalo_bot", S.SENT): 1,
            ("zalo_bot", S.WAITING): 1,
            ("telegram", S.WAITING): 1,
        }


def test_messages_to_many_are_queued_in_order_but_for_those_that_were_before(
    district: District,
) -> None:
    day, file = date(2024, 9, 9), Attachment("so.txt", "text/plain", b"12")
    first, second = digest_key("lan", day), digest_key("tuan", day)
    with district.database.work() as session:
        assert not digest_sent_on(session, "tuan", day)
        old = queue(session, first, LAN, "lan", "digest", Reply("sáng nay"), NOW)
        told = [
            Outgoing(first, LAN, "lan", "digest", Reply("lần nữa", files=(file,))),
            Outgoing(
                second, TUAN, "tuan", "digest", Reply("chào", (Choice("có", "yes"),), (file,))
            ),
            Outgoing("c", ZALO, None, "reply", Reply("hết"), not_after=NOW),
        ]
        queued = queue_each(session, told, NOW)
        assert list(queued) == [second, "c"]
        assert digest_sent_on(session, "tuan", day)
        found = messages(session, [old or 0, *queued.values()])
        assert queue_each(session, told, NOW) == queue_each(session, [], NOW) == {}
    assert [(m.key, m.address, m.official_id, m.not_after) for m in found] == [
        (first, LAN, "lan", None),
        (second, TUAN, "tuan", None),
        ("c", ZALO, None, NOW),
    ]
    assert [m.reply for m in found] == [Reply("sáng nay"), *(each.reply for each in told[1:])]


def test_a_person_has_one_digest_a_day(district: District) -> None:
    monday, tuesday = date(2024, 9, 9), date(2024, 9, 10)
    with district.database.work() as session:
        assert not digest_sent_on(session, "lan", monday)
        key = digest_key("lan", monday)
        queue(session, key, LAN, "lan", "digest", Reply("sáng nay"), NOW)
        assert digest_sent_on(session, "lan", monday)
        assert not digest_sent_on(session, "lan", tuesday)
        assert not digest_sent_on(session, "tuan", monday)


# Several senders

ADDRESSES = 12
EACH = 5


def put_many(database: Database) -> list[str]:
    """Five messages for each of twelve addresses."""
    expected = [f"{chat:02}-{n}" for n in range(EACH) for chat in range(ADDRESSES)]
    with database.work() as session:
        for key in expected:
            put(session, key, Address("telegram", key[:2]))
    return sorted(expected)


def send_all(database: Database) -> list[str]:
    """Claim and settle until nothing is left: what this sender has sent, in order."""
    sent: list[str] = []
    while True:
        with database.work() as session:
            batch = claim(session, ["telegram"], NOW, LEASE, 3)
        with database.work() as session:
            for message in batch:
                settle_all_sent(session, [(message.id, "1")], NOW)
            left = delivery.backlog(session, NOW)
        sent += keys(batch)
        if not left:
            return sent


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_threads_at_once_send_no_message_twice(kind: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    expected = put_many(database)
    start = threading.Barrier(4)

    def sender(_n: int) -> list[str]:
        start.wait()
        return send_all(database)

    with ThreadPoolExecutor(4) as threads:
        sent = [key for part in threads.map(sender, range(4)) for key in part]
    assert sorted(sent) == expected
    assert len(sent) == ADDRESSES * EACH


SENDER = """
import sys
from storage.database.database import open_database
from tests.storage.messages.test_outbox import send_all

sys.stdin.readline()
print(*send_all(open_database(sys.argv[1])))
"""


@pytest.mark.parametrize("kind", ["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_two_processes_at_once_send_no_message_twice(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    expected = put_many(database)
    url = database.engine.url.render_as_string(hide_password=False)
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", SENDER, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("go\n")
        sender.stdin.flush()
    sent = [key for sender in senders for key in sender.communicate()[0].split()]
    assert [sender.returncode for sender in senders] == [0, 0]
    assert sorted(sent) == expected
