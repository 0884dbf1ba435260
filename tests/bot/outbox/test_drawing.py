"""Pictures and documents are drawn after the commit, beside the sending, once for everybody."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from subprocess import PIPE, Popen

import pytest

from bot.drawn import drawn
from bot.outbox.outbox import Outbox
from bot.outbox.painter import NotDrawn, Painter
from charts.series import BarGroup, Given, Head, Progress, text_of
from domain.talk.messages import Attachment, Reply
from handlers.wording.say import say
from reports.drawing import undrawn
from storage.database.database import Database
from storage.database.states import MessageState as S
from storage.messages.drawings import TRIES
from tests.bot.outbox.outbox_rig import Desk, Network
from tests.support.waiting import until

SERIES = Progress(Head("Tiến độ"), (BarGroup("Theo mục", (Given("I", 1, 2),)),))
CHART = undrawn("tien-do.png", SERIES)
CHARTED = Reply("Tiến độ: 1/2", files=(CHART,))
WITH_WORDS = f"Tiến độ: 1/2\n\n{text_of(SERIES)}\n\n{say('outbox.not_drawn', names='tien-do.png')}"


class Hand:
    """Draws as a test says."""

    def __init__(self, draw: Callable[[], bytes] = lambda: b"PNG") -> None:
        self.asked: list[str] = []
        self._draw = draw

    def draw(self, written: str) -> bytes:
        self.asked.append(written)
        return self._draw()

    def close(self) -> None: ...


def broken() -> bytes:
    raise NotDrawn("ValueError")


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


def sending(
    desk: Desk, painter: Hand | Painter, act: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Run the outbox until everything has ended, or until `act` has acted."""

    async def run() -> None:
        outbox = Outbox(desk.books, desk.channels, painter=painter)
        task = asyncio.create_task(outbox.run())
        try:
            await (act() if act else until(lambda: all_ended(desk), task))
        finally:
            outbox.stop()
            await task

    asyncio.run(run())


def all_ended(desk: Desk) -> bool:
    return all(each.state not in (S.WAITING, S.SENDING) for each in desk.everything())


def telegram(desk: Desk) -> Network:
    network = desk.channels["telegram"]
    assert isinstance(network, Network)
    return network


def test_a_chart_arrives_as_a_process_of_its_own_has_drawn_it(desk: Desk) -> None:
    id_ = desk.put(CHARTED)
    assert desk.message(id_).reply == CHARTED  # it waits as data
    sending(desk, Painter())
    (file,) = desk.message(id_).reply.files
    assert file.content == drawn(CHART).content
    assert file.content.startswith(b"\x89PNG")
    assert telegram(desk).files == [("99", "tien-do.png")]
    assert telegram(desk).sent == [("99", "Tiến độ: 1/2")]


def test_what_many_get_is_drawn_once(desk: Desk) -> None:
    for chat in range(5):
        desk.put(replace(CHARTED, text=f"{chat}"), f"telegram:{chat}")
    hand = Hand()
    sending(desk, hand)
    assert len(hand.asked) == 1
    assert len(telegram(desk).files) == 5


def test_a_file_without_a_drawing_is_sent_as_it_is(desk: Desk) -> None:
    desk.put(Reply("ảnh", files=(Attachment("a.jpg", "image/jpeg", b"photo"),)))
    hand = Hand()
    sending(desk, hand)
    assert (hand.asked, telegram(desk).files) == ([], [("99", "a.jpg")])


def test_a_message_goes_without_the_picture_that_cannot_be_drawn(desk: Desk) -> None:
    desk.put(CHARTED)
    hand = Hand(broken)
    sending(desk, hand)
    assert len(hand.asked) == TRIES
    assert telegram(desk).sent == [("99", WITH_WORDS)]
    assert telegram(desk).files == []


def test_a_picture_that_is_drawn_at_the_second_try_is_sent(desk: Desk) -> None:
    desk.put(CHARTED)
    outcomes = iter([broken, lambda: b"PNG"])
    hand = Hand(lambda: next(outcomes)())
    sending(desk, hand)
    assert len(hand.asked) == 2
    assert telegram(desk).sent == [("99", "Tiến độ: 1/2")]


def test_what_kills_whoever_draws_it_is_not_tried_for_ever(desk: Desk) -> None:
    """The process dies with every try; each was counted before it began."""
    id_ = desk.put(CHARTED)
    for _ in range(TRIES):
        assert len(desk.books.take_drawings([id_]).taken) == 1
        assert desk.books.take_drawings([id_]).taken == ()  # while the other one draws
        desk.later(minutes=10)
    hand = Hand()
    sending(desk, hand)
    assert hand.asked == []
    assert telegram(desk).sent == [("99", WITH_WORDS)]


def test_a_lone_process_need_not_wait_for_what_a_dead_one_was_drawing(desk: Desk) -> None:
    id_ = desk.put(CHARTED)
    assert len(desk.books.take_drawings([id_]).taken) == 1
    desk.books.recover()
    assert desk.books.take_drawings([id_]).taken == ()
    desk.books.recover(alone=True)
    assert len(desk.books.take_drawings([id_]).taken) == 1


def test_after_a_crash_the_same_bytes_are_sent(desk: Desk) -> None:
    id_ = desk.put(CHARTED)
    (order,) = desk.books.take_drawings([id_]).taken
    desk.books.settle_drawing(order.digest, b"drawn before the crash")
    sending(desk, Hand(lambda: b"another program draws otherwise"))
    (file,) = desk.message(id_).reply.files
    assert file.content == b"drawn before the crash"


def test_the_picture_shows_the_figures_of_the_commit(desk: Desk) -> None:
    """What was queued is drawn, whatever has changed meanwhile."""
    desk.put(CHARTED)
    hand = Hand()
    sending(desk, hand)
    assert json.loads(hand.asked[0]) == CHART.drawing


def test_others_are_answered_while_a_picture_is_drawn(desk: Desk) -> None:
    gate = threading.Event()

    def slow() -> bytes:
        assert gate.wait(30)
        return b"PNG"

    desk.put(CHARTED, "telegram:1")
    desk.put("sau ảnh", "telegram:1")
    for chat in range(2, 12):
        desk.put(f"tin {chat}", f"telegram:{chat}")

    async def act() -> None:
        await until(lambda: len(telegram(desk).sent) == 10)
        assert "1" not in [chat for chat, _ in telegram(desk).sent]
        gate.set()
        await until(lambda: all_ended(desk))

    sending(desk, Hand(slow), act)
    mine = [text for chat, text in telegram(desk).sent if chat == "1"]
    assert mine == ["Tiến độ: 1/2", "sau ảnh"]


def test_a_message_that_is_too_late_is_given_up_undrawn(desk: Desk) -> None:
    id_ = desk.put(CHARTED, not_after=desk.now + timedelta(minutes=1))
    desk.later(minutes=2)
    hand = Hand()
    sending(desk, hand)
    assert (desk.message(id_).reason, hand.asked) == ("too_late", [])


# The process that draws


@pytest.fixture
def painter() -> Painter:
    return Painter()


WRITTEN = json.dumps(CHART.drawing)


def test_a_fault_in_one_drawing_is_told_and_the_next_is_drawn(painter: Painter) -> None:
    with pytest.raises(NotDrawn, match="Undrawable"):
        painter.draw(json.dumps({**(CHART.drawing or {}), "kind": "poem"}))
    assert painter.draw(WRITTEN) == drawn(CHART).content
    painter.close()


def test_a_process_that_has_died_is_begun_anew() -> None:
    painter = Painter(seconds=0.0)  # killed as soon as it is asked
    with pytest.raises(NotDrawn, match="process_ended"):
        painter.draw(WRITTEN)
    painter._seconds = 30.0
    assert painter.draw(WRITTEN) == drawn(CHART).content
    painter.close()


def test_the_process_ends_when_nobody_can_ask_any_more() -> None:
    order = [sys.executable, "-m", "bot.outbox.painter"]
    with Popen(order, stdin=PIPE, stdout=PIPE) as process:
        assert process.communicate(b"", timeout=30) == (b"", None)
        assert process.returncode == 0
