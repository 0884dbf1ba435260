"""Kinds of settings: how a word of the environment becomes a value, and what is said where it does
not. A setting without a kind is the word itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

from handlers.wording.say import say

YES = frozenset({"1", "true", "t", "yes", "y", "on"})
NO = frozenset({"0", "false", "f", "no", "n", "off"})
_READ = "read"


class NoValue(ValueError):
    """A word that is no value of its setting; the text says what would be one, never the word."""


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
    return _kind(Secret(), Secret)


def flag() -> Any:
    """Yes or no; no where nothing is set."""
    return _kind(False, _flag)


def one_of(*allowed: str, default: str = "") -> Any:
    """One of these words; where nothing is set the first, or another one that is named."""
    return _kind(default or allowed[0], lambda word: _one_of(allowed, word))


def whole(
    default: int, *, above: int | None = None, least: int | None = None, most: int | None = None
) -> Any:
    """A whole number within these limits."""
    return _kind(default, lambda word: _within(_whole(word), above, least, most))


def share(default: float) -> Any:
    """A part of the whole: above 0, at most 1."""
    return _kind(default, lambda word: _within(_part(word), 0, None, 1))


def some_of(allowed: tuple[str, ...], *, default: tuple[str, ...]) -> Any:
    """Some of these words, with commas between them."""
    return _kind(default, lambda word: _some_of(allowed, word))


def address(default: str = "") -> Any:
    """Where the bot is reached: encrypted, or on this very machine."""
    return _kind(default, _address)


def read(metadata: Any, word: str) -> Any:
    """The value of a setting whose field has this metadata; NoValue where the word is none."""
    return metadata[_READ](word) if _READ in metadata else word


def _kind(default: Any, read: Callable[[str], Any]) -> Any:
    return field(default=default, metadata={_READ: read})


def _flag(word: str) -> bool:
    if word.lower() not in YES | NO:
        raise NoValue(say("run.wanted.bool"))
    return word.lower() in YES


def _one_of(allowed: tuple[str, ...], word: str) -> str:
    if word not in allowed:
        raise NoValue(say("run.wanted.one_of", limit=", ".join(allowed)))
    return word


def _whole(word: str) -> int:
    try:
        return int(word)
    except ValueError:
        raise NoValue(say("run.wanted.int")) from None


def _part(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise NoValue(say("run.wanted.float")) from None


def _within(number: float, above: int | None, least: int | None, most: int | None) -> float:
    if above is not None and not number > above:
        raise NoValue(say("run.wanted.above", limit=above))
    if least is not None and number < least:
        raise NoValue(say("run.wanted.least", limit=least))
    if most is not None and number > most:
        raise NoValue(say("run.wanted.most", limit=most))
    return number


def _some_of(allowed: tuple[str, ...], word: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in word.split(",") if name.strip())
    if unknown := set(names) - set(allowed):
        raise NoValue(f"{', '.join(sorted(unknown))}?")
    return names


def _address(word: str) -> str:
    if not word.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise NoValue("https://…")
    return word.rstrip("/")
