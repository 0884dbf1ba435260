"""The catalogue in use: forms, regimes and the working calendar, read once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.calendar import WorkCalendar
from domain.forms import Form
from domain.regimes import Regime
from storage.database import Database
from storage.fault import Fault
from storage.folders import CATALOGUE
from storage.form_files import load_forms
from storage.form_sources import form_sources
from storage.regime_files import load_calendar, load_regimes


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Forms and regimes of all versions; `faults` must be empty before a bot is started."""

    forms: tuple[Form, ...]
    regimes: tuple[Regime, ...]
    calendar: WorkCalendar
    faults: tuple[Fault, ...] = ()

    def form(self, form_id: str, day: date) -> Form:
        """The version of a form that is valid on a day; KeyError where there is none."""
        for form in self.forms:
            if form.id == form_id and _valid(form.valid_from, form.valid_to, day):
                return form
        raise KeyError(f"{form_id} on {day}")

    def newest_form(self, form_id: str) -> Form:
        """The latest version of a form; KeyError where there is none."""
        versions = [form for form in self.forms if form.id == form_id]
        if not versions:
            raise KeyError(form_id)
        return max(versions, key=lambda form: form.valid_from)

    def regime(self, regime_id: str) -> Regime:
        """A regime by its id; KeyError where there is none."""
        for regime in self.regimes:
            if regime.id == regime_id:
                return regime
        raise KeyError(regime_id)


def _valid(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def load_catalogue(
    database: Database | None = None,
    *,
    folder: Path = CATALOGUE,
    loaded: Mapping[str, str] | None = None,
) -> Catalogue:
    """Read everything; every fault of every file is reported together.

    With a database, the forms that users have loaded into it count too; `loaded` are forms that
    are about to be (TOML text by file name).
    """
    texts = {**_loaded_forms(database), **(loaded or {})}
    forms, form_faults = load_forms(folder / "forms", texts)
    regimes, regime_faults = load_regimes(folder / "regimes")
    calendar, calendar_faults = load_calendar(folder / "holidays.toml")
    return Catalogue(forms, regimes, calendar, (*form_faults, *regime_faults, *calendar_faults))


def _loaded_forms(database: Database | None) -> dict[str, str]:
    if database is None:
        return {}
    with database.read() as session:
        return {f"{s.form_id}/{s.version}": s.text for s in form_sources(session)}


def template_text(name: str, folder: Path = CATALOGUE) -> str:
    """The text of a report template by the name that a form gives."""
    return (folder / "templates" / f"{name}.txt.j2").read_text("utf-8")
