"""What the bot is waiting for from one address: versioned plain data, changed by `step` alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.report.figures import Figure, State

VERSION = 1


class Waiting(StrEnum):
    """Why figures are held back instead of being written."""

    CONFIRM = "confirm"  # one likely reading: a yes writes the held figures
    ASK = "ask"  # two readings or none: `codes` are to be given again
    RULE = "rule"  # a cross-check broke: a new answer or a reason
    FILE = "file"  # a file was shown: a word writes the held figures
    REPORT = "report"  # a file came: of which report is it?
    REPLACE = "replace"  # a colleague has given these figures: a yes writes the held ones
    AGAIN = "again"  # the words written last came again and would fit here too: meant?
    WHICH = "which"  # a code that several open reports have: `said` is read for the chosen one


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person has sent: its name, and the name under which its content is kept."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A question of the bot that has no answer yet. Held figures are kept, never lost."""

    waiting: Waiting
    held: tuple[Figure, ...] = ()
    codes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    file: SentFile | None = None
    said: str = ""  # the words that the question is about, where they are read once more
    source: str = ""  # the message that the question is about


@dataclass(frozen=True, slots=True)
class Taken:
    """The words that were written down last, and the blocks that they answered."""

    said: str
    at: datetime
    obligation_id: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The obligation and block whose figures are awaited, a question, if one is open, and what
    was written down last, so that the same words sent twice are known again."""

    obligation_id: int | None = None
    block_id: str | None = None
    pending: Pending | None = None
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The bot has shown a block and waits for its figures."""

    obligation_id: int
    block_id: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person has chosen a report in which nothing is open: corrections are meant for it."""

    obligation_id: int


@dataclass(frozen=True, slots=True)
class Held:
    """The bot has asked about what it read."""

    pending: Pending


@dataclass(frozen=True, slots=True)
class Settled:
    """The question is answered; the block is still awaited."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is awaited any more."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer was written down."""

    taken: Taken


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was written down last does not stand any more, or its words may well be meant again;
    and no question is open."""


Event = Asked | Chosen | Held | Settled | Finished | Noted | TakenBack


def step(conversation: Conversation, event: Event) -> Conversation:
    """The conversation after an event: the only way in which it changes."""
    match event:
        case Asked(obligation_id, block_id):
            return Conversation(obligation_id, block_id, taken=conversation.taken)
        case Chosen(obligation_id):
            return Conversation(obligation_id, taken=conversation.taken)
        case Held(pending):
            return replace(conversation, pending=pending)
        case Settled():
            return replace(conversation, pending=None)
        case Finished():
            return Conversation(taken=conversation.taken)
        case Noted(taken):
            return replace(conversation, taken=taken)
        case TakenBack():
            return replace(conversation, pending=None, taken=None)


def to_plain(conversation: Conversation) -> dict[str, Any]:
    """The conversation as JSON-ready data with its version."""
    plain: dict[str, Any] = {
        "v": VERSION,
        "obligation": conversation.obligation_id,
        "block": conversation.block_id,
    }
    if pending := conversation.pending:
        plain["pending"] = {
            "waiting": pending.waiting.value,
            "held": [[f.code, f.state.value, _text(f.value)] for f in pending.held],
            "codes": list(pending.codes),
            "rules": list(pending.rules),
            "said": pending.said,
            "source": pending.source,
        }
        if pending.file:
            plain["pending"]["file"] = [pending.file.name, pending.file.digest]
    if taken := conversation.taken:
        plain["taken"] = {
            "said": taken.said,
            "at": taken.at.isoformat(),
            "obligation": taken.obligation_id,
            "blocks": list(taken.blocks),
        }
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
        _pending_from_plain(plain.get("pending")),
        _taken_from_plain(plain.get("taken")),
    )


def _pending_from_plain(plain: Mapping[str, Any] | None) -> Pending | None:
    if plain is None:
        return None
    held = tuple(
        Figure(code, State(state), None if value is None else Decimal(value))
        for code, state, value in plain["held"]
    )
    return Pending(
        Waiting(plain["waiting"]),
        held,
        tuple(plain["codes"]),
        tuple(plain["rules"]),
        SentFile(*plain["file"]) if "file" in plain else None,
        said=plain.get("said", ""),
        source=plain.get("source", ""),
    )


def _taken_from_plain(plain: Mapping[str, Any] | None) -> Taken | None:
    """What was written down last; data of before that was noted has none."""
    if plain is None:
        return None
    at = datetime.fromisoformat(plain["at"])
    return Taken(plain["said"], at, plain["obligation"], tuple(plain["blocks"]))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
