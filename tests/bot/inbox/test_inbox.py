"""The one way in: signals, floods, and what happens when a handler fails."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming, Reply, Signal
from handlers.wording.say import say
from storage.database.database import Database
from storage.database.states import AddressState
from storage.messages.inbox import INBOX
from storage.people.officials import address_state, addresses_of
from tests.bot.commune import Commune
from tests.bot.outbox.outbox_rig import catalogue_once

NOW = datetime(2024, 8, 28, 0, 30, tzinfo=UTC)


@pytest.fixture
def commune(memory_database: Database) -> Commune:
    return Commune(memory_database)


def state_of(commune: Commune, address: str) -> AddressState | None:
    with commune.work() as work:
        return address_state(work.session, Address.parse(address))


def test_a_blocked_chat_is_marked_and_told_near_by(commune: Commune) -> None:
    assert commune.say("telegram:101", signal=Signal.BLOCKED) is None  # nobody is answered
    assert state_of(commune, "telegram:101") is AddressState.BLOCKED
    told = commune.outbox("lost")
    assert {str(each.address) for each in told} == {"telegram:104", "zalo_bot:z107"}
    assert "Nguyễn Thị Lan" in told[0].reply.text


def test_who_has_no_other_network_is_to_be_told_in_person(commune: Commune) -> None:
    commune.say("telegram:102", signal=Signal.BLOCKED)
    assert {each.reply.text for each in commune.outbox("lost")} == {
        say(
            "outbox.lost",
            name="Anh Tuấn",
            full_name="Trần Văn Tuấn",
            unit="xã Bắc Sơn",
            network="Telegram",
        )
    }


def test_a_block_is_told_once_and_can_be_taken_back(commune: Commune) -> None:
    commune.say("telegram:101", signal=Signal.BLOCKED)
    commune.say("telegram:101", signal=Signal.BLOCKED)
    assert len(commune.outbox("lost")) == 2
    commune.say("telegram:101", signal=Signal.UNBLOCKED)
    assert state_of(commune, "telegram:101") is AddressState.ACTIVE


def test_a_moved_chat_keeps_its_person(commune: Commune) -> None:
    commune.say("telegram:101", "-1009", signal=Signal.MOVED)
    with commune.work() as work:
        assert Address("telegram", "-1009") in addresses_of(work.session, "lan")


def test_two_machines_do_not_answer_each_other_for_ever(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.inbox.FLOOD", 10)
    answers = [commune.say("telegram:101", "xin chào") for _ in range(15)]
    assert all(answer is not None for answer in answers[:11])
    assert answers[10].reply.text == say("run.flood")  # type: ignore[union-attr]
    assert answers[11:] == [None] * 4
    assert commune.say("telegram:102", "xin chào") is not None  # others are served
    commune.at("2024-08-28 07:45")
    assert commune.say("telegram:101", "trợ giúp") is not None


@pytest.mark.parametrize("words", ["a\0b", "/start \0", "nửa \ud83d emoji", "\udc00"])
@pytest.mark.parametrize("where", ["event_id", "text", "sender_name", "choice", "message_id"])
def test_what_no_database_takes_is_left_out_and_blocks_nothing(
    database: Database, where: str, words: str
) -> None:
    plain = {"event_id": "1", "text": "xin chào", where: words}
    incoming = Incoming(address=Address("telegram", "99"), at=NOW, **plain)  # type: ignore[arg-type]
    assert receive(database, catalogue_once(), incoming, NOW)
    assert not receive(database, catalogue_once(), incoming, NOW)  # the same is known again


def test_an_emoji_that_came_as_two_halves_is_whole(database: Database) -> None:
    incoming = Incoming("1", Address("telegram", "99"), "được \ud83d\udc4d", NOW)
    receive(database, catalogue_once(), incoming, NOW)
    with database.read() as session:
        assert session.execute(select(INBOX.c.text)).scalar_one() == "được 👍"


def test_a_message_that_no_handler_understands_is_kept_and_apologised_for(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Reply:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.inbox.inbox.respond", fail)
    answer = commune.say("telegram:101", "14 14 0 0")
    assert answer is not None
    assert answer.reply.text == say("router.failed")


def test_a_repeat_changes_nothing(commune: Commune) -> None:
    incoming = Incoming("e", Address("telegram", "101"), "trợ giúp", commune.now)
    taken = [receive(commune.database, commune.catalogue, incoming, commune.now) for _ in range(3)]
    assert taken == [True, False, False]
    assert len(commune.outbox("reply")) == 1
