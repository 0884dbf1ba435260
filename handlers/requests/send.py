"""A request goes out: it becomes a report of each unit, and whoever gives its figures is asked for
them at once, so that the answer already is data.

lan  < (bot: Chị Quỳnh (…) yêu cầu: Báo cáo số hộ nghèo … Hạn 16 giờ thứ Sáu 6/9/2024, …)
lan  < 120 45
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.dates.ladder import Quiet, next_allowed
from domain.dates.moments import END_OF_DAY, local
from domain.dates.owed import StepKind, StepName, of_report
from domain.dates.regimes import round_of
from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.requests import Repeat, ReportRequest
from domain.talk.messages import Choice, Reply
from handlers.desk.nudge import await_first_block, who
from handlers.figures.ask_block import ask_block
from handlers.names.people import unit_name
from handlers.question import Turn, reply_key
from handlers.report.deadline import deadline_line, steps_for
from handlers.report.name import report_words
from handlers.report.opened_round import write_round
from handlers.report.parts import part_of
from handlers.report.planned import Ladders
from handlers.report.sheet import open_sheet
from handlers.requests.draft import Draft
from handlers.requests.fields import answering
from handlers.turn import source_of
from handlers.wording.say import say
from handlers.wording.show_moments import show_clock, show_moment, show_until
from handlers.wording.told import Told, told_words
from handlers.work import Work
from storage.catalogue.requests import save_request
from storage.database.states import ReminderState
from storage.messages.outbox import queue
from storage.reports.reminders import plan_steps, reminders, settle
from storage.reports.rounds import Obligation, obligation, open_obligation

KIND = "request"
LABELS_IN_TITLE = 3


def send(turn: Turn, draft: Draft) -> Reply:
    """Write it down, open what each unit owes, and tell who gives the figures."""
    assert draft.due is not None  # `propose` asks for what is missing
    request = _saved(turn, draft, draft.due)
    work = turn.work.anew()
    regime = work.catalogue.regime(request.mark)
    round_ = round_of(regime, regime.given[0].period.code, work.catalogue.calendar)
    assert round_ is not None  # its first round is in force on the day it is sent
    round_id = write_round(work, round_)
    owed = [_owed(work, open_obligation(work.session, round_id, u)) for u in request.unit_ids]
    ladders = Ladders(work)
    plan_steps(work.session, (each for report in owed for each in ladders.steps(report)))
    told = [_tell(work, turn, report) for report in owed]
    now = tuple(person for each in told for person in each.now)
    missed = tuple(person for each in told for person in each.missed)
    return Reply(_said(work, request, owed[0], Told(now, missed=missed)), _taps(request))


def _saved(turn: Turn, draft: Draft, due: datetime) -> ReportRequest:
    seats = (post.unit_id for post in turn.person.posts_on(turn.work.today))
    below = turn.work.below(turn.person, Action.ROLL_UP)
    body = next(seat for seat in seats if _is_above(turn.work, seat, below))
    request = ReportRequest(
        id=0,
        title=_title(draft),
        lines=draft.lines,
        unit_ids=draft.unit_ids,
        body_id=body,
        asked_by=turn.person.id,
        sent_at=turn.work.now,
        due=due,
        repeat=draft.repeat,
    )
    id_ = save_request(turn.work.session, request, source_of(turn.incoming))
    return replace(request, id=id_)


def _is_above(work: Work, seat: str, below: set[str]) -> bool:
    return seat in work.units and any(seat in work.lineage(id_) for id_ in below)


def _title(draft: Draft) -> str:
    labels = [line.label for line in draft.lines]
    shown = ", ".join(labels[:LABELS_IN_TITLE])
    more = len(labels) - LABELS_IN_TITLE
    return say("request.title_more" if more > 0 else "request.title", lines=shown, more=more)


def _owed(work: Work, report_id: int) -> Obligation:
    report = obligation(work.session, report_id)
    assert report is not None  # it was just opened
    return report


def _tell(work: Work, turn: Turn, report: Obligation) -> Told:
    """Ask everybody who gives the figures of a unit; what would have rung by now has been said."""
    now, missed = list[Official](), list[Official]()
    owners = work.catalogue.form(report.form_id, report.closes).owners
    for person in answering(work, report.unit_id, owners):
        addresses = work.addresses(person.id)
        if not addresses:
            missed.append(person)
            continue
        key = f"request:{report.id}:{person.id}"
        reply = _asks(work, turn.person, person, report)
        sent = queue(work.session, key, addresses[0], person.id, KIND, reply, work.now)
        _note_asked(work, turn, person, report, sent)
        now.append(person)
        await_first_block(work, person, report)
    _settle_past(work, report)
    return Told(tuple(now), missed=tuple(missed))


def _asks(work: Work, superior: Official, person: Official, report: Obligation) -> Reply:
    sheet = open_sheet(work, report)
    lines = [
        say("request.told", superior=who(work, superior), report=report_words(sheet)),
        deadline_line(work, sheet),
    ]
    part = part_of(work, person, report)
    if part is None or not part.open_blocks:
        return Reply("\n".join(lines))
    return Reply("\n".join(lines) + "\n\n" + ask_block(part.sheet, part.open_blocks[0]))


def _note_asked(
    work: Work, turn: Turn, person: Official, report: Obligation, message: int | None
) -> None:
    """The message stands among the reminders of the report: it is closed with them, and whoever
    leaves it unanswered is silent."""
    step_ = StepName(StepKind.ASKED, of=reply_key(turn.incoming))
    subject = of_report(report.id)
    plan_steps(work.session, [(subject, step_, person.id, work.now)])
    mine = [r for r in reminders(work.session, subject) if r.step == step_]
    ids = [r.id for r in mine if r.official_id == person.id]
    settle(work.session, ids, ReminderState.SENT, "", message, work.now)


def _settle_past(work: Work, report: Obligation) -> None:
    past = [r.id for r in reminders(work.session, of_report(report.id)) if r.due_at <= work.now]
    reason = StepKind.ASKED.value
    settle(work.session, past, ReminderState.SUPERSEDED, reason, None, work.now)


def _said(work: Work, request: ReportRequest, report: Obligation, told: Told) -> str:
    lines = [
        say(
            "request.sent",
            mark=request.mark,
            count=len(request.unit_ids),
            due=show_until(request.due),
        ),
        told_words(told) or say("request.nobody_told"),
    ]
    if deaf := _deaf(work, request):
        lines.append(say("request.deaf", names=", ".join(deaf)))
    lines.append(_what_comes(work, request, report))
    return "\n".join([*lines, say("request.how", mark=request.mark)])


def _deaf(work: Work, request: ReportRequest) -> list[str]:
    """Units in which nobody holds something of what is asked for."""
    fields = {line.owner for line in request.lines}
    return [
        unit_name(work, unit_id)
        for unit_id in request.unit_ids
        if not all(answering(work, unit_id, [field]) for field in fields)
    ]


def _what_comes(work: Work, request: ReportRequest, report: Obligation) -> str:
    """When the bot chases, when it rolls up, and whether it comes back; on a day off no message
    goes out, whatever hour was named."""
    lines = []
    if local(request.due).time() != END_OF_DAY and (chased := _chased(work, request, report)):
        same_day = local(chased).date() == report.due_on
        at = show_clock(chased) if same_day else show_moment(chased)
        lines.append(say("request.chased", at=at))
    rolled = next_allowed(request.due, _quiet(work, request), work.catalogue.calendar, urgent=True)
    if rolled == request.due:
        lines.append(say("request.rolled_at", due=show_until(request.due)))
    else:
        lines.append(say("request.rolled_later", at=show_moment(rolled)))
    if request.repeat is not Repeat.ONCE:
        lines.append(say(f"request.again.{request.repeat}", mark=request.mark))
    return " ".join(lines)


def _chased(work: Work, request: ReportRequest, report: Obligation) -> datetime | None:
    """When who has not answered is reminded for the last time before it is due, if ever."""
    quiet, calendar = _quiet(work, request), work.catalogue.calendar
    steps = (each for each in steps_for(work, report) if each.at > work.now)
    rings = (next_allowed(each.at, quiet, calendar, urgent=each.urgent) for each in steps)
    return max((at for at in rings if at < request.due), default=None)


def _quiet(work: Work, request: ReportRequest) -> Quiet:
    return work.catalogue.regime(request.mark).quiet


def _taps(request: ReportRequest) -> tuple[Choice, ...]:
    status = Choice(say("request.tap_status", mark=request.mark), f"/status {request.mark}")
    roll_up = Choice(say("request.tap_roll_up", mark=request.mark), f"/tong-hop {request.mark}")
    return status, roll_up
