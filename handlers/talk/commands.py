"""Which command a text is: with or without the slash, with or without diacritics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.talk.messages import Incoming
from domain.words import fold, words
from handlers.talk.intent import Intent
from storage.catalogue.words import of_words, phrases, vocabulary


def said_or_tapped(incoming: Incoming) -> str:
    """The command of a tap (`/nhac bc12`), otherwise the words."""
    return incoming.choice if incoming.choice.startswith("/") else incoming.text


def command_in(text: str) -> tuple[str, str] | None:
    """The id of the intent whose command a text is, and its argument; None where it is none.

    A word without slash is a command only when it stands alone (`status` may name a unit, `lịch
    sử` a figure), because an answer may begin with any word.
    """
    stripped = text.strip()
    slashed, typed = stripped.startswith("/"), words_typed(stripped)
    for length in range(min(len(typed), longest()), 0, -1):
        key = " ".join(typed[:length])
        alone = slashed or len(typed) == length
        found = _find("order", key) or (_find("command", key) if alone else None)
        if found:
            return found, _argument(stripped, length)
    return None


def _find(table: str, typed: str) -> str | None:
    found = vocabulary(table).find(words(typed.lower()))
    return found.meaning if found else _unspaced(table).get(fold(typed))


@of_words
@cache
def _unspaced(table: str) -> Mapping[str, str]:
    """ "conthieu", as the menu of a network may have it."""
    every = ((fold(word), id_) for id_, listed in phrases(table).items() for word in listed)
    return {word.replace(" ", ""): id_ for word, id_ in every if " " in word}


@of_words
@cache
def longest() -> int:
    """Words of the longest command."""
    return max(vocabulary(table).longest for table in ("order", "command"))


def words_typed(stripped: str) -> list[str]:
    """The words of a command as they were typed, without its stroke and the name of the bot."""
    typed = stripped.lstrip("/").replace("_", " ").split()
    if stripped.startswith("/") and typed:
        first = typed[0].partition("@")[0].replace("-", " ")
        typed = [*first.split(), *typed[1:]]
    return typed


def _argument(stripped: str, length: int) -> str:
    """What stands behind the command word, as typed: `/status xã Bắc Sơn` -> `xã Bắc Sơn`."""
    return " ".join(words_typed(stripped)[length:])


def typed_as(word: str) -> str:
    """How a command word is typed with a stroke: `còn thiếu` -> `/con-thieu`."""
    return "/" + fold(word).replace(" ", "-")


def shown_word(intent: Intent) -> str:
    """The command word by which an intent is offered; empty where it has none."""
    return intent.words[0] if intent.command and intent.words else ""
