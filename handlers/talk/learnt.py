"""What is learnt from the example sentences of the catalogue, once for each state of its files."""

from __future__ import annotations

import re
import threading
from collections import Counter
from datetime import date
from functools import cache, lru_cache
from typing import Any

from domain.people.people import Role
from domain.reading.tokens import Lexicon
from domain.report.forms import Indicator
from domain.talk.masking import masked
from domain.talk.mentions import Names, mentions
from domain.talk.retyped import as_meant
from domain.words import aligned, clean, undo_raw, word
from handlers.talk.likeness import LAYOUT, Example, Likeness, from_plain, learn
from storage.catalogue.kept import kept_with_numbers
from storage.catalogue.words import Sentence, folded, of_words, sentences, short_words, word_files

VERSION = 9  # to be raised with every change of how sentences are taken apart
ANY_DAY = date(2024, 9, 12)  # examples name periods without a year; which one is the same to them
SEEN_OFTEN = 3  # a word without marks is trusted from so many sentences on
ROLES = {
    "official": Role.OFFICIAL,
    "head": Role.OFFICE_HEAD,
    "chairman": Role.CHAIRMAN,
    "superior": Role.SUPERIOR_STAFF,
    "superior_leader": Role.SUPERIOR_LEADER,
    "admin": Role.ADMINISTRATOR,
}
"""The words by which the examples name who speaks."""

ROLE_WORDS = {role: word for word, role in ROLES.items()}

_BASE = re.compile(r"[a-z]+")
_LEARNING = threading.Lock()


def learn_words() -> None:
    """Learn what every message is read by, unless it is known. After a new version of the catalogue
    it takes seconds: to be called before a transaction, in which others would wait for it."""
    with _LEARNING:  # whoever comes meanwhile waits for it, instead of learning the same beside it
        lexicon()
        examples()


@of_words
@cache
def lexicon() -> Lexicon:
    """The words of the catalogue: whatever is one of them is not raw typing."""
    known, _ = _learnt()[0]
    return Lexicon(frozenset(known), dict(short_words()))


@of_words
@lru_cache(maxsize=4096)  # the lines of all forms in use, and titles; each sentence asks anew
def bases(label: str) -> tuple[str, ...]:
    """The words of a label or a title as they stand in a message."""
    _, found = as_meant(label, lexicon())
    return tuple(token.base for token in found if token.is_word)


def called(line: Indicator) -> frozenset[str]:
    """The words by which a line is called: those of its label and of its short name."""
    return frozenset((*bases(line.label), *bases(line.short)))


def told_apart() -> frozenset[str]:
    """Words that are another word with another mark."""
    return folded("sentence", "told_apart")


@cache
def examples() -> Likeness:
    """The example sentences, ready to be compared with."""
    (_, plain), numbers = _learnt()
    return from_plain(plain, numbers)


@cache
def _learnt() -> tuple[Any, memoryview]:
    return kept_with_numbers("words", word_files(), 1000 * LAYOUT + VERSION, _learn)


def _learn() -> tuple[Any, bytes]:
    known = sorted(_known())
    words = Lexicon(frozenset(known), dict(short_words()))
    plain, numbers = learn([_example(sentence, words) for sentence in sentences()]).to_plain()
    return (known, plain), numbers


def _known() -> set[str]:
    often: Counter[str] = Counter()
    spelt: set[str] = set()
    for sentence in sentences():
        for piece in clean(sentence.text).lower().split():
            bases = _BASE.findall(aligned(piece))
            often.update(bases)
            if not piece.isascii():
                spelt.update(bases)
    unmarked = {base for base, count in often.items() if count >= SEEN_OFTEN} - spelt
    return spelt | {base for base in unmarked if undo_raw(word(base)).base not in spelt}


def _example(sentence: Sentence, known: Lexicon) -> Example:
    text, found = as_meant(sentence.text, known)
    words = masked(found, mentions(text, aligned(text), found, Names(), ANY_DAY), told_apart())
    return Example(sentence.intent, words, sentence.situations, sentence.roles)
