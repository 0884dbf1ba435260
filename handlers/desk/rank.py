"""How often reports came in time: a superior sees the communes below, a commune only itself.

quynh < /xephang
bot   > Nộp đúng hạn, huyện Ân Thi (các kỳ trong hai năm gần đây):
        1. xã Bắc Sơn: 4/4 kỳ đúng hạn
        ...
lan   < /xephang
bot   > Xã Bắc Sơn: 4/4 kỳ đúng hạn ...
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from charts.series import BarGroup, Given, Head, Progress
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.punctuality import (
    Delivery,
    Lateness,
    Place,
    Punctuality,
    by_unit,
    lateness,
    punctuality,
    ranking,
)
from domain.talk.messages import Attachment, Reply
from domain.words import fold
from handlers.desk.find import verb
from handlers.desk.overview import names_of
from handlers.desk.scope import body_names, overseen
from handlers.desk.which_unit import NamedUnit, which_unit
from handlers.question import ToAsk
from handlers.wording.onward import page_line, page_of, read_start
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day_month, show_length, show_moment
from handlers.work import Work
from reports.drawing import undrawn
from storage.reports.sendings import Sending, sendings

LOOK_BACK = timedelta(days=730)
PERIODS_AT_MOST = 8


def rank(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The ranking of the communes below, or the record of the one that is named or is one's own."""
    units = overseen(work, person, Action.SEE_PUNCTUALITY)
    start, name = read_start(text)
    if units and not name:
        return _ranking(work, person, units, start)
    named = which_unit(work, person, Action.SEE_PUNCTUALITY, "xep-hang", text)
    if not isinstance(named, NamedUnit):
        return named
    return _record(work, work.units[named.unit_id])


def deliveries(work: Work, unit_ids: Collection[str]) -> tuple[Delivery, ...]:
    """Every report that these units have owed lately and whose sending is known."""
    known = work.units
    owed = sendings(work.session, unit_ids, work.today, work.now - LOOK_BACK)
    return tuple(
        Delivery(each.unit_id, each.period_code, _counted_due(each), each.sent_at, each.returned)
        for each in owed
        if known[each.unit_id].valid_on(each.closes)
    )


def _counted_due(report: Sending) -> datetime:
    """The due moment by which lateness is judged: more time that is given when it has gone by
    does not undo that the report was late, as with tasks."""
    due = report.due_at
    for extended in report.extended:
        if extended.at <= due:
            due = extended.until
    return due


def records(work: Work, units: Sequence[Unit], every: Iterable[Delivery]) -> list[Punctuality]:
    """The record of each unit, in the order of the units."""
    own = by_unit(every)
    return [punctuality(unit.id, own.get(unit.id, ()), work.now) for unit in units]


def _ranking(work: Work, person: Official, units: Sequence[Unit], start: int) -> Reply:
    known = records(work, units, deliveries(work, [unit.id for unit in units]))
    places = ranking(known)
    body = body_names(work, person, Action.SEE_PUNCTUALITY)
    lines = [say("desk.rank.title", body=body)]
    shown = page_of(places, start)
    lines += [_line(work, place) for place in shown]
    cut = page_line(len(places), start, verb("xep-hang"))
    lines += [cut] if cut else []
    unknown = [work.units[record.unit_id] for record in known if not record.due]
    if unknown:
        lines.append(say("desk.rank.unknown", names=names_of(unknown)))
    text = "\n".join([*lines, say("desk.rank.private")])
    return Reply(text, (), (_picture(work, body, shown, cut),) if places else ())


def _line(work: Work, place: Place) -> str:
    record = place.of
    return say(
        "desk.rank.line",
        place=place.number,
        unit=work.units[record.unit_id].name,
        on_time=record.on_time,
        due=record.due,
        notes="".join(_notes(record)),
    )


def _notes(record: Punctuality) -> Iterable[str]:
    if record.late_by:
        yield say("desk.rank.late", late=late_words(record.late_by))
    if record.unsent:
        yield say("desk.rank.unsent", count=record.unsent)
    if record.returned:
        yield say("desk.rank.returned", count=record.returned)


def _picture(work: Work, body: str, places: Sequence[Place], cut: str) -> Attachment:
    bars = tuple(Given(work.units[p.of.unit_id].name, p.of.on_time, p.of.due) for p in places)
    foot = say("pictures.foot", at=show_moment(work.now))
    series = Progress(
        Head(say("desk.rank.chart"), body, foot),
        (BarGroup(say("desk.rank.chart_group"), bars),),
        (cut,) if cut else (),
    )
    slug = fold(body).replace(" ", "-").replace(",", "")
    return undrawn(f"dung-han-{slug}.png", series)


def _record(work: Work, unit: Unit) -> Reply:
    """One commune's own record, period by period, the newest first."""
    own = deliveries(work, [unit.id])
    record = punctuality(unit.id, own, work.now)
    name = unit.name[:1].upper() + unit.name[1:]
    if not record.due:
        return Reply(say("desk.rank.nothing", unit=name))
    lines = [say("desk.rank.own", unit=name, on_time=record.on_time, due=record.due)]
    told = [d for d in reversed(own) if d.sent_at or d.due < work.now]
    lines += [
        say("desk.rank.own_line", period=period_words(d.period_code), how=_how(work, d))
        for d in told[:PERIODS_AT_MOST]
    ]
    return Reply("\n".join(lines))


def _how(work: Work, delivery: Delivery) -> str:
    late = lateness(delivery, work.now)
    if delivery.sent_at is None:
        return say("desk.rank.not_sent", late=late_words(late))
    day = show_day_month(delivery.sent_at)
    if late:
        return say("desk.rank.sent_late", late=late_words(late), day=day)
    return say("desk.rank.in_time", day=day)


def late_words(late: Lateness) -> str:
    """`3 ngày`; of what missed its hour on the day `5 giờ`."""
    return show_length(late.days, late.hours)
