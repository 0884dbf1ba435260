"""What a page offers to tap fits what is awaited, and each of it is understood."""

from __future__ import annotations

import pytest

from domain.talk.messages import Address
from handlers.figures.worth_typing import worth_typing
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Lan has been asked for the first block."""
    desk = Desk(memory_database)
    desk.move("2024-09-05 08:00")
    desk.mail("lan")
    return desk


def offered(desk: Desk, who: str) -> tuple[str, ...]:
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        return worth_typing(work, work.people[who], Address("test", who))


def test_who_is_asked_for_figures_is_offered_an_answer_that_is_written(desk: Desk) -> None:
    example = offered(desk, "lan")[0]
    assert all(part.isdigit() for part in example.split())
    assert desk.say("lan", example).startswith("Đã ghi 6 số")
    assert offered(desk, "lan")[0] != example


@pytest.mark.parametrize("words", say("typing.block").split(" | "))
def test_each_word_for_a_block_settles_it(desk: Desk, words: str) -> None:
    assert words in offered(desk, "lan")
    assert desk.say("lan", words).startswith("Đã ghi 6 số")


def test_the_period_before_is_offered_only_where_there_is_one(desk: Desk) -> None:
    assert say("typing.before") not in offered(desk, "lan")


def test_who_is_asked_a_question_is_offered_the_way_out(desk: Desk) -> None:
    desk.say("lan", offered(desk, "lan")[0])
    assert "chưa khớp" in desk.say("lan", "14 14 1 0")
    assert offered(desk, "lan") == (say("typing.question"),)
    desk.say("lan", offered(desk, "lan")[0])
    assert len(offered(desk, "lan")) > 1


def test_a_superior_is_offered_a_unit_below_and_each_word_is_answered(desk: Desk) -> None:
    words = offered(desk, "quynh")
    assert words[0] == "/status xa-bac-son"
    for each, told in zip(
        words, ("Đã có 0/97", "quá hạn", "Tổng hợp quý III", "Lệnh"), strict=True
    ):
        assert told in desk.say("quynh", each)


def test_who_is_asked_nothing_is_offered_the_common_wishes(desk: Desk) -> None:
    assert offered(desk, "thanh") == tuple(say("typing.idle").split(" | "))
