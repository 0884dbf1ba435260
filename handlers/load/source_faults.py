"""What forms, regimes and report texts need of each other: a regime its form, a form its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.dates.regimes import Regime, rounds_of
from domain.report.forms import Form
from handlers.load.faults import Known, unit_fault
from handlers.wording.say import say
from handlers.work import Work
from reports.template_faults import ENDING, template_faults
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.sources import form_in_use
from storage.catalogue.toml_table import nearest

TEMPLATES = CATALOGUE / "templates"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at, each with the file that its faults are told of: forms by id and version,
    regimes by id, report texts by name. `unsound` are forms that have faults of their own;
    `known` are the units that there are, None where nobody knows."""

    forms: Mapping[tuple[str, str], str]
    regimes: Mapping[str, str]
    templates: Mapping[str, str]
    unsound: Collection[str] = field(default=())
    known: Known | None = None


def source_faults(catalogue: Catalogue, looked: Looked, today: date) -> tuple[Fault, ...]:
    """Every fault between them, each once."""
    found = [
        *(fault for form in catalogue.forms for fault in _form_faults(form, catalogue, looked)),
        *(
            fault
            for regime in catalogue.regimes
            if regime.id in looked.regimes
            for fault in _regime_faults(regime, catalogue, looked, today)
        ),
    ]
    return tuple(dict.fromkeys(found))


def _form_faults(form: Form, catalogue: Catalogue, looked: Looked) -> Iterator[Fault]:
    """The report text that a form names, where one of the two is looked at."""
    file = looked.forms.get((form.id, form.version))
    if file is None and form.template not in looked.templates:
        return
    names = [*catalogue.templates, *(f.name.removesuffix(ENDING) for f in TEMPLATES.iterdir())]
    if not form.template:
        yield Fault(file or "", "template", say("check.template_unnamed"))
    elif form.template not in names:
        near = nearest(form.template, names)
        text_id = "check.no_template_near" if near else "check.no_template"
        message = say(text_id, name=form.template, near=near)
        yield Fault(file or "", "template", message)
    else:
        place = looked.templates.get(form.template, f"templates/{form.template}{ENDING}")
        for _, line, message in template_faults(TEMPLATES, form, catalogue.templates):
            yield Fault(place, line, message)


def _regime_faults(
    regime: Regime, catalogue: Catalogue, looked: Looked, today: date
) -> Iterator[Fault]:
    """Is there the body whose letter it is, and a version of the form for every round of this
    year and the next, and for those whose dates are given?"""
    file = looked.regimes[regime.id]
    if looked.known and regime.superior_id:
        for key, message in unit_fault("superior_id", regime.superior_id, looked.known):
            yield Fault(file, key, message)
    if regime.form_id in looked.unsound:
        return
    known = {form.id for form in catalogue.forms}
    if regime.form_id not in known:
        near = nearest(regime.form_id, known)
        text_id = "check.no_such_form_near" if near else "check.no_such_form"
        yield Fault(file, "form_id", say(text_id, form=regime.form_id, near=near))
        return
    yield from _group_faults(regime, catalogue, file)
    yield from _target_faults(regime, catalogue, file)
    years = {today.year, today.year + 1, *(given.period.year for given in regime.given)}
    for year in sorted(years):
        for round_ in rounds_of(regime, year, catalogue.calendar):
            if not catalogue.has_form(regime.form_id, round_.closing):
                words = {"form": regime.form_id, "period": round_.period.code}
                yield Fault(file, "form_id", say("check.form_not_valid", **words))


def _target_faults(regime: Regime, catalogue: Catalogue, file: str) -> Iterator[Fault]:
    """A target is of a line that can be drawn, in some version of the form."""
    lines = [
        line
        for form in catalogue.forms
        if form.id == regime.form_id
        for line in form.indicators.values()
    ]
    drawn = {line.code for line in lines if line.kind.counts}
    for code in regime.targets:
        if code not in drawn:
            message = say("check.no_such_target", code=code, form=regime.form_id)
            yield Fault(file, f"targets.{code}", message)


def _group_faults(regime: Regime, catalogue: Catalogue, file: str) -> Iterator[Fault]:
    """A column for a group of units is a group of the regime that is added up."""
    added = next((each for each in catalogue.regimes if each.id == regime.adds_up), None)
    known = [group.title for group in added.owed_by] if added else []
    columns = {
        column.group: None
        for form in catalogue.forms
        if form.id == regime.form_id
        for column in form.columns
        if column.group
    }
    for group in columns:
        if group not in known:
            words = {"group": group, "known": "; ".join(known) or "–"}
            yield Fault(file, "adds_up", say("check.no_such_group", **words))


def dropped_codes(work: Work, standing: Catalogue, looked: Looked) -> Iterator[Fault]:
    """A form version that has been asked keeps every code: figures stand under them."""
    before = {(form.id, form.version): form for form in standing.forms}
    for form in work.catalogue.forms:
        name = (form.id, form.version)
        if name in looked.forms and name in before and form_in_use(work.session, *name):
            for code in before[name].indicators.keys() - form.indicators.keys():
                message = say("check.dropped_code", code=code, version=form.version)
                yield Fault(looked.forms[name], "indicators", message)
