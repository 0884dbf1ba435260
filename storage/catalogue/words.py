"""What is understood: vocabularies and example sentences, TOML files of `catalogue/words/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from typing import Any, TypeVar

from domain.words import Vocabulary, fold
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.kept import kept

WORDS = CATALOGUE / "words"
T = TypeVar("T")
_OWN: dict[str, Mapping[str, Sequence[str]]] = {}
_WORKED_OUT: list[_lru_cache_wrapper[Any]] = []


def of_words(cached: _lru_cache_wrapper[T]) -> _lru_cache_wrapper[T]:
    """Worked out of the words that are understood, and anew when this installation brings others:
    stands before `cache`."""
    _WORKED_OUT.append(cached)
    return cached


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is typed, with what it wants; empty sets: whenever, by whomever."""

    intent: str
    text: str
    situations: frozenset[str]
    roles: frozenset[str]


@of_words
@cache
def phrases(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of `vi.toml`: meaning -> its phrases; KeyError where there is no such table."""
    return {meaning: tuple(listed) for meaning, listed in _tables()[name].items()}


@of_words
@cache
def vocabulary(name: str) -> Vocabulary[str]:
    """The same, ready to find a phrase however it is typed: `vocabulary("answer")`, or of one
    meaning alone: `vocabulary("preview.send")`."""
    table, _, meaning = name.partition(".")
    known = phrases(table)
    return Vocabulary({meaning: known[meaning]} if meaning else known)


@of_words
@cache
def folded(name: str, meaning: str) -> frozenset[str]:
    """The phrases of one meaning without marks."""
    return frozenset(map(fold, phrases(name)[meaning]))


@of_words
@cache
def single_words(name: str, meaning: str) -> frozenset[str]:
    """The words of these phrases, each by itself."""
    return frozenset(word for phrase in folded(name, meaning) for word in phrase.split())


@of_words
@cache
def either_way(name: str, meaning: str) -> str:
    """A pattern of these phrases, typed with marks or without, the longest first."""
    spelt = phrases(name)[meaning]
    longest_first = sorted({*spelt, *map(fold, spelt)}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(map(re.escape, longest_first))


@of_words
@cache
def short_words() -> Mapping[str, str]:
    """Abbreviation as typed, with its marks or without -> the folded words that it stands for."""
    return {typed: meant for meant, listed in phrases("short").items() for typed in listed}


@of_words
@cache
def equals() -> Mapping[str, str]:
    """How lines of a block are called besides their labels: typed -> of the label, folded."""
    return dict(_tables()["values"])


@cache
def sentences() -> tuple[Sentence, ...]:
    """Every example sentence of the folder `examples`."""
    return tuple(
        Sentence(
            group["intent"],
            line.strip(),
            frozenset(group.get("in", ())),
            frozenset(group.get("by", ())),
        )
        for group in _groups()
        for line in group["sentences"].splitlines()
        if line.strip()
    )


def word_files() -> tuple[Path, ...]:
    """The files of `catalogue/words/`, in order."""
    return tuple(sorted(WORDS.rglob("*.toml")))


def _groups() -> Iterator[Mapping[str, Any]]:
    for file in sorted((WORDS / "examples").glob("*.toml")):
        yield from tomllib.loads(file.read_text("utf-8"))["said"]


def bundled_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Every table of phrases of the program, by meaning."""
    return {
        table: {meaning: tuple(listed) for meaning, listed in meanings.items()}
        for table, meanings in _bundled().items()
        if all(isinstance(listed, list) for listed in meanings.values())
    }


def meant_twice() -> Mapping[str, str]:
    """Phrases (`answer.dung`) and tables that may mean two things without marks -> the reason."""
    return dict(_bundled()["meant_twice"])


def alive_together() -> Mapping[str, tuple[str, ...]]:
    """State of a conversation -> the tables that are read in it."""
    return {state: tuple(names.split()) for state, names in _bundled()["alive_together"].items()}


def meant_across() -> Mapping[str, str]:
    """`answer.drop = shortcut.skip` -> why a phrase may mean both."""
    return dict(_bundled()["meant_across"])


@cache
def _bundled() -> Mapping[str, Mapping[str, Any]]:
    file = WORDS / "vi.toml"
    found: Mapping[str, Mapping[str, Any]] = kept(
        "phrases", [file], 1, lambda: tomllib.loads(file.read_text("utf-8"))
    )
    return found


def use_words(own: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """From now on the phrases of this installation are understood as well."""
    if own != _OWN:
        _OWN.clear()
        _OWN.update(own)
        for cached in _WORKED_OUT:
            cached.cache_clear()


@of_words
@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    tables = {table: dict(meanings) for table, meanings in _bundled().items()}
    for table, meanings in _OWN.items():
        for meaning, added in meanings.items():
            tables[table][meaning] = [*tables[table][meaning], *added]
    return tables
