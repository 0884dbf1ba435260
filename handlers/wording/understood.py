"""Short words that answer a question, out of the catalogue of what is understood."""

from __future__ import annotations

from domain.talk import yes_no
from domain.words import clean, words
from storage.catalogue.words import folded, vocabulary


def read_verdict(text: str) -> str:
    """A yes, a no or "leave it" (`domain.talk.yes_no`); empty for anything else."""
    before, behind = folded("around_answer", "before"), folded("around_answer", "behind")
    return yes_no.read_verdict(text, vocabulary("answer"), before, behind)


def says(table: str, meaning: str, text: str) -> bool:
    """The text is one of the phrases of a table of the catalogue that mean that."""
    plain = clean(text).strip(" .,!")
    found = vocabulary(f"{table}.{meaning}").find(words(plain.lower()))
    return found is not None
