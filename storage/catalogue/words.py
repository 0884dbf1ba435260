"""What is understood: vocabularies and example sentences, TOML files of `catalogue/words/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.words import Vocabulary, fold
from storage.catalogue.folders import CATALOGUE

WORDS = CATALOGUE / "words"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is typed, with what it wants; empty sets: whenever, by whomever."""

    intent: str
    text: str
    situations: frozenset[str]
    roles: frozenset[str]


@cache
def phrases(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of `vi.toml`: meaning -> its phrases; KeyError where there is no such table."""
    return {meaning: tuple(listed) for meaning, listed in _tables()[name].items()}


@cache
def vocabulary(name: str) -> Vocabulary[str]:
    """The same, ready to find a phrase however it is typed: `vocabulary("answer")`, or of one
    meaning alone: `vocabulary("preview.send")`."""
    table, _, meaning = name.partition(".")
    known = phrases(table)
    return Vocabulary({meaning: known[meaning]} if meaning else known)


@cache
def folded(name: str, meaning: str) -> frozenset[str]:
    """The phrases of one meaning without marks."""
    return frozenset(map(fold, phrases(name)[meaning]))


@cache
def short_words() -> Mapping[str, str]:
    """Abbreviation as typed, with its marks or without -> the folded words that it stands for."""
    return {typed: meant for meant, listed in phrases("short").items() for typed in listed}


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


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((WORDS / "vi.toml").read_text("utf-8"))
