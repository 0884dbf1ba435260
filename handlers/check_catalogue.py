"""Every fault of the catalogue: forms, regimes, holidays, texts, templates, samples."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator

from handlers.say import say, texts
from reports.template_faults import template_faults
from storage.catalogue import Catalogue, load_catalogue
from storage.fault import Fault
from storage.folders import CATALOGUE
from storage.people_files import load_people

TEXTS = "texts/vi.toml"
LONGEST_TEXT = 1500  # leaves room for figures within the 2,000 characters of the strictest network


def catalogue_faults() -> tuple[tuple[Fault, ...], dict[str, int]]:
    """All faults, and how much was looked at."""
    catalogue = load_catalogue()
    faults = (
        *catalogue.faults,
        *_text_faults(),
        *_template_faults(catalogue),
        *_reference_faults(catalogue),
        *_sample_faults(catalogue),
    )
    counts = {
        "forms": len(catalogue.forms),
        "regimes": len(catalogue.regimes),
        "texts": len(texts()),
    }
    return faults, counts


def _text_faults() -> Iterator[Fault]:
    for text_id, words in texts().items():
        if not unicodedata.is_normalized("NFC", words):
            yield Fault(TEXTS, text_id, say("check.not_nfc"))
        if len(words) > LONGEST_TEXT:
            yield Fault(TEXTS, text_id, say("check.too_long", most=LONGEST_TEXT))
        try:
            list(string.Formatter().parse(words))
        except ValueError as error:
            yield Fault(TEXTS, text_id, say("check.braces", detail=error))


def _template_faults(catalogue: Catalogue) -> Iterator[Fault]:
    for form in catalogue.forms:
        if form.template:
            for file, key, message in template_faults(CATALOGUE / "templates", form):
                yield Fault(file, key, message)


def _reference_faults(catalogue: Catalogue) -> Iterator[Fault]:
    known = {form.id for form in catalogue.forms}
    for regime in catalogue.regimes:
        if regime.form_id not in known:
            message = say("check.no_such_form", form=regime.form_id)
            yield Fault("regimes", f"{regime.id}.form_id", message)


def _sample_faults(catalogue: Catalogue) -> Iterator[Fault]:
    for folder in sorted((CATALOGUE / "samples").iterdir()):
        _, faults = load_people(folder / "people.toml")
        for fault in faults:
            yield Fault(f"samples/{folder.name}/{fault.file}", fault.key, fault.message)
