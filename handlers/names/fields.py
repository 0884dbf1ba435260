"""Owner fields by the words that people use for them: "Tài chính", "bộ phận Một cửa"."""

from __future__ import annotations

from collections.abc import Mapping

from domain.words import fold
from storage.catalogue.catalogue import Catalogue


def field_words(catalogue: Catalogue) -> Mapping[str, str]:
    """Every owner field of the forms, and how it is called: as by the first form that has it."""
    owners = [pair for form in catalogue.forms for pair in form.owners.items()]
    return dict(reversed(owners))


def fields_called(catalogue: Catalogue) -> Mapping[str, str]:
    """What may be written for an owner field, folded -> its key in the forms."""
    owners = [pair for form in catalogue.forms for pair in form.owners.items()]
    return {fold(words): key for key, words in owners} | {fold(key): key for key, _ in owners}
