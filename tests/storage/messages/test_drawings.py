"""What is to be drawn is taken by one, tried a few times, and kept as it was drawn."""

from __future__ import annotations

from datetime import timedelta

from domain.talk.messages import Address, Attachment, Reply
from storage.database.database import Database
from storage.messages.delivery import ready, ready_at
from storage.messages.drawings import TRIES, awaited_at, draw_again, keep_drawn, take_orders
from storage.messages.outbox import digest_of, messages, queue
from tests.storage.small_district import NOW

LAN, TUAN = Address("telegram", "99"), Address("telegram", "100")
MINUTE = timedelta(minutes=1)
CHART = Attachment("tien-do.png", "image/png", drawing={"v": 1, "kind": "progress", "of": ["đ"]})
DIGEST = digest_of(CHART)


def put(database: Database, key: str, to: Address = LAN, *files: Attachment) -> int:
    with database.work() as session:
        id_ = queue(session, key, to, None, "reply", Reply("tin", files=files), NOW)
    assert id_ is not None
    return id_


def test_data_come_back_as_they_were_and_the_bytes_after_them(database: Database) -> None:
    id_ = put(database, "a", LAN, CHART)
    with database.work() as session:
        assert messages(session, [id_])[0].reply.files == (CHART,)
        (order,) = take_orders(session, [id_], NOW, NOW + MINUTE, 4).taken
        assert (order.digest, order.drawing) == (DIGEST, CHART.drawing)
        keep_drawn(session, DIGEST, b"PNG")
        keep_drawn(session, DIGEST, b"another PNG")  # by somebody whose lease had run out
        (file,) = messages(session, [id_])[0].reply.files
    assert (file.content, file.undrawn) == (b"PNG", False)


def test_a_message_is_not_ready_to_go_before_its_picture_is(database: Database) -> None:
    id_ = put(database, "a", LAN, CHART)
    plain = put(database, "b", TUAN)
    with database.work() as session:
        for found in (ready(session, ["telegram"], NOW, 9), ready_at(session, [LAN, TUAN], NOW)):
            assert {each.id: each.undrawn for each in found} == {id_: True, plain: False}
        keep_drawn(session, DIGEST, b"PNG")
        assert not any(each.undrawn for each in ready(session, ["telegram"], NOW, 9))


def test_two_never_draw_the_same_at_once(database: Database) -> None:
    ids = [put(database, "a", LAN, CHART), put(database, "b", TUAN, CHART)]
    with database.work() as session:
        assert len(take_orders(session, ids, NOW, NOW + MINUTE, 4).taken) == 1
        assert take_orders(session, ids, NOW, NOW + MINUTE, 4).taken == ()
        later = NOW + 2 * MINUTE  # whoever had it has died
        assert len(take_orders(session, ids, later, later + MINUTE, 4).taken) == 1
        assert set(awaited_at(session, DIGEST)) == {LAN, TUAN}


def test_after_a_few_tries_it_is_given_up(database: Database) -> None:
    id_ = put(database, "a", LAN, CHART)
    with database.work() as session:
        for _ in range(TRIES):
            assert len(take_orders(session, [id_], NOW, NOW + MINUTE, 4).taken) == 1
            draw_again(session, DIGEST)
        assert take_orders(session, [id_], NOW, NOW + MINUTE, 4).taken == ()
        (found,) = ready(session, ["telegram"], NOW, 9)
        assert not found.undrawn  # it goes without


def test_a_few_are_taken_at_a_time(database: Database) -> None:
    drawings = [{"v": 1, "kind": "progress", "of": [number]} for number in range(6)]
    files = [Attachment(f"{n}.png", "image/png", drawing=d) for n, d in enumerate(drawings)]
    id_ = put(database, "a", LAN, *files)
    with database.work() as session:
        counts = [len(take_orders(session, [id_], NOW, NOW + MINUTE, 4).taken) for _ in range(3)]
    assert counts == [4, 2, 0]
