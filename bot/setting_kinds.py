"""Kinds of settings: click reads a word of the environment as it reads one of a command, and each
kind says in Vietnamese what it wants. A setting without a kind is the word itself."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import click

from handlers.wording.say import say

_KIND, _WANTED = "kind", "wanted"


class Secret:
    """A word that shows in nothing that is printed; no dataclass, whose parts can be listed."""

    __slots__ = ("value",)

    def __init__(self, value: str = "") -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return "Secret(…)" if self.value else "Secret()"


def secret() -> Any:
    """A word that must not be told."""
    return _field(Secret(), Secret, "")


def flag() -> Any:
    """Yes or no; no where nothing is set."""
    return _field(False, click.BOOL, say("run.wanted.bool"))


def one_of(*allowed: str, default: str = "") -> Any:
    """One of these words; where nothing is set the first, or another one that is named."""
    wanted = say("run.wanted.one_of", limit=", ".join(allowed))
    return _field(default or allowed[0], click.Choice(allowed), wanted)


def some_of(allowed: tuple[str, ...], *, default: tuple[str, ...]) -> Any:
    """Some of these words, with commas between them."""
    one = click.Choice(allowed)

    def read(word: str) -> tuple[str, ...]:
        return tuple(one(name.strip()) for name in word.split(",") if name.strip())

    return _field(default, read, say("run.wanted.some_of", limit=", ".join(allowed)))


def whole(default: int, least: int, most: int | None = None) -> Any:
    """A whole number within these limits."""
    end = say("run.wanted.upwards") if most is None else say("run.wanted.until", limit=most)
    wanted = say("run.wanted.whole", least=least, end=end)
    return _field(default, click.IntRange(least, most), wanted)


def share(default: float) -> Any:
    """A part of the whole: above 0, at most 1."""
    part = click.FloatRange(0, 1, min_open=True)

    def read(word: str) -> float:
        number: float = part(word)
        if number != number:  # "nan", which is neither above nor below anything
            raise click.BadParameter("")
        return number

    return _field(default, read, say("run.wanted.share"))


def address(default: str = "") -> Any:
    """Where the bot is reached: encrypted, or on this very machine."""

    def read(word: str) -> str:
        if not word.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise click.BadParameter("")
        return word.rstrip("/")

    return _field(default, read, "https://…")


def read(metadata: Any, word: str) -> Any:
    """The value of a setting whose field has this metadata; ValueError where the word is none,
    with what would be one, and never with the word."""
    if _KIND not in metadata:
        return word
    try:
        return metadata[_KIND](word)
    except click.BadParameter:
        raise ValueError(metadata[_WANTED]) from None


def _field(default: Any, kind: Any, wanted: str) -> Any:
    return field(default=default, metadata={_KIND: kind, _WANTED: wanted})
