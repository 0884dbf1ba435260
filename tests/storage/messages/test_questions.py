"""Questions come back newest first, end for good, and never give their number to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.talk.messages import Address, Choice, Reply
from domain.talk.question import Question, Wanted
from storage.database.database import Database, Session
from storage.messages.outbox import queue
from storage.messages.questions import (
    KEPT_FOR,
    bring_questions,
    end_questions,
    read_questions,
    renew_question,
    store_question,
    told_since,
    waiting_questions,
)
from tests.storage.small_district import NOW
from tests.storage.statements import counted

HERE, THERE = Address("zalo_bot", "7"), Address("telegram", "99")
ASKED = Question(
    "figures.confirm",
    Wanted.YES_NO,
    {"report": 7},
    (Choice("đúng", "yes"),),
    "4.1",
    "Đúng không?",
    asked_by="re:zalo_bot:1",
    source="zalo_bot:7:1",
)


def open_at(session: Session, address: Address = HERE) -> list[Question]:
    return [each.question for each in waiting_questions(session, address, NOW)]


def test_questions_come_back_newest_first_with_their_numbers(database: Database) -> None:
    other = replace(ASKED, name="2.1")
    with database.work() as session:
        first, second = (store_question(session, HERE, each, NOW) for each in (ASKED, other))
    with database.read() as session:
        expected = [replace(other, id=second, at=NOW), replace(ASKED, id=first, at=NOW)]
        assert open_at(session) == expected
        assert open_at(session, THERE) == []


def test_what_many_are_asked_is_read_at_once_each_by_its_own_network(database: Database) -> None:
    same_chat, other = Address("telegram", HERE.chat), replace(ASKED, name="2.1")
    with database.work() as session:
        store_question(session, HERE, ASKED, NOW)
        store_question(session, same_chat, other, NOW)
        store_question(session, Address("zalo_bot", THERE.chat), other, NOW)
    with database.read() as session, counted(database) as seen:
        read_questions(session, [HERE, THERE], NOW)
        assert [question.name for question in open_at(session)] == ["4.1"]
        assert open_at(session, THERE) == []
    assert len(seen) == 1


def test_a_number_is_never_given_again(database: Database) -> None:
    with database.work() as session:
        first = store_question(session, HERE, ASKED, NOW)
        end_questions(session, HERE, [first])
        assert open_at(session) == []
        assert store_question(session, HERE, ASKED, NOW) > first


def test_a_question_is_over_after_two_weeks(database: Database) -> None:
    with database.work() as session:
        store_question(session, HERE, ASKED, NOW)
    with database.read() as session:
        assert waiting_questions(session, HERE, NOW + KEPT_FOR) == ()


def test_what_was_told_since_is_known_until_it_is_asked_once_more(database: Database) -> None:
    def say(session: Session, key: str, kind: str) -> None:
        queue(session, key, HERE, None, kind, Reply("…"), NOW + timedelta(minutes=1))

    with database.work() as session:
        store_question(session, HERE, ASKED, NOW)
        (waiting,) = waiting_questions(session, HERE, NOW)
        say(session, "re:zalo_bot:1", "reply")  # the message that asks
        say(session, "edit:1", "edit")
        assert not told_since(session, HERE, waiting)
        say(session, "digest:lan", "digest")
        assert told_since(session, HERE, waiting)
        renew_question(session, HERE, waiting.question, "re:zalo_bot:2")
        (waiting,) = waiting_questions(session, HERE, NOW)
        assert not told_since(session, HERE, waiting)


def test_questions_follow_to_another_address(database: Database) -> None:
    with database.work() as session:
        store_question(session, HERE, ASKED, NOW)
        bring_questions(session, HERE, THERE)
        assert open_at(session) == []
        assert [each.name for each in open_at(session, THERE)] == ["4.1"]
