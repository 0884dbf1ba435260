"""Every fault of the catalogue: forms, regimes, holidays, texts, templates, samples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.dates.regimes import rounds_of
from handlers.load.faults import Known, load_faults
from handlers.load.source_faults import Looked, source_faults
from handlers.load.wording_faults import (
    collisions,
    collisions_across,
    form_faults,
    read_together,
)
from handlers.wording.say import texts
from reports.template_faults import ENDING
from storage.catalogue.calendar_file import calendar_gaps
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people
from storage.catalogue.words import alive_together, bundled_words, meant_across, meant_twice
from storage.database.database import Database

TEXTS, WORDS = "texts/vi.toml", "words/vi.toml"
AHEAD = timedelta(days=365)


def catalogue_faults(
    today: date, database: Database | None = None
) -> tuple[tuple[Fault, ...], dict[str, int]]:
    """All faults, and how much was looked at; with a database also what was loaded into it."""
    catalogue = load_catalogue(database)
    faults = (
        *catalogue.faults,
        *_text_faults(),
        *collisions(WORDS, bundled_words(), meant_twice()),
        *collisions_across(WORDS, read_together(), alive_together(), meant_across()),
        *source_faults(catalogue, _everything(catalogue), today),
        *_sample_faults(catalogue),
    )
    counts = {
        "forms": len(catalogue.forms),
        "regimes": len(catalogue.regimes),
        "texts": len(texts()),
    }
    return faults, counts


def calendar_notes(catalogue: Catalogue, today: date) -> tuple[Fault, ...]:
    """Years in which a report of the year ahead is due and whose holidays are not announced."""
    days = {
        round_.due_on
        for regime in catalogue.regimes
        for year in (today.year, today.year + 1)
        for round_ in rounds_of(regime, year, catalogue.calendar)
        if today <= round_.due_on <= today + AHEAD
    }
    return calendar_gaps(catalogue.calendar, days)


def _everything(catalogue: Catalogue) -> Looked:
    return Looked(
        {(form.id, form.version): f"forms: {form.id} {form.version}" for form in catalogue.forms},
        {regime.id: f"regimes: {regime.id}" for regime in catalogue.regimes},
        {form.template: f"templates/{form.template}{ENDING}" for form in catalogue.forms},
    )


def _text_faults() -> Iterator[Fault]:
    for text_id, words in texts().items():
        yield from form_faults(TEXTS, text_id, words)


def _sample_faults(catalogue: Catalogue) -> Iterator[Fault]:
    for folder in sorted((CATALOGUE / "samples").iterdir()):
        people, faults = load_people(folder / "people.toml")
        name = f"samples/{folder.name}/people.toml"
        known = Known({}, {}, catalogue).with_files([people])
        for fault in faults or load_faults([(name, people)], known):
            yield Fault(name, fault.key, fault.message)
