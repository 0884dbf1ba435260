"""Owner fields by the words that people use for them: "Tài chính", "bộ phận Một cửa"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.words import fold
from handlers.wording.understood import behind
from storage.catalogue.catalogue import Catalogue


def field_words(catalogue: Catalogue, fields: Iterable[str]) -> str:
    """`Tài chính, Một cửa`: each as it is called by the first form that has it."""
    owners = [pair for form in catalogue.forms for pair in form.owners.items()]
    words = dict(reversed(owners))
    return ", ".join(words.get(field, field) for field in dict.fromkeys(fields))


def fields_called(catalogue: Catalogue) -> Mapping[str, str]:
    """What may be written for an owner field, folded -> its key in the forms."""
    owners = [pair for form in catalogue.forms for pair in form.owners.items()]
    return {fold(words): key for key, words in owners} | {fold(key): key for key, _ in owners}


def fields_named(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    """The owner fields that a text names as such: of "ai giữ phần tài chính vậy" finance."""
    said, known = text.split(), fields_called(catalogue)
    rests = (behind("wanted", "field", " ".join(said[at:])) for at in range(len(said)))
    found = (
        key
        for rest in rests
        if rest
        for words, key in known.items()
        if f"{fold(rest).rstrip(' ?.!')} ".startswith(f"{words} ")
    )
    return tuple(dict.fromkeys(found))
