"""What the bot is waiting for from one address: versioned plain data, changed by `step` alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The bot has shown a block and waits for its figures."""

    obligation_id: int
    block_id: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The words that were written down last, and the blocks that they answered."""

    said: str
    at: datetime
    obligation_id: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The obligation and block whose figures are awaited, and what was written down last, so that
    the same words sent twice are known again. `besides`: the block that was shown last, where a
    question about another one had to stay open."""

    obligation_id: int | None = None
    block_id: str | None = None
    taken: Taken | None = None
    besides: Asked | None = None


@dataclass(frozen=True, slots=True)
class Besides:
    """The bot has shown a block while a question about figures stays open."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person has chosen a report in which nothing is open: corrections are meant for it."""

    obligation_id: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is awaited any more."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer was written down."""

    taken: Taken


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was written down last does not stand any more, or its words may well be meant again."""


Event = Asked | Besides | Chosen | Finished | Noted | TakenBack


def step(conversation: Conversation, event: Event) -> Conversation:
    """The conversation after an event: the only way in which it changes."""
    match event:
        case Asked(obligation_id, block_id):
            return Conversation(obligation_id, block_id, taken=conversation.taken)
        case Besides(asked):
            here = Asked(conversation.obligation_id or 0, conversation.block_id or "")
            return replace(conversation, besides=None if asked == here else asked)
        case Chosen(obligation_id):
            return Conversation(obligation_id, taken=conversation.taken)
        case Finished():
            return Conversation(taken=conversation.taken)
        case Noted(taken):
            return replace(conversation, taken=taken)
        case TakenBack():
            return replace(conversation, taken=None)


def to_plain(conversation: Conversation) -> dict[str, Any]:
    """The conversation as JSON-ready data with its version."""
    plain: dict[str, Any] = {
        "v": VERSION,
        "obligation": conversation.obligation_id,
        "block": conversation.block_id,
    }
    if taken := conversation.taken:
        plain["taken"] = {
            "said": taken.said,
            "at": taken.at.isoformat(),
            "obligation": taken.obligation_id,
            "blocks": list(taken.blocks),
        }
    if besides := conversation.besides:
        plain["besides"] = [besides.obligation_id, besides.block_id]
    return plain


def from_plain(plain: Mapping[str, Any] | None) -> Conversation:
    """The reverse of `to_plain`; ValueError for a version that this program does not know."""
    if plain is None:
        return Conversation()
    if plain.get("v") != VERSION:
        raise ValueError(f"conversation version {plain.get('v')!r}")
    return Conversation(
        plain["obligation"],
        plain["block"],
        _taken_from_plain(plain.get("taken")),
        Asked(*plain["besides"]) if "besides" in plain else None,
    )


def _taken_from_plain(plain: Mapping[str, Any] | None) -> Taken | None:
    """What was written down last; data of before that was noted has none."""
    if plain is None:
        return None
    at = datetime.fromisoformat(plain["at"])
    return Taken(plain["said"], at, plain["obligation"], tuple(plain["blocks"]))
