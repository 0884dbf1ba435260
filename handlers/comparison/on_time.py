"""How many reports came in time, period by period: of all units together, and unit by unit.

quynh < xu hướng đúng hạn
bot   > Nộp báo cáo đúng hạn qua các kỳ ... quý II năm 2024: 75% (6/8 đơn vị) ... (ảnh)
quynh < so sánh đúng hạn
bot   > ... xã Đa Lộc: quý I năm 2024 trễ 3 ngày, quý II năm 2024 đúng hạn ... (ảnh)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from charts.series import (
    Head,
    Heat,
    HeatCell,
    HeatRow,
    LegendEntry,
    Measured,
    Point,
    Shade,
    text_of,
)
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.punctuality import Delivery, Punctuality, by_unit, lateness
from domain.report.rates import rate
from domain.talk.messages import Reply
from handlers.comparison.asked import picture_name
from handlers.comparison.figure_grid import row_of
from handlers.desk.rank import deliveries, late_words, rank, records
from handlers.desk.scope import body_names, overseen
from handlers.question import ToAsk
from handlers.wording.onward import page_line, page_of, read_start
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from reports.drawing import undrawn

PERIODS_AT_MOST = 8


def on_time_course(work: Work, person: Official) -> Reply | ToAsk:
    """The share of reports in time, period by period; of somebody who oversees nobody, the own
    record."""
    units = overseen(work, person, Action.SEE_PUNCTUALITY)
    if not units:
        return rank(work, person, "")
    every = _told(work, units)
    periods = _periods(every)
    points = [_share(work, period, every) for period in periods]
    if not points:
        return Reply(say("desk.on_time.nothing"))
    body = body_names(work, person, Action.SEE_PUNCTUALITY)
    head = _head(work, say("desk.on_time.course"), body)
    series = Measured(head, tuple(points), percent=True)
    return Reply(
        text_of(series), (), (undrawn(picture_name("dung-han-qua-ky", body, periods[-1]), series),)
    )


def _told(work: Work, units: Sequence[Unit]) -> list[Delivery]:
    """What is sent, or overdue: all else says nothing yet."""
    every = deliveries(work, [unit.id for unit in units])
    return [each for each in every if _says_something(work, each)]


def _says_something(work: Work, each: Delivery) -> bool:
    return each.sent_at is not None or each.due < work.now


def _periods(every: Sequence[Delivery]) -> list[str]:
    first = {each.period_code: each.due for each in sorted(every, key=lambda each: each.due)}
    return list(first)


def _share(work: Work, period: str, every: Sequence[Delivery]) -> Point:
    owed = [each for each in every if each.period_code == period]
    in_time = sum(not lateness(each, work.now) for each in owed)
    note = say("desk.on_time.of", on_time=in_time, due=len(owed))
    return Point(period_words(period), rate(Decimal(in_time), Decimal(len(owed))), note=note)


def on_time_grid(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """A row a unit, the least punctual first; a column a period."""
    units = overseen(work, person, Action.SEE_PUNCTUALITY)
    if not units:
        return rank(work, person, "")
    start, said = read_start(text)
    every = _told(work, units)
    periods = _periods(every)
    if not periods:
        return Reply(say("desk.on_time.nothing"))
    body = body_names(work, person, Action.SEE_PUNCTUALITY)
    shown = page_of(by_merit(records(work, units, every)), start)
    series = grid_of_deliveries(work, [work.units[each.unit_id] for each in shown], every, body)
    cut = page_line(len(units), start, f"{say('desk.verb.so-sanh')} {said}")
    notes = filter(None, (cut, *series.notes, say("desk.rank.private")))
    series = replace(series, notes=tuple(notes))
    return Reply(
        text_of(series),
        (),
        (undrawn(picture_name("dung-han-tung-don-vi", body, periods[-1]), series),),
    )


def grid_of_deliveries(
    work: Work, shown: Sequence[Unit], every: Sequence[Delivery], body: str
) -> Heat:
    """The rows of those that are shown, in their order, over the periods of all."""
    every = [each for each in every if _says_something(work, each)]
    periods = _periods(every)
    newest = periods[-PERIODS_AT_MOST:]
    own = by_unit(every)
    cut = say("pictures.columns_cut", shown=len(newest), total=len(periods))
    return Heat(
        _head(work, say("desk.on_time.grid"), body),
        columns=tuple(map(period_words, newest)),
        rows=tuple(_row(work, unit, newest, own.get(unit.id, ())) for unit in shown),
        legend=(
            LegendEntry(Shade.ALL, say("desk.on_time.in_time_meaning")),
            LegendEntry(Shade.LITTLE, say("desk.on_time.late_meaning")),
            LegendEntry(Shade.ALERT, say("desk.on_time.unsent_meaning")),
        ),
        notes=(cut,) if len(newest) < len(periods) else (),
    )


def _head(work: Work, title: str, body: str) -> Head:
    return Head(title, body, say("pictures.foot", at=show_moment(work.now)))


def by_merit(known: Sequence[Punctuality]) -> list[Punctuality]:
    """The least punctual first, of equals in their order; of whom nothing is known, at the end."""
    return sorted(known, key=_merit)


def _merit(record: Punctuality) -> tuple[float, int, timedelta]:
    late = record.late_by
    return record.on_time / record.due if record.due else 2.0, -late.days, -late.hours


def _row(work: Work, unit: Unit, shown: Sequence[str], own: Sequence[Delivery]) -> HeatRow:
    by_period: dict[str, list[Delivery]] = {}
    for delivery in own:
        by_period.setdefault(delivery.period_code, []).append(delivery)
    return row_of(unit, [_cell(work, each, by_period.get(each, ())) for each in shown])


def _cell(work: Work, period: str, owed: Sequence[Delivery]) -> HeatCell:
    """The worst of what was owed in the period."""
    label = period_words(period)
    if not owed:
        return HeatCell(label, "", Shade.EMPTY)
    worst = max(owed, key=lambda each: lateness(each, work.now))
    late = lateness(worst, work.now)
    if not late:
        return HeatCell(
            label, say("desk.on_time.in_time"), Shade.ALL, say("desk.on_time.in_time_meaning")
        )
    if worst.sent_at is None:
        told = say("desk.rank.not_sent", late=late_words(late))
        return HeatCell(label, say("desk.on_time.unsent"), Shade.ALERT, told)
    words = say("desk.on_time.late", late=late.days or late_words(late))
    told = say("desk.on_time.late_told", late=late_words(late))
    return HeatCell(label, words, Shade.LITTLE, told)
