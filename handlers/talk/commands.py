"""Which command a text is: with or without the slash, with or without diacritics, with a typo."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.talk.messages import Choice, Incoming, Reply
from domain.words import fold
from handlers.talk.intent import Intent, Request
from handlers.wording.say import say

SLIPS_AT_MOST = 2
LETTERS_A_SLIP = 4  # a short word with two other letters is another word

Intents = tuple[Intent, ...]


def said_or_tapped(incoming: Incoming) -> str:
    """The command of a tap (`/nhac bc12`), otherwise the words."""
    return incoming.choice if incoming.choice.startswith("/") else incoming.text


def command_in(intents: Intents, text: str) -> tuple[Intent, str] | None:
    """The command that a text is, and its argument; None where it is something else.

    A word without slash is a command only when it stands alone (`status` may name a unit, `lịch
    sử` a figure), because an answer may begin with any word.
    """
    stripped = text.strip()
    slashed, typed = stripped.startswith("/"), _typed(stripped)
    words = by_words(intents)
    longest = max(key.count(" ") + 1 for key in words)
    for length in range(min(len(typed), longest), 0, -1):
        key = " ".join(typed[:length])
        intent = words.get(key) or words.get(_spaced(intents).get(key, ""))
        if intent and (slashed or len(typed) == length or key in intent.open):
            return intent, _argument(stripped, key)
    return None


@cache
def by_words(intents: Intents) -> Mapping[str, Intent]:
    """Every command word of the table."""
    return {words: intent for intent in intents for words in intent.words}


@cache
def _spaced(intents: Intents) -> Mapping[str, str]:
    return {words.replace(" ", ""): words for words in by_words(intents) if " " in words}


def _typed(stripped: str) -> list[str]:
    words = fold(stripped.lstrip("/")).replace("-", " ").replace("_", " ").split()
    if stripped.startswith("/") and words:
        words[0] = words[0].partition("@")[0]
    return words


def _argument(text: str, key: str) -> str:
    """What stands behind the command word, as typed: `/status xã Bắc Sơn` -> `xã Bắc Sơn`."""
    parts = text.lstrip("/").replace("_", " ").split()
    first = fold(parts[0]).replace("-", " ").partition("@")[0] if parts else ""
    taken = 1 if first in (key, key.replace(" ", "")) else len(key.split())
    return " ".join(parts[taken:])


def unknown_command(request: Request) -> Reply | None:
    """The reply to a stroke with a word that is none of the table; None for any other text."""
    text = said_or_tapped(request.incoming).strip()
    typed = _typed(text)
    if not text.startswith("/") or not typed:
        return None
    return guess(request.intents, typed[0]) or Reply(say("router.unknown_command"))


def guess(intents: Intents, text: str) -> Reply | None:
    """`/stauts` -> "Ý anh/chị là /status?"; None where nothing is near."""
    words = fold(text.lstrip("/")).replace("-", " ").strip()
    if len(words) < 4 or any(letter.isdigit() for letter in words):
        return None
    slips = min(SLIPS_AT_MOST, len(words) // LETTERS_A_SLIP)
    near = process.extractOne(
        words, list(by_words(intents)), scorer=OSA.distance, score_cutoff=slips
    )
    if near is None:
        return None
    command = "/" + near[0].replace(" ", "-")
    return Reply(say("router.did_you_mean", command=command), (Choice(command, command),))
