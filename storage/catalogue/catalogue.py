"""The catalogue in use: forms, regimes and the working calendar, as of the newest load."""

from __future__ import annotations

import hashlib
import logging
import tomllib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.dates.calendar import WorkCalendar
from domain.dates.regimes import Regime, adjoining_period_code, previous_period_code
from domain.report.forms import Form
from storage.catalogue.calendar_file import load_calendar
from storage.catalogue.export_files import ExportMap, load_exports
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from storage.catalogue.regime_files import load_regimes
from storage.catalogue.sources import standing_sources
from storage.catalogue.texts import flat_texts
from storage.catalogue.workbook_files import FormWorkbook, load_workbooks
from storage.database.database import Database, Session
from storage.database.snapshots import SOURCES, snapshot, version
from storage.database.states import SourceKind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Texts:
    """Forms, regimes, holidays, wordings and words as TOML text by file name, report texts by the
    name that forms give; what stands later goes before what stands earlier."""

    forms: Mapping[str, str] = field(default_factory=dict)
    regimes: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    holidays: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    workbooks: Mapping[str, str] = field(default_factory=dict)
    exports: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """Forms and regimes of all versions; `faults` must be empty before a bot is started.

    `templates` are the report texts that users have loaded; they go before those of the files.
    `wordings` by id are said in place of the bundled ones, `words` by table and meaning are
    understood beside them. `workbooks` are those of superiors, by form and version;
    `exports` those of other programs, by id.
    """

    forms: tuple[Form, ...]
    regimes: tuple[Regime, ...]
    calendar: WorkCalendar
    faults: tuple[Fault, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    workbooks: Mapping[tuple[str, str], FormWorkbook] = field(default_factory=dict)
    exports: Mapping[str, ExportMap] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)  # what is changed of the looks
    over: Mapping[str, Regime] = field(default_factory=dict)  # read by its id alone
    read_as: str = ""  # the version of what was loaded, as of which it was read
    used: Callable[[Catalogue], None] | None = None  # told of the one that takes its place

    @cached_property
    def _beside(self) -> dict[str, tuple[object, Catalogue]]:
        return {}

    def beside(self, key: object, make: Callable[[], Catalogue]) -> Catalogue:
        """What this catalogue becomes with something that stands in the database, made once for
        each state of that; the last one is held."""
        found = self._beside.get("last")
        if found is None or found[0] != key:
            found = self._beside["last"] = (key, make())
        return found[1]

    def joined(
        self,
        forms: tuple[Form, ...],
        regimes: tuple[Regime, ...],
        over: Mapping[str, Regime],
        templates: Mapping[str, str],
    ) -> Catalogue:
        """The same with further forms, regimes and report texts."""
        return replace(
            self,
            forms=(*self.forms, *forms),
            regimes=(*self.regimes, *regimes),
            over={**self.over, **over},
            templates={**self.templates, **templates},
        )

    @cached_property
    def planned_by(self) -> str:
        """All of it that says who owes what and when they are reminded, as one word."""
        facts = (
            *self.regimes,
            *((form.id, form.version, form.valid_from, *form.owners) for form in self.forms),
            *sorted(self.calendar.days_off),
            *sorted(self.calendar.work_days),
        )
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    @cached_property
    def period_names(self) -> Mapping[str, str]:
        """The names that letters give to their rounds, by the code of the period."""
        rounds = (given for regime in self.regimes for given in regime.given)
        return {given.period.code: given.name for given in rounds if given.name}

    def template(self, name: str) -> str:
        """The text of a report template by the name that a form gives."""
        return self.templates[name] if name in self.templates else template_text(name)

    def form(self, form_id: str, day: date) -> Form:
        """The version of a form that is valid on a day; KeyError where there is none."""
        for form in self._versions.get(form_id, ()):
            if _valid(form.valid_from, form.valid_to, day):
                return form
        raise KeyError(f"{form_id} on {day}")

    @cached_property
    def _versions(self) -> Mapping[str, Sequence[Form]]:
        versions: dict[str, list[Form]] = {}
        for form in self.forms:
            versions.setdefault(form.id, []).append(form)
        return versions

    def has_form(self, form_id: str, day: date) -> bool:
        """True where a version of the form is valid on a day."""
        return any(
            form.id == form_id and _valid(form.valid_from, form.valid_to, day)
            for form in self.forms
        )

    def newest_form(self, form_id: str) -> Form:
        """The latest version of a form; KeyError where there is none."""
        versions = [form for form in self.forms if form.id == form_id]
        if not versions:
            raise KeyError(form_id)
        return max(versions, key=lambda form: form.valid_from)

    def regime(self, regime_id: str) -> Regime:
        """A regime by its id; KeyError where there is none."""
        return self._regimes[regime_id]

    def periods_beside(
        self, regime: Regime, code: str, superiors: Container[str]
    ) -> tuple[str | None, str | None]:
        """For a unit with these superiors, the period whose report came before, and the one that
        ends the day before this one begins; worked out once for all who have the same letters."""
        letters = [r for r in self.regimes if r.superior_id is None or r.superior_id in superiors]
        key = (regime.id, code, *(letter.id for letter in letters))
        if key not in self._beside_periods:
            before = previous_period_code(regime, code, letters)
            after = adjoining_period_code(regime, code, letters)
            self._beside_periods[key] = before, after
        return self._beside_periods[key]

    @cached_property
    def _beside_periods(self) -> dict[tuple[str, ...], tuple[str | None, str | None]]:
        return {}

    @cached_property
    def _regimes(self) -> Mapping[str, Regime]:
        return {**self.over, **{regime.id: regime for regime in self.regimes}}


def _valid(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def load_catalogue(
    database: Database | Session | None = None,
    *,
    folder: Path = CATALOGUE,
    given: Texts | None = None,
) -> Catalogue:
    """Read everything; every fault of every file is reported together.

    What users have loaded into the database takes the place of files of the same name, and what
    is about to be loaded (`given`) takes the place of both.
    """
    standing, read_as = _standing(database)
    layers = (standing, given or Texts())
    forms, form_faults = load_forms(folder / "forms", *(texts.forms for texts in layers))
    regimes, regime_faults = load_regimes(folder / "regimes", *(t.regimes for t in layers))
    calendar, calendar_faults = load_calendar(
        folder / "holidays.toml", *(texts.holidays for texts in layers)
    )
    workbooks, workbook_faults = load_workbooks(tuple(t.workbooks for t in layers), forms)
    exports, export_faults = load_exports(tuple(t.exports for t in layers), forms)
    return Catalogue(
        forms,
        regimes,
        calendar,
        (*form_faults, *regime_faults, *calendar_faults, *workbook_faults, *export_faults),
        {name: text for texts in layers for name, text in texts.templates.items()},
        _wordings(text for texts in layers for text in texts.wordings.values()),
        _words(text for texts in layers for text in texts.words.values()),
        workbooks,
        exports,
        _style(text for texts in layers for text in texts.styles.values()),
        read_as=read_as,
    )


def as_loaded(session: Session, books: Catalogue) -> Catalogue:
    """The catalogue with what was loaded since the process has read it, by whichever process."""
    if version(session, SOURCES) == books.read_as:
        return books
    return snapshot(session, SOURCES, lambda: _read_anew(session, books))


def _read_anew(session: Session, books: Catalogue) -> Catalogue:
    """What is loaded was looked at before; where two loads do not go together, what stood before
    both goes on."""
    newer = load_catalogue(session)
    if newer.faults:
        log.error("what was loaded is not used: %s", "; ".join(map(str, newer.faults)))
        return books
    if books.used is not None:
        books.used(newer)
    return replace(newer, used=books.used)


def _wordings(loaded: Iterable[str]) -> dict[str, str]:
    """By id; of two the later."""
    return {id_: words for text in loaded for id_, words in flat_texts(tomllib.loads(text)).items()}


def _style(loaded: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By table and name; of two the later."""
    style: dict[str, dict[str, Any]] = {}
    for text in loaded:
        for name, table in tomllib.loads(text).items():
            if isinstance(table, dict):
                style.setdefault(name, {}).update(table)
    return style


def _words(loaded: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """All of them, by table and meaning."""
    words: dict[str, dict[str, list[str]]] = {}
    for text in loaded:
        for table, meanings in tomllib.loads(text).items():
            for meaning, phrases in meanings.items():
                words.setdefault(table, {}).setdefault(meaning, []).extend(phrases)
    return words


def _standing(database: Database | Session | None) -> tuple[Texts, str]:
    """What stands in a database, and as of which version."""
    if database is None:
        return Texts(), ""
    if isinstance(database, Database):
        with database.read() as session:
            return _standing(session)
    sources = sorted(standing_sources(database), key=lambda source: source.loaded_at)

    def of(kind: SourceKind) -> dict[str, str]:
        return {source.name: source.text for source in sources if source.kind is kind}

    texts = Texts(
        {f"{s.name}/{s.version}": s.text for s in sources if s.kind is SourceKind.FORM},
        of(SourceKind.REGIME),
        of(SourceKind.TEMPLATE),
        of(SourceKind.HOLIDAYS),
        of(SourceKind.TEXTS),
        of(SourceKind.WORDS),
        {f"{s.name}/{s.version}": s.text for s in sources if s.kind is SourceKind.WORKBOOK},
        of(SourceKind.EXPORT),
        of(SourceKind.STYLE),
    )
    return texts, version(database, SOURCES)


def template_text(name: str, folder: Path = CATALOGUE) -> str:
    """The text of a report template by the name that a form gives."""
    return (folder / "templates" / f"{name}.txt.j2").read_text("utf-8")
