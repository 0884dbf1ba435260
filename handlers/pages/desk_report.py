"""One unit's report on a superior's desk: the annex with the period before, and who wrote what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from charts.series import STATE_WORDS
from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.figures import Figure
from domain.report.forms import Indicator, Kind
from domain.report.shown import show, show_figure
from handlers.desk.status import completeness
from handlers.documents.known import has_scale
from handlers.documents.trend import course_of
from handlers.figures.history import history_of
from handlers.pages.opened import PageGone
from handlers.report.deadline import deadline_words
from handlers.report.name import report_words
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.say import say
from handlers.work import Work
from storage.reports.rounds import obligation


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One line of the annex."""

    code: str
    printed: str
    label: str
    now: str
    before: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class FigureDetail:
    """One figure over the periods, `share` of the largest in percent, and its history."""

    title: str
    points: tuple[tuple[str, str, int], ...]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole report as it stands."""

    id: int
    title: str
    due: str
    complete: str
    lines: tuple[AnnexLine, ...]
    detail: FigureDetail | None = None


def report_page(work: Work, person: Official, report_id: int, code: str = "") -> ReportPage:
    """The report of a unit whose figures the person may see; PageGone for any other."""
    owed = obligation(work.session, report_id)
    if owed is None or owed.unit_id not in work.below(person, Action.SEE_FIGURES):
        raise PageGone("not_yours")
    sheet = open_sheet(work, owed)
    return ReportPage(
        id=report_id,
        title=report_words(sheet),
        due=deadline_words(work, owed),
        complete=completeness(sheet),
        lines=tuple(_line(sheet, each) for each in sheet.form.indicators.values()),
        detail=_detail(work, sheet, code) if code in sheet.form.indicators else None,
    )


def _line(sheet: Sheet, indicator: Indicator) -> AnnexLine:
    code = indicator.code
    now, before = sheet.figure(code), sheet.previous.get(code)
    if indicator.ratio:
        shown, earlier = _rate(sheet.rates, code), _rate(sheet.previous_rates, code)
    else:
        shown, earlier = _words(now, indicator), _words(before, indicator)
    heading = indicator.kind is Kind.GROUP
    return AnnexLine(code, indicator.printed, sheet.label(code), shown, earlier, heading)


def _words(figure: Figure | None, indicator: Indicator) -> str:
    return show_figure(figure, indicator) if figure else ""


def _rate(rates: Mapping[str, Decimal | None], code: str) -> str:
    value = rates.get(code)
    return say("reading.percent", number=show(value)) if value is not None else ""


def _detail(work: Work, sheet: Sheet, code: str) -> FigureDetail:
    indicator = sheet.indicator(code)
    points = course_of(work, sheet, code).points if has_scale(indicator) else ()
    most = max((abs(p.value) for p in points if p.value is not None), default=None)
    shown = tuple(
        (
            point.label,
            STATE_WORDS.get(point.known) or show(point.value or Decimal(0), indicator.kind),
            int(abs(point.value) * 100 / most) if point.value is not None and most else 0,
        )
        for point in points
    )
    title = say("pictures.trend", code=code, label=sheet.short(code))
    entries = history_of(work, sheet, code).text.split("\n")
    return FigureDetail(title, shown, tuple(entries))
