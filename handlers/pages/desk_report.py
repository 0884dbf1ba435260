"""One unit's report on a superior's desk: the annex with the period before, who wrote what, and the
documents as they can be made now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from charts.series import Measured
from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.figures import Figure
from domain.report.forms import Indicator, Kind
from domain.report.shown import show, show_figure
from domain.talk.messages import Attachment
from handlers.documents.files import file_names, made_files
from handlers.documents.known import has_scale
from handlers.documents.trend import trend_series
from handlers.figures.history import history_of
from handlers.pages.opened import PageGone
from handlers.report.completeness import completeness
from handlers.report.deadline import deadline_words
from handlers.report.name import report_words
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_moment
from handlers.work import Work
from storage.reports.issues import issue_of, versions
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
    section: bool = False


@dataclass(frozen=True, slots=True)
class FigureDetail:
    """One figure over the periods, where it can be drawn, and its history."""

    title: str
    course: Measured | None
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole report as it stands."""

    id: int
    title: str
    due: str
    complete: str
    unit: str
    lines: tuple[AnnexLine, ...]
    files: tuple[str, ...]
    made: tuple[str, ...]  # what was made of it so far, and its number
    detail: FigureDetail | None = None


def report_page(work: Work, person: Official, report_id: int, code: str = "") -> ReportPage:
    """The report of a unit whose figures the person may see; PageGone for any other."""
    sheet = _sheet(work, person, report_id)
    return ReportPage(
        id=report_id,
        title=report_words(sheet),
        due=deadline_words(work, sheet.obligation),
        complete=completeness(sheet),
        unit=sheet.unit.name,
        lines=tuple(_lines(sheet)),
        files=file_names(work, sheet),
        made=tuple(_made(work, report_id)),
        detail=_detail(work, sheet, code) if code in sheet.form.indicators else None,
    )


def report_file(work: Work, person: Official, report_id: int, name: str) -> Attachment:
    """One of the documents, made as in the chat: a version that is noted, where anything has
    changed."""
    files = made_files(work, person, _sheet(work, person, report_id))
    found = next((file for file in files if file.name == name), None)
    if found is None:
        raise PageGone("replaced")
    return found


def _sheet(work: Work, person: Official, report_id: int) -> Sheet:
    owed = obligation(work.session, report_id)
    if owed is None or owed.unit_id not in work.below(person, Action.SEE_FIGURES):
        raise PageGone("not_yours")
    return open_sheet(work, owed)


def _made(work: Work, report_id: int) -> Iterator[str]:
    for version in versions(work.session, report_id):
        at = show_moment(version.made_at)
        yield say("page.desk.made", revision=version.revision, at=at)
    issue = issue_of(work.session, report_id)
    if issue.number is not None:
        day = show_date(issue.signed_on) if issue.signed_on else say("page.desk.no_day")
        yield say("page.desk.numbered", number=issue.number, day=day)


def _lines(sheet: Sheet) -> Iterator[AnnexLine]:
    """Each part of the annex under its heading, in printed order."""
    for section in sheet.form.sections:
        title = sheet.filled(section.title)
        yield AnnexLine(section.code, section.code, title, "", "", heading=True, section=True)
        yield from (_line(sheet, sheet.indicator(code)) for code in section.codes)


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
    course = trend_series(work, sheet, code) if has_scale(sheet.indicator(code)) else None
    title = say("pictures.trend", code=code, label=sheet.short(code))
    first, *entries = history_of(work, sheet, code).text.split("\n")
    history = tuple(entry.removeprefix("- ") for entry in entries or [first])
    return FigureDetail(title, course, history)
