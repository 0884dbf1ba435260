"""The sender at work: in order, side by side, and ended in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.outbox.books import Handout, Outcome
from bot.outbox.lane import FLOODED_CHATS, QUICK_ONES, REMEMBERED, TROUBLES, Lane
from bot.outbox.outbox import Outbox, enough_answered
from bot.outbox.rates import Rates
from domain.talk.messages import Address, Reply
from storage.database.database import Database, DatabaseUnavailable
from storage.database.states import MessageState as S
from storage.messages.delivery import Ready
from storage.messages.moved_chats import move_chat
from tests.bot.outbox.outbox_rig import MORNING, TELEGRAM, Desk, Network
from tests.support.waiting import until


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


def sending(desk: Desk, act: Callable[[Outbox], Awaitable[None]], **more: Any) -> None:
    """Run the outbox while `act` acts; then stop it in order."""

    async def run() -> None:
        outbox = Outbox(desk.books, desk.channels, **more)
        task = asyncio.create_task(outbox.run())
        try:
            await act(outbox)
        finally:
            outbox.stop()
            await task

    asyncio.run(run())


def all_sent(desk: Desk) -> Callable[[], bool]:
    return lambda: all(each.state is S.SENT for each in desk.everything())


def telegram(desk: Desk) -> Network:
    network = desk.channels["telegram"]
    assert isinstance(network, Network)
    return network


def test_everything_arrives_once_and_in_order_for_each_chat(desk: Desk) -> None:
    for number in range(60):
        desk.put(f"{number}", f"telegram:{number % 7}")
    sending(desk, lambda _: until(all_sent(desk)))
    sent = telegram(desk).sent
    assert sorted(int(text) for _, text in sent) == list(range(60))
    for chat in map(str, range(7)):
        mine = [int(text) for to, text in sent if to == chat]
        assert mine == sorted(mine)


def test_what_is_queued_later_is_found(desk: Desk) -> None:
    async def act(outbox: Outbox) -> None:
        desk.put("một")
        outbox.wake()
        await until(all_sent(desk))
        await asyncio.to_thread(desk.put, "hai", "telegram:5")
        await until(lambda: len(telegram(desk).sent) == 2)  # without being woken

    sending(desk, act)


def test_what_waits_for_a_group_that_moves_in_the_moment_of_taking_arrives(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = desk.books.look

    def look_and_move() -> list[Ready]:
        found = look()
        with desk.database.work() as session:
            move_chat(session, Address.parse("telegram:-5"), "-1005", desk.now)
        return found

    monkeypatch.setattr(desk.books, "look", look_and_move)
    desk.put("một", "telegram:-5")
    desk.put("hai", "telegram:-5")
    sending(desk, lambda _: until(all_sent(desk)))
    assert telegram(desk).sent == [("-1005", "một"), ("-1005", "hai")]


def test_one_chat_that_must_wait_delays_no_other(desk: Desk) -> None:
    telegram(desk).fail("0", ErrorKind.RATE, retry_after=3600.0)
    for number in range(30):
        desk.put(f"{number}", f"telegram:{number}")
    sending(desk, lambda _: until(lambda: len(telegram(desk).sent) == 29))
    assert "0" not in [chat for chat, _ in telegram(desk).sent]
    (held,) = desk.to("telegram:0")
    assert (held.state, held.reason) == (S.WAITING, "rate:test")


def test_one_send_that_hangs_delays_no_other(desk: Desk) -> None:
    gate = asyncio.Event()
    network = telegram(desk)
    send = network.send

    async def hang(address: Address, reply: Reply) -> Sent:
        if address.chat == "0":
            await gate.wait()
        return await send(address, reply)

    network.send = hang  # type: ignore[method-assign]

    async def act(_: Outbox) -> None:
        await until(lambda: len(network.sent) == 29)
        gate.set()
        await until(all_sent(desk))

    for number in range(30):
        desk.put(f"{number}", f"telegram:{number}")
    sending(desk, act)


def test_it_ends_when_what_was_in_flight_is_marked(desk: Desk) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()
    network = telegram(desk)
    send = network.send

    async def slow(address: Address, reply: Reply) -> Sent:
        begun.set()
        await gate.wait()
        return await send(address, reply)

    network.send = slow  # type: ignore[method-assign]
    first, second = desk.put("một"), desk.put("hai")

    async def run() -> None:
        outbox = Outbox(desk.books, desk.channels)
        task = asyncio.create_task(outbox.run())
        await begun.wait()
        outbox.stop()
        gate.set()
        await task

    asyncio.run(run())
    assert desk.message(first).state is S.SENT
    assert desk.message(second).state is S.WAITING
    assert len(network.sent) == 1


def test_an_idle_outbox_ends_at_once(desk: Desk) -> None:
    async def nothing(_: Outbox) -> None: ...

    sending(desk, nothing)


def test_while_the_database_is_away_what_was_answered_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, failures = desk.books.turn, iter(range(3))

    def away_at_first(outcomes: Any, ids: Any) -> Any:
        if outcomes and next(failures, None) is not None:
            raise DatabaseUnavailable("away")
        return turn(outcomes, ids)

    monkeypatch.setattr(desk.books, "turn", away_at_first)
    monkeypatch.setattr("bot.outbox.outbox.FIRST_PAUSE", 0.01)
    id_ = desk.put()
    sending(desk, lambda _: until(all_sent(desk)))
    assert desk.message(id_).attempts == 1
    assert len(telegram(desk).sent) == 1


def test_a_mistake_of_ours_does_not_end_the_sending(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, failures = desk.books.look, iter(range(2))

    def wrong_at_first() -> Any:
        if next(failures, None) is not None:
            raise KeyError("a bug")
        return look()

    monkeypatch.setattr(desk.books, "look", wrong_at_first)
    monkeypatch.setattr("bot.outbox.outbox.FIRST_PAUSE", 0.01)
    desk.put()
    sending(desk, lambda _: until(all_sent(desk)))


def test_a_channel_that_breaks_leaves_an_unseen_outcome(desk: Desk) -> None:
    network = telegram(desk)

    async def broken(address: Address, reply: Reply) -> Sent:
        raise RuntimeError("a bug with a secret in it")

    network.send = broken  # type: ignore[method-assign]
    id_ = desk.put()
    sending(desk, lambda _: until(lambda: desk.message(id_).repeats == 1))
    assert desk.message(id_).reason == "unknown:bug:RuntimeError"


def test_an_edit_goes_to_its_message(desk: Desk) -> None:
    first = desk.put("nhắc")
    desk.put("đã nộp", kind="edit", edits=first)
    sending(desk, lambda _: until(all_sent(desk)))
    assert telegram(desk).edited == [("99", "telegram-1", "đã nộp")]


def test_sends_are_counted_without_names(desk: Desk) -> None:
    telegram(desk).fail("99", ErrorKind.BLOCKED)
    desk.put()
    desk.put("hai", "telegram:5")
    counted: list[bytes] = []

    async def act(outbox: Outbox) -> None:
        await until(lambda: all(each.settled_at for each in desk.everything()))
        counted.append(outbox.metrics.page())

    sending(desk, act)
    page = counted[0].decode()
    assert 'nhacviec_sends_total{channel="telegram",outcome="sent"} 1.0' in page
    assert 'nhacviec_sends_total{channel="telegram",outcome="blocked"} 1.0' in page


# -- what answers teach ----------------------------------------------------------------------------


def new_lane() -> Lane:
    limits = replace(TELEGRAM, per_second=30.0)
    return Lane(Network("telegram", limits), Rates(limits), 8)


def error(kind: ErrorKind, **more: Any) -> ChannelError:
    return ChannelError(kind, "test", **more)


def test_one_chat_after_another_told_to_wait_means_all() -> None:
    lane = new_lane()
    for number in range(FLOODED_CHATS):
        assert lane.rates.free_at(0.0) == 0.0
        lane.learn(str(number), error(ErrorKind.RATE, retry_after=30.0), 0.0)
    assert lane.rates.free_at(0.0) == 30.0


def test_a_chat_told_to_wait_between_answered_ones_is_alone() -> None:
    lane = new_lane()
    for number in range(10):
        lane.learn(str(number), error(ErrorKind.RATE, retry_after=30.0), 0.0)
        lane.learn("other", None, 0.0)
    assert lane.rates.free_at(0.0) == 0.0


@pytest.mark.parametrize("kind", [ErrorKind.TRANSIENT, ErrorKind.UNKNOWN])
def test_a_line_that_is_dead_is_tried_with_one_message_at_a_time(kind: ErrorKind) -> None:
    lane = new_lane()
    taught(lane, 10.0)  # slow enough for many at once
    lane.flying[Address("telegram", "1")] = 0.0
    for _ in range(TROUBLES):
        assert lane.room(0.0)
        lane.learn("1", error(kind), 0.0)
    assert not lane.room(100.0)
    assert lane.rates.free_at(0.0) > 0.0
    lane.learn("1", None, 0.0)
    assert lane.room(0.0)


def test_a_network_that_answers_quickly_has_one_in_flight_a_slow_one_more() -> None:
    lane = new_lane()
    most = {}
    for seconds in (0.01, 0.1, 1.0):
        taught(lane, seconds)
        lane.flying.clear()
        while lane.room(0.0):
            lane.flying[Address("telegram", str(len(lane.flying)))] = 0.0
        most[seconds] = len(lane.flying)
    assert most == {0.01: 1, 0.1: 3, 1.0: 8}


def test_what_was_answered_leaves_its_place_to_another_chat_before_it_is_marked() -> None:
    lane, first, second = new_lane(), Address("telegram", "1"), Address("telegram", "2")
    lane.start(first, 0.0)
    assert not lane.room(0.0)
    lane.answered(first, 0.0, 0.1)
    assert lane.room(0.1)
    lane.ready = [waiting(first), waiting(second)]
    assert lane.pop(5.0) == waiting(second)  # the chat itself waits until it is marked
    assert lane.pop(5.0) is None
    lane.landed(first, 0.2)
    assert lane.pop(5.0) == waiting(first)


def taught(lane: Lane, seconds: float) -> None:
    """As if the network had answered after so many seconds of late."""
    lane.took = seconds
    lane.answers.extend([seconds] * REMEMBERED)


def test_one_slow_answer_does_not_put_a_second_message_in_doubt() -> None:
    lane, address = new_lane(), Address("telegram", "1")
    for number, seconds in enumerate((0.01, 5.0, 0.01)):
        lane.start(address, 10.0 * number)
        lane.answered(address, 10.0 * number, 10.0 * number + seconds)
        lane.landed(address, 10.0 * number + seconds)
    lane.start(address, 30.0)
    assert not lane.room(30.0)


def test_a_busy_machine_does_not_put_a_second_message_in_doubt() -> None:
    lane = new_lane()
    taught(lane, 0.2)
    lane.answers.extend([0.01] * (QUICK_ONES + 1))
    lane.start(Address("telegram", "1"), 0.0)
    assert not lane.room(0.0)


def test_quick_refusals_among_slow_answers_do_not_slow_it_down() -> None:
    lane = new_lane()
    taught(lane, 0.2)
    lane.answers.extend([0.01] * QUICK_ONES)
    lane.start(Address("telegram", "1"), 0.0)
    assert lane.room(0.0)


def test_a_slow_disk_does_not_put_a_second_message_in_doubt() -> None:
    lane, address = new_lane(), Address("telegram", "1")
    for number in range(REMEMBERED):
        lane.start(address, 10.0 * number)
        lane.answered(address, 10.0 * number + 0.99, 10.0 * number + 1.0)  # taking took the rest
        lane.landed(address, 10.0 * number + 2.0)
    lane.start(address, 100.0)
    assert not lane.room(100.0)


def test_what_was_not_sent_after_all_teaches_nothing_and_gives_its_place_back() -> None:
    lane, address = new_lane(), Address("telegram", "1")
    taught(lane, 0.1)  # slow: three at once
    for number in range(REMEMBERED):
        lane.start(address, float(number))
        lane.unsent(address, float(number))
    assert not lane.flying
    assert (lane.took, set(lane.answers)) == (0.1, {0.1})


def waiting(address: Address) -> Ready:
    return Ready(1, address, "alarm", MORNING, None)


def test_what_was_sent_is_marked_in_the_commit_that_takes_what_comes_next(desk: Desk) -> None:
    telegram(desk).limits = replace(TELEGRAM, per_second=100.0)  # one in the air
    for number in range(20):
        desk.put(f"{number}", f"telegram:{number}")
    turn, turns = desk.books.turn, []

    def counted(outcomes: Sequence[Outcome], ids: Collection[int]) -> Handout:
        turns.append((len(outcomes), len(ids)))
        return turn(outcomes, ids)

    desk.books.turn = counted  # type: ignore[method-assign]
    sending(desk, lambda _: until(all_sent(desk)))
    assert sum(marked for marked, _ in turns) == sum(taken for _, taken in turns) == 20
    assert sum(not marked or not taken for marked, taken in turns) < 10


def test_a_stopped_channel_is_left_in_peace(desk: Desk) -> None:
    telegram(desk).fail("0", ErrorKind.UNAUTHORISED)
    for number in range(30):
        desk.put(f"{number}", f"telegram:{number}")
    desk.put("x", "zalo_bot:1")

    async def act(_: Outbox) -> None:
        await until(lambda: desk.books.stops)
        sent = len(telegram(desk).sent)
        await until(lambda: desk.to("zalo_bot:1")[0].state is S.SENT)
        await until(lambda: all(each.state is not S.SENDING for each in desk.everything()))
        assert len(telegram(desk).sent) <= sent + 1

    sending(desk, act)


def test_an_answer_overtakes_a_long_broadcast(desk: Desk) -> None:
    slow = replace(TELEGRAM, per_second=100.0)
    telegram(desk).limits = slow
    for number in range(300):
        desk.put(f"{number}", f"telegram:{number}")

    async def act(outbox: Outbox) -> None:
        await until(lambda: len(telegram(desk).sent) > 10)
        await asyncio.to_thread(desk.put, "trả lời", "telegram:me", "reply")
        outbox.wake(Address("telegram", "me"))
        await until(lambda: ("me", "trả lời") in telegram(desk).sent)
        assert len(telegram(desk).sent) < 200

    sending(desk, act)


@pytest.mark.postgres
def test_two_processes_share_one_outbox(postgres_database: Database) -> None:
    """Each with its own books and its own look at the same rows; the network sees one bot."""
    desk = Desk(postgres_database)
    other = Desk(postgres_database, channels=desk.channels)
    for number in range(120):
        desk.put(f"{number}", f"telegram:{number % 15}")

    async def run() -> None:
        outboxes = [Outbox(each.books, each.channels) for each in (desk, other)]
        tasks = [asyncio.create_task(outbox.run()) for outbox in outboxes]
        await until(lambda: len(telegram(desk).sent) >= 120)
        for outbox in outboxes:
            outbox.stop()
        await asyncio.gather(*tasks)

    asyncio.run(run())
    sent = telegram(desk).sent
    assert sorted(int(text) for _, text in sent) == list(range(120))
    for chat in map(str, range(15)):
        mine = [int(text) for to, text in sent if to == chat]
        assert mine == sorted(mine)


@pytest.mark.parametrize(
    ("answered", "in_the_air", "marked"),
    [
        (0, 8, True),  # nothing waits to be marked
        (1, 0, True),
        (1, 1, True),  # its own task may not have ended yet
        (1, 7, False),
        (5, 3, False),
        (6, 2, True),
    ],
)
def test_an_answer_waits_for_others_but_never_alone(
    answered: int, in_the_air: int, marked: bool
) -> None:
    assert enough_answered(answered, in_the_air) is marked
