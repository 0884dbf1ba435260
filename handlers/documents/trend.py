"""One figure over the periods, as text and picture.

lan  < biểu đồ 3.1.1
bot  > III.3.1.1 hồ sơ đã giải quyết xong ... quý III năm 2023: 350 ... (ảnh)
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from charts.series import Head, Point, Trend, text_of
from domain.dates.periods import months_of
from domain.report.figures import Figures
from domain.report.forms import Kind, Nature
from domain.report.rates import rates_of
from domain.talk.messages import Reply
from handlers.documents.pictures import picture
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from storage.reports.figures import PeriodFigures, figures_over_periods

PERIODS_AT_MOST = 8


def trend(work: Work, sheet: Sheet, code: str) -> Reply:
    """The figure in the periods up to this one; what arose is only set beside periods that are
    as long."""
    indicator = sheet.indicator(code)
    if indicator.kind in (Kind.ENUM, Kind.GROUP, Kind.DATE):
        return Reply(say("pictures.no_scale", code=code))
    series = Trend(
        Head(
            title=say("pictures.trend", code=code, label=sheet.short(code)),
            subtitle=sheet.unit.name,
            foot=say("pictures.foot", at=show_moment(work.now)),
        ),
        missing=say("pictures.missing"),
        points=points_of(work, sheet, code),
        percent=indicator.kind is Kind.PERCENT,
    )
    return Reply(text_of(series), (), (picture(sheet, f"bieu-do-{code}", series),))


def points_of(work: Work, sheet: Sheet, code: str) -> tuple[Point, ...]:
    """The figure in the periods up to this one that it may be set beside."""
    now = sheet.obligation.period_code
    earlier = (each for each in _earlier(work, sheet, code) if _comparable(sheet, code, each))
    points = [Point(period_words(p.period_code), _number(sheet, code, p.figures)) for p in earlier]
    present = Point(period_words(now), _number(sheet, code, sheet.figures))
    return (*points[1 - PERIODS_AT_MOST :], present)


def _earlier(work: Work, sheet: Sheet, code: str) -> Iterator[PeriodFigures]:
    ratio = sheet.indicator(code).ratio
    codes = {code, *((ratio.part, ratio.whole) if ratio else ())}
    for period in figures_over_periods(work.session, sheet.unit.id, sheet.form.id, codes):
        if period.period_code == sheet.obligation.period_code:
            return
        yield period


def _comparable(sheet: Sheet, code: str, period: PeriodFigures) -> bool:
    indicator = sheet.indicator(code)
    if indicator.nature is not Nature.FLOW or indicator.kind is Kind.PERCENT:
        return True
    return months_of(period.period_code) == months_of(sheet.obligation.period_code)


def _number(sheet: Sheet, code: str, figures: Figures) -> Decimal | None:
    indicator = sheet.indicator(code)
    if indicator.ratio:
        return rates_of(sheet.form, figures)[code]
    figure = figures.get(code)
    return figure.number(indicator.kind) if figure else None
