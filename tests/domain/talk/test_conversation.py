"""What the bot waits for survives being stored, and changes only by its events."""

from __future__ import annotations

import json

import pytest

from domain.dates.moments import parse_at
from domain.talk.conversation import (
    Asked,
    Besides,
    Chosen,
    Conversation,
    Finished,
    Noted,
    Taken,
    TakenBack,
    from_plain,
    step,
    to_plain,
)

TAKEN = Taken("12 12 0 0", parse_at("2024-09-06 08:00"), 7, ("I.4",))


@pytest.mark.parametrize(
    "conversation",
    [
        Conversation(),
        Conversation(7, "I.4"),
        Conversation(7, "I.5", TAKEN),
        Conversation(7, "I.4", besides=Asked(8, "III.1")),
    ],
)
def test_a_stored_conversation_comes_back_the_same(conversation: Conversation) -> None:
    stored = json.loads(json.dumps(to_plain(conversation)))
    assert from_plain(stored) == conversation


def test_a_person_without_a_conversation_is_awaited_for_nothing() -> None:
    assert from_plain(None) == Conversation()


def test_a_conversation_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        from_plain({"v": 99, "obligation": 1, "block": "I.4"})


def test_version_1_as_it_was_first_stored_is_still_read() -> None:
    assert from_plain({"v": 1, "obligation": 3, "block": "I.4"}) == Conversation(3, "I.4")


def test_the_steps_of_a_conversation() -> None:
    asked = step(Conversation(), Asked(7, "I.4"))
    assert asked == Conversation(7, "I.4")
    assert step(asked, Asked(7, "I.5")) == Conversation(7, "I.5")
    assert step(asked, Finished()) == Conversation()


def test_what_was_written_last_is_remembered_until_it_is_taken_back() -> None:
    noted = step(Conversation(7, "I.4"), Noted(TAKEN))
    assert step(noted, Asked(7, "I.5")) == Conversation(7, "I.5", taken=TAKEN)
    assert step(noted, Chosen(8)) == Conversation(8, taken=TAKEN)
    assert step(noted, Finished()) == Conversation(taken=TAKEN)
    assert step(noted, TakenBack()) == Conversation(7, "I.4")


def test_a_block_shown_besides_is_remembered_until_a_block_is_asked() -> None:
    besides = step(Conversation(7, "I.4"), Besides(Asked(7, "I.5")))
    assert besides == Conversation(7, "I.4", besides=Asked(7, "I.5"))
    assert step(besides, Asked(7, "I.5")) == Conversation(7, "I.5")


def test_the_awaited_block_shown_once_more_is_nothing_besides() -> None:
    besides = step(Conversation(7, "I.4"), Besides(Asked(7, "I.5")))
    assert step(besides, Besides(Asked(7, "I.4"))) == Conversation(7, "I.4")
