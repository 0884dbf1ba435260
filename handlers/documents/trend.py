"""One figure over the periods, as text and picture.

lan  < xu hướng 3.1.1 quý I/2023 đến nay
bot  > III.3.1.1 hồ sơ đã giải quyết xong ... quý III năm 2023: 350 ... (ảnh)
"""

from __future__ import annotations

from dataclasses import dataclass

from charts.series import Head, Measured, Point, text_of
from domain.dates.periods import months_of
from domain.dates.span_reading import first_day
from domain.report.forms import Form, Kind, Nature
from domain.report.rollup import codes_behind
from domain.report.shown import unit_words
from domain.talk.messages import Reply
from handlers.documents.known import extremes, has_scale, known_of, reached, target_of, usual
from handlers.documents.pictures import picture
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.example import example_in
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from storage.reports.figures import figures_of_many
from storage.reports.rounds import Obligation, obligations_opened_by

USUALLY_SHOWN = 8  # periods, where nobody asks for more
PERIODS_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Course:
    """A figure over the periods, the oldest first; what is left out is counted."""

    points: tuple[Point, ...]
    codes: tuple[str, ...]  # of all periods that can be set beside each other, shown or not
    other_lengths: int = 0  # periods that are longer or shorter


def trend(work: Work, sheet: Sheet, code: str, first: str | None = None) -> Reply:
    """The figure in the periods up to this one, from a first one on where one is named; what arose
    is only set beside periods that are as long."""
    indicator = sheet.indicator(code)
    if not has_scale(indicator):
        return Reply(say("pictures.no_scale", code=code, **example_in(sheet.form).fields))
    series = trend_series(work, sheet, code, first)
    return Reply(text_of(series), (), (picture(sheet, f"xu-huong-{code}", series),))


def trend_series(work: Work, sheet: Sheet, code: str, first: str | None = None) -> Measured:
    """The figure over the periods, of a line that can be drawn."""
    indicator = sheet.indicator(code)
    course = course_of(work, sheet, code, first)
    known = [point.value for point in course.points if point.value is not None]
    target = target_of(indicator, sheet.regime)
    return Measured(
        Head(
            title=say("pictures.trend", code=code, label=sheet.short(code)),
            subtitle=measured_in(sheet.unit.name, unit_words(indicator)),
            foot=say("pictures.foot", at=show_moment(work.now)),
        ),
        points=course.points,
        percent=indicator.kind is Kind.PERCENT,
        references=(*usual(indicator, known, say("pictures.mean")), *target),
        notes=(
            *extremes(indicator, course.points),
            *reached(target, course.points, "periods"),
            *_left_out(sheet, code, course),
        ),
    )


def newest(work: Work, sheet: Sheet, code: str) -> Sheet:
    """The newest report of the unit that asks for the figure: where no last period is named, until
    now is meant, whichever report is being filled."""
    every = obligations_opened_by(work.session, [sheet.unit.id], work.today)
    now = sheet.obligation
    alike = [
        each
        for each in every
        if each.form_id == now.form_id
        and each.regime_id == now.regime_id
        and each.closes > now.closes
        and code in _form(work, each).indicators
    ]
    return open_sheet(work, max(alike, key=lambda each: each.closes)) if alike else sheet


def measured_in(where: str, unit: str) -> str:
    """`xã Bắc Sơn (đơn vị tính: hồ sơ)`."""
    if unit in ("", "%"):
        return where
    return say("pictures.measured_in", where=where, unit=unit)


def course_of(work: Work, sheet: Sheet, code: str, first: str | None = None) -> Course:
    """The figure in the periods up to this one that it may be set beside."""
    owed = _owed(work, sheet, code)
    if first is not None:
        owed = [each for each in owed if each.closes >= first_day(first)]
    alike = [each for each in owed if _comparable(sheet, code, each.period_code)]
    shown = alike[-(PERIODS_AT_MOST if first else USUALLY_SHOWN) :]
    points = _points(work, sheet, code, shown)
    codes = tuple(each.period_code for each in alike)
    return Course(points, codes, len(owed) - len(alike))


def _owed(work: Work, sheet: Sheet, code: str) -> list[Obligation]:
    """One report a period that asks for the figure, up to this one; of two letters, this one's."""
    now = sheet.obligation
    every = obligations_opened_by(work.session, [sheet.unit.id], work.today)
    found: dict[str, Obligation] = {}
    for each in every:
        known = found.get(each.period_code)
        if each.form_id != now.form_id or each.closes > now.closes:
            continue
        if known is None or known.regime_id != now.regime_id:
            found[each.period_code] = each
    found[now.period_code] = now
    asked = (each for each in found.values() if code in _form(work, each).indicators)
    return sorted(asked, key=lambda each: (each.closes, each.period_code == now.period_code))


def _form(work: Work, owed: Obligation) -> Form:
    return work.catalogue.form(owed.form_id, owed.closes)


def _points(work: Work, sheet: Sheet, code: str, shown: list[Obligation]) -> tuple[Point, ...]:
    codes = codes_behind(sheet.indicator(code))
    figures = figures_of_many(work.session, [each.id for each in shown], codes)
    figures[sheet.obligation.id] = dict(sheet.figures)
    return tuple(
        Point(
            period_words(each.period_code),
            *known_of(_form(work, each), code, figures[each.id]),
            stands_out=each.id == sheet.obligation.id,
        )
        for each in shown
    )


def _comparable(sheet: Sheet, code: str, period: str) -> bool:
    indicator = sheet.indicator(code)
    if indicator.nature is not Nature.FLOW or indicator.kind is Kind.PERCENT:
        return True
    return months_of(period) == months_of(sheet.obligation.period_code)


def _left_out(sheet: Sheet, code: str, course: Course) -> tuple[str, ...]:
    said = []
    total, shown = len(course.codes), len(course.points)
    if total > shown:
        span = period_words(course.codes[max(0, total - PERIODS_AT_MOST)])
        way = say("pictures.span", slug=sheet.unit.slug, code=code, first=span)
        said.append(say("pictures.periods_cut", shown=shown, total=total, way=way))
    if course.other_lengths:
        said.append(say("pictures.other_lengths", count=course.other_lengths))
    return tuple(said)
