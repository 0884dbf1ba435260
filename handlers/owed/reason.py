"""The reason behind an order: why it is sent back, withdrawn, in the way, not in time."""

from __future__ import annotations

from domain.talk.yes_no import SHORTEST_REASON
from domain.words import without_end
from handlers.wording.understood import behind
from storage.catalogue.words import folded


def reason_given(words: str) -> str:
    """The reason without the signs around it; empty where it is too short to be one."""
    said = words.strip(" .:-")
    front, comma, rest = said.partition(",")
    if comma and not without_end(front, folded("sentence", "polite")):  # "nhé, giao nhầm"
        said = rest.strip()
    reason = behind("sentence", "because", said) or said
    return reason if len(reason) >= SHORTEST_REASON else ""
