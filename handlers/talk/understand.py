"""What a person wants: the intent of a message, how surely, and what else it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.people.people import Role
from domain.talk.said import Said, Situation

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Understood:
    """`sure`: to be done at once (a wish that only reads: fairly sure; one that writes: no word
    is left unexplained); otherwise it is asked or offered. `slots` as in the catalogue."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    sure: bool = False
    offers: tuple[str, ...] = ()  # at most three intents, the likeliest first


def understand(said: Said, role: Role, situation: Situation) -> Understood:
    """The likeliest wish of somebody of this role after what the bot has said last."""
    return Understood(OTHER)
