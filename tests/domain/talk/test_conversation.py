"""What the bot waits for survives being stored, and changes only by its events."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from domain.dates.moments import parse_at
from domain.report.figures import Figure, State
from domain.talk.conversation import (
    Asked,
    Chosen,
    Conversation,
    Finished,
    Held,
    Noted,
    Pending,
    SentFile,
    Settled,
    Taken,
    TakenBack,
    Waiting,
    from_plain,
    step,
    to_plain,
)

TAKEN = Taken("12 12 0 0", parse_at("2024-09-06 08:00"), 7, ("I.4",))
PENDING = Pending(
    Waiting.RULE,
    (Figure("I.4.1", State.VALUE, Decimal("14")), Figure("I.4.2", State.NONE_ARISEN)),
    ("I.4.1", "I.4.2"),
    ("V05",),
)


@pytest.mark.parametrize(
    "conversation",
    [
        Conversation(),
        Conversation(7, "I.4"),
        Conversation(7, "I.4", PENDING),
        Conversation(7, "I.5", None, TAKEN),
        Conversation(7, "I.5", Pending(Waiting.WHICH, said="I.1 = 3", source="zalo:1:2"), TAKEN),
        Conversation(7, "VI.1", Pending(Waiting.ASK, (), ("VI.1.1",))),
        Conversation(7, "I.4", Pending(Waiting.FILE, file=SentFile("phu-luc.xlsx", "1f0c"))),
        Conversation(
            7, "VI.1", Pending(Waiting.CONFIRM, (Figure("VI.1.1", State.VALUE, Decimal("3.5")),))
        ),
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
    first = {
        "v": 1,
        "obligation": 3,
        "block": "I.4",
        "pending": {
            "waiting": "rule",
            "held": [["I.4.1", "value", "14"]],
            "codes": ["I.4.1"],
            "rules": ["V05"],
        },
    }
    held = (Figure("I.4.1", State.VALUE, Decimal(14)),)
    assert from_plain(first) == Conversation(
        3, "I.4", Pending(Waiting.RULE, held, ("I.4.1",), ("V05",))
    )


def test_the_steps_of_a_conversation() -> None:
    asked = step(Conversation(), Asked(7, "I.4"))
    assert asked == Conversation(7, "I.4")
    held = step(asked, Held(PENDING))
    assert held == Conversation(7, "I.4", PENDING)
    assert step(held, Settled()) == asked
    assert step(held, Asked(7, "I.5")) == Conversation(7, "I.5")  # a new block, no old question
    assert step(held, Finished()) == Conversation()


def test_what_was_written_last_is_remembered_until_it_is_taken_back() -> None:
    noted = step(Conversation(7, "I.4"), Noted(TAKEN))
    assert step(noted, Asked(7, "I.5")) == Conversation(7, "I.5", taken=TAKEN)
    assert step(noted, Chosen(8)) == Conversation(8, taken=TAKEN)
    assert step(noted, Finished()) == Conversation(taken=TAKEN)
    assert step(step(noted, Held(PENDING)), TakenBack()) == Conversation(7, "I.4")
