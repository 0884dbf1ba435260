"""What can be wrong with wordings and words that an installation loads over the bundled ones."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from domain.reading.shortcuts import SHORTCUTS
from domain.words import fold
from handlers.wording.say import bundled_texts, say
from storage.catalogue.fault import Fault
from storage.catalogue.texts import flat_texts
from storage.catalogue.toml_table import nearest
from storage.catalogue.words import bundled_words

LONGEST_TEXT = 1500  # leaves room for figures within the 2,000 characters of the strictest network


def text_faults(file: str, entries: Mapping[str, Any]) -> Iterator[Fault]:
    """A text that nobody says, or that asks for something which is not told to it."""
    known = bundled_texts()
    for text_id, words in flat_texts(entries).items():
        if text_id not in known:
            near = nearest(text_id, known)
            name = "check.no_text_near" if near else "check.no_text"
            yield Fault(file, text_id, say(name, near=near))
            continue
        yield from form_faults(file, text_id, words)
        strange = sorted(_fields(words) - _fields(known[text_id]))
        if strange:
            names = ", ".join(f"{{{name}}}" for name in strange)
            fields = ", ".join(f"{{{name}}}" for name in sorted(_fields(known[text_id]))) or "–"
            yield Fault(file, text_id, say("check.strange_field", names=names, known=fields))


def form_faults(file: str, text_id: str, words: str) -> Iterator[Fault]:
    """What is wrong with a text by itself."""
    if not unicodedata.is_normalized("NFC", words):
        yield Fault(file, text_id, say("check.not_nfc"))
    if len(words) > LONGEST_TEXT:
        yield Fault(file, text_id, say("check.too_long", most=LONGEST_TEXT))
    try:
        list(string.Formatter().parse(words))
    except ValueError as error:
        yield Fault(file, text_id, say("check.braces", detail=error))


def _fields(words: str) -> set[str]:
    try:
        return {field for _, field, _, _ in string.Formatter().parse(words) if field}
    except ValueError:
        return set()


def word_faults(file: str, entries: Mapping[str, Any]) -> Iterator[Fault]:
    """A table or a meaning that there is none of, a phrase that means something else already."""
    known = bundled_words()
    for table, meanings in entries.items():
        if table not in known:
            yield Fault(file, table, _no_such("check.no_table", table, known))
            continue
        for meaning, phrases in meanings.items():
            place = f"{table}.{meaning}"
            if meaning not in known[table]:
                yield Fault(file, place, _no_such("check.no_meaning", meaning, known[table]))
            elif not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
                yield Fault(file, place, say("check.no_phrases"))
            else:
                yield from _taken(file, place, phrases, known[table], meaning)


def _no_such(text_id: str, name: str, known: Mapping[str, Any]) -> str:
    return say(text_id, name=name, known=nearest(name, known) or ", ".join(sorted(known)))


def _taken(
    file: str,
    place: str,
    phrases: list[str],
    table: Mapping[str, tuple[str, ...]],
    meaning: str,
) -> Iterator[Fault]:
    others = {
        fold(each): other for other, listed in table.items() if other != meaning for each in listed
    }
    for phrase in phrases:
        if other := others.get(fold(phrase)):
            yield Fault(file, place, say("check.phrase_taken", phrase=phrase, other=other))


def collisions(
    file: str, tables: Mapping[str, Mapping[str, Sequence[str]]], meant: Collection[str]
) -> Iterator[Fault]:
    """Phrases that without marks mean two things of one table; none of a table, or of a phrase
    (`answer.dung`), of which that is meant."""
    for table, meanings in tables.items():
        first: dict[str, str] = {}
        for meaning, phrases in meanings.items() if table not in meant else ():
            for phrase in phrases:
                other = first.setdefault(fold(phrase), meaning)
                if other != meaning and f"{table}.{fold(phrase)}" not in meant:
                    words = say("check.phrase_collides", phrase=phrase, other=other)
                    yield Fault(file, f"{table}.{meaning}", words)


def read_together() -> dict[str, Mapping[str, Sequence[str]]]:
    """Every table of phrases, and the short answers of a block beside them."""
    short = {meaning.value: sorted(said) for meaning, said in SHORTCUTS.folded().items()}
    return {**bundled_words(), "shortcut": short}


def collisions_across(
    file: str,
    tables: Mapping[str, Mapping[str, Sequence[str]]],
    alive: Mapping[str, Sequence[str]],
    meant: Collection[str],
) -> Iterator[Fault]:
    """Phrases that without marks mean two things in tables that are read in the same state; none
    of two meanings (`answer.drop = shortcut.skip`) of which that is meant."""
    told: set[tuple[str, str]] = set()
    for names in alive.values():
        first: dict[str, list[str]] = {}
        places = [
            (f"{name}.{meaning}", said) for name in names for meaning, said in tables[name].items()
        ]
        for place, phrases in places:
            for phrase in dict.fromkeys(map(fold, phrases)):
                for other in first.setdefault(phrase, []):
                    pair = f"{other} = {place}"
                    same = other.partition(".")[0] == place.partition(".")[0]
                    if same or pair in meant or (pair, phrase) in told:
                        continue
                    told.add((pair, phrase))
                    yield Fault(file, place, say("check.phrase_across", phrase=phrase, other=other))
                first[phrase].append(place)
