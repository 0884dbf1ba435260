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
from domain.dates.owed import of_report
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.punctuality import Delivery, Place, Punctuality, days_late, punctuality, ranking
from domain.talk.messages import Attachment, Reply
from domain.words import fold
from handlers.desk.find import verb
from handlers.desk.overview import names_of
from handlers.desk.scope import body_names, overseen
from handlers.desk.which_unit import NamedUnit, which_unit
from handlers.question import ToAsk
from handlers.wording.onward import page_line, page_of, read_start
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_day_month, show_moment
from handlers.work import Work
from reports.drawing import undrawn
from storage.database.audit import AuditEntry, deeds
from storage.database.states import ObligationState
from storage.reports.figures import came_loaded
from storage.reports.rounds import Obligation, obligations_opened_by

LOOK_BACK = timedelta(days=730)
PERIODS_AT_MOST = 8
CHANGED = "obligation.state"
EXTENDED = "obligation.extended"
AT_ONCE = 500


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
    owed = obligations_opened_by(work.session, unit_ids, work.today, work.now - LOOK_BACK)
    loaded = came_loaded(work.session, [report.id for report in owed])
    known = [
        report
        for report in owed
        if report.id not in loaded and work.units[report.unit_id].valid_on(report.closes)
    ]
    return _delivered(work, known)


def _delivered(work: Work, owed: Sequence[Obligation]) -> tuple[Delivery, ...]:
    """With the first time that each was complete, and how often it was sent back."""
    subjects = [str(of_report(report.id)) for report in owed]
    changes, extended = _deeds(work, CHANGED, subjects), _deeds(work, EXTENDED, subjects)
    return tuple(
        _delivery(report, changes.get(subject, ()), extended.get(subject, ()))
        for report, subject in zip(owed, subjects, strict=True)
    )


def _deeds(work: Work, action: str, subjects: Sequence[str]) -> dict[str, list[AuditEntry]]:
    found: dict[str, list[AuditEntry]] = {}
    for start in range(0, len(subjects), AT_ONCE):
        for entry in deeds(work.session, action, subjects[start : start + AT_ONCE]):
            found.setdefault(entry.subject, []).append(entry)
    return found


def _counted_due(report: Obligation, extended: Sequence[AuditEntry]) -> datetime:
    """The due moment by which lateness is judged: more time that is given when it has gone by
    does not undo that the report was late, as with tasks."""
    due = report.due_at
    for entry in extended:
        if entry.at <= due:
            due = datetime.fromisoformat(entry.detail["new"])
    return due


def _delivery(
    report: Obligation, changes: Sequence[AuditEntry], extended: Sequence[AuditEntry]
) -> Delivery:
    complete = (e.at for e in changes if e.detail["new"] == ObligationState.COMPLETE.value)
    returned = sum(e.detail["new"] == ObligationState.RETURNED.value for e in changes)
    due = _counted_due(report, extended)
    return Delivery(report.unit_id, report.period_code, due, next(complete, None), returned)


def _ranking(work: Work, person: Official, units: Sequence[Unit], start: int) -> Reply:
    every = deliveries(work, [unit.id for unit in units])
    records = [punctuality(unit.id, every, work.now) for unit in units]
    places = ranking(records)
    body = body_names(work, person, Action.SEE_PUNCTUALITY)
    lines = [say("desk.rank.title", body=body)]
    shown = page_of(places, start)
    lines += [_line(work, place) for place in shown]
    cut = page_line(len(places), start, verb("xep-hang"))
    lines += [cut] if cut else []
    unknown = [work.units[record.unit_id] for record in records if not record.due]
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
    if record.days_late:
        yield say("desk.rank.late", days=record.days_late)
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
    days = days_late(delivery, work.now)
    if delivery.sent_at is None:
        return say("desk.rank.not_sent", days=days)
    day = show_day_month(delivery.sent_at)
    if days:
        return say("desk.rank.days_late", days=days, day=day)
    return say("desk.rank.in_time", day=day)
