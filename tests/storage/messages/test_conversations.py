"""What the bot awaits comes back as the plain data it was."""

from __future__ import annotations

from domain.talk.conversation import Conversation, from_plain, to_plain
from domain.talk.messages import Address
from storage.database.database import Database
from storage.messages.conversations import load, save
from tests.storage.small_district import NOW

ADDRESS = Address("telegram", "99")


def test_a_conversation_survives(database: Database) -> None:
    conversation = Conversation(7, "I.4")
    with database.work() as session:
        assert load(session, ADDRESS) is None
        save(session, ADDRESS, to_plain(Conversation()), NOW)
        save(session, ADDRESS, to_plain(conversation), NOW)
        save(session, Address("zalo_bot", "99"), to_plain(Conversation()), NOW)
    with database.read() as session:
        assert from_plain(load(session, ADDRESS)) == conversation
        assert load(session, Address("telegram", "100")) is None
