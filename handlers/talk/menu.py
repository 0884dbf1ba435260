"""The commands that a network shows beside the text field, by role, out of the table of intents."""

from __future__ import annotations

from domain.people.people import Role
from domain.words import fold
from handlers.talk.commands import shown_word
from handlers.talk.intents import INTENTS
from handlers.wording.say import say


def menu_of(role: Role) -> tuple[tuple[str, str], ...]:
    """`("con_thieu", "Những số còn thiếu")`: names that every network takes, in table order."""
    return tuple(
        (fold(shown_word(intent)).replace(" ", "_"), say(f"run.menu.{intent.id}"))
        for intent in INTENTS
        if role in intent.menu
    )
