"""The reason behind an order: why it is sent back, withdrawn, in the way, not in time."""

from __future__ import annotations

from domain.talk.yes_no import SHORTEST_REASON


def reason_given(words: str) -> str:
    """The reason without the signs around it; empty where it is too short to be one."""
    reason = words.strip(" .:-")
    return reason if len(reason) >= SHORTEST_REASON else ""
