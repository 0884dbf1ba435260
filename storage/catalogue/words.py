"""What is understood: vocabularies and example sentences, TOML files of `catalogue/words/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from domain.words import Vocabulary
from storage.catalogue.folders import CATALOGUE

WORDS = CATALOGUE / "words"


@cache
def phrases(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of `vi.toml`: meaning -> its phrases; KeyError where there is no such table."""
    return {meaning: tuple(listed) for meaning, listed in _tables()[name].items()}


@cache
def vocabulary(name: str) -> Vocabulary[str]:
    """The same, ready to find a phrase however it is typed: `vocabulary("answer")`."""
    return Vocabulary(phrases(name))


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((WORDS / "vi.toml").read_text("utf-8"))
