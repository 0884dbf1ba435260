"""Of which report an annex is: what the file tells of unit, form and period, else a question.

lan   < (tệp phu-luc.xlsx)
bot   > Tệp này là của kỳ nào?  [quý II năm 2024] [quý III năm 2024]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.people.people import Official
from domain.report.forms import Form
from domain.words import fold
from handlers.annex.file import AnnexFile, fitting_form
from handlers.report.parts import CORRECTED_WITHIN, Part, part_of, part_to_correct, parts, units_of
from handlers.wording.said_periods import read_period
from handlers.work import Work
from storage.reports.rounds import Obligation, obligations_of

_COMMUNE = re.compile(r"\b(?:ubnd|uy ban nhan dan) (?=(?:xa|phuong|thi tran|dac khu) )")


class Unfit(StrEnum):
    """Why a file is of no report of this person."""

    NO_PART = "no_part"  # the person gives no figures
    OTHER_UNIT = "other_unit"
    OTHER_FORM = "other_form"
    OLD_FORM = "old_form"  # of another version of the form: a code may mean something else
    NO_REPORT = "no_report"  # none of that period, or it is finished since long


@dataclass(frozen=True, slots=True)
class Candidates:
    """The reports that a file may be of; one is sure, several are asked about."""

    parts: tuple[Part, ...] = ()
    unfit: Unfit | None = None


def reports_meant(
    work: Work, person: Official, annex: AnnexFile, caption: str, name: str
) -> Candidates:
    """What the file, its name and the words beside it leave open of the person's own reports."""
    own = units_of(work, person)
    own_parts = _own_parts(work, person)
    if not own_parts and not any(True for _ in _all_parts(work, person, own)):
        return Candidates(unfit=Unfit.NO_PART)
    if _of_other_unit(work, annex, own):
        return Candidates(unfit=Unfit.OTHER_UNIT)
    if annex.unit_id:
        own = frozenset({annex.unit_id})
        own_parts = tuple(p for p in own_parts if p.sheet.unit.id == annex.unit_id)
    periods = _periods(work, annex, caption, name)
    found = own_parts if not periods else tuple(_all_parts(work, person, own, periods))
    if not found:
        return Candidates(unfit=Unfit.NO_REPORT)
    return _of_form(work, annex, found)


def _own_parts(work: Work, person: Official) -> tuple[Part, ...]:
    """The open reports; where there is none, the one that was finished last."""
    if found := parts(work, person):
        return found
    recent = part_to_correct(work, person)
    return (recent,) if recent else ()


def _all_parts(
    work: Work, person: Official, own: Iterable[str], periods: frozenset[str] = frozenset()
) -> Iterable[Part]:
    for unit_id in sorted(own):
        for obligation in obligations_of(work.session, unit_id):
            if periods and not _told(obligation, periods):
                continue
            done = obligation.completed_at
            if done and done < work.now - CORRECTED_WITHIN:
                continue
            if part := part_of(work, person, obligation):
                yield part


def _told(obligation: Obligation, periods: frozenset[str]) -> bool:
    code = obligation.period_code
    return bool({code, f"{obligation.regime_id}/{code}"} & periods)


def _periods(work: Work, annex: AnnexFile, caption: str, name: str) -> frozenset[str]:
    """The periods that are named: by the product's own file, by the person, by the file."""
    if annex.round_id:
        return frozenset({annex.round_id})
    if told := read_period(caption, work.today)[0]:
        return frozenset({told})
    stem = name.rpartition(".")[0].replace("_", " ")
    lines = (stem, *annex.heading)
    return frozenset(filter(None, (read_period(line, work.today)[0] for line in lines)))


def _of_other_unit(work: Work, annex: AnnexFile, own: frozenset[str]) -> bool:
    """True where the file names a unit, and none that is the person's own."""
    if annex.unit_id:
        return annex.unit_id not in own
    names = [fold(work.unit(unit_id).name) for unit_id in own]
    named = [
        line[found.end() :]
        for line in map(fold, annex.heading)
        for found in _COMMUNE.finditer(line)
    ]
    return bool(named) and not any(
        re.match(rf"{re.escape(name)}\b", words) for words in named for name in names
    )


def _of_form(work: Work, annex: AnnexFile, found: tuple[Part, ...]) -> Candidates:
    fits = tuple(p for p in found if _fits(work, annex, p.sheet.form))
    if not fits:
        return Candidates(unfit=Unfit.OTHER_FORM)
    if annex.version and all(p.sheet.form.version != annex.version for p in fits):
        return Candidates(unfit=Unfit.OLD_FORM)
    return Candidates(fits)


def _fits(work: Work, annex: AnnexFile, form: Form) -> bool:
    """True where no other form knows more of the lines. A list of a few lines may fit several: the
    preview names them."""
    if annex.form_id:
        return annex.form_id == form.id
    return _known(annex, form) >= max(_known(annex, each) for each in work.catalogue.forms)


def _known(annex: AnnexFile, form: Form) -> int:
    return len({cell.code for cell in annex.cells} & form.indicators.keys())


def likely_form(work: Work, person: Official, annex: AnnexFile) -> Form:
    """The form by which a file is checked: that of a report the person owes, if it fits."""
    owed = [part.sheet.form for part in _own_parts(work, person)]
    fits = [form for form in owed if _fits(work, annex, form)]
    return fitting_form(annex, fits or work.catalogue.forms)
