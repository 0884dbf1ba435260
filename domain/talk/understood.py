"""What a message was understood as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OTHER = "other"
"""The intent of a message that is like nothing known."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`sure`: to be done at once (a wish that only reads: fairly sure; one that writes: no word
    is left unexplained); otherwise it is asked or offered. `slots` as in the catalogue."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    sure: bool = False
    offers: tuple[str, ...] = ()  # at most three intents, the likeliest first
