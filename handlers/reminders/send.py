"""Reminders: one digest a person a day, only for what they still owe, the newest step only.

Steps are rows. They are claimed, their message is queued and they are settled in one transaction,
so that a crash anywhere loses nothing and repeats nothing.

Reports and tasks of a person come in one message.

    bot  > Chào chị Lan. Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn.
           Hạn Chủ nhật 15/9 (ngày nghỉ), nên gửi trước 17 giờ thứ Sáu 13/9, còn 10 ngày làm việc.
           ...
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby

from domain.dates.ladder import (
    OFFICE_HOURS,
    RING_AT,
    Audience,
    Quiet,
    Step,
    allowed,
    next_allowed,
    told,
)
from domain.dates.moments import at_local, local
from domain.dates.owed import StepKind
from domain.people.people import Official
from domain.talk.conversation import Asked
from domain.talk.messages import Address, Reply
from domain.talk.networks import DEAF
from handlers.delivery.alarm import alarm
from handlers.desk.digest import desk_digests, is_morning
from handlers.desk.elsewhere import GoneElsewhere, sent_otherwise
from handlers.desk.returned import why_not_remind
from handlers.figures.questions import await_blocks
from handlers.owed.people import acting_role
from handlers.reminders.agenda import schedule
from handlers.reminders.digest import digest
from handlers.reminders.due import Due, first_own, only_block
from handlers.reminders.plan_rounds import DESK, mark_of
from handlers.report.deadline import steps_for
from handlers.report.in_charge import ROLES
from handlers.report.parts import Part, part_of
from handlers.report.planned import estimates_step
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.who_owes import asks_for
from handlers.requests.rolled import tell_rolled
from handlers.tasks.reminders import (
    TaskDue,
    shown_last,
    wanted_tasks,
)
from handlers.wording.say import say
from handlers.work import Work, addressed
from storage.database.apart import of_the_database
from storage.database.states import UNFINISHED, ObligationState, ReminderState
from storage.messages.held import hold
from storage.messages.outbox import (
    Outgoing,
    digest_key,
    digest_sent_on,
    queue_each,
    read_digests,
)
from storage.messages.questions import read_questions
from storage.people.officials import addresses_of_each, official
from storage.reports.plans import note_plan, standing
from storage.reports.reminders import (
    DueReminder,
    Settled,
    claim_due,
    claim_of,
    postpone,
    reminders,
    settle,
    settle_each,
    snoozed_reports,
)
from storage.reports.rounds import Obligation, obligations_by_id, read_open_obligations

PEOPLE_AT_ONCE = 50
AGAIN = timedelta(hours=1)
REMINDED_OF = (*UNFINISHED, ObligationState.COMPLETE)
"""Of a complete report only "chưa có số liệu" is still told."""
WITH_ESTIMATES = "with_estimates"
"""Why nothing is told of what is not there yet: the question about estimates comes later, and one
message is enough."""
FOR_THEMSELVES = (StepKind.RETURNED, StepKind.ESTIMATES)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is read at once for all the people of a transaction."""

    reports: Mapping[int, Obligation]
    elsewhere: GoneElsewhere  # what was sent by another way
    snoozed: Mapping[tuple[int, str], datetime]  # by report and by person
    addresses: Mapping[str, tuple[Address, ...]]  # where a person is reached; only who is
    sheets: dict[int, Sheet] = field(default_factory=dict)
    unwanted: dict[int, str] = field(default_factory=dict)
    ladders: dict[object, tuple[Step, ...]] = field(default_factory=dict)

    def sheet(self, work: Work, report: Obligation) -> Sheet:
        """A report, opened once for all the people who fill it."""
        if report.id not in self.sheets:
            self.sheets[report.id] = open_sheet(work, report)
        return self.sheets[report.id]

    def why_not(self, work: Work, report: Obligation) -> str:
        """Why nobody is told of a report, found out once; empty where it is to be told of."""
        if report.id not in self.unwanted:
            self.unwanted[report.id] = _why_not(work, report)
        return self.unwanted[report.id]

    def ladder(self, work: Work, report: Obligation) -> tuple[Step, ...]:
        """The steps of a report, worked out once for all that are due at the same moment."""
        same = (report.regime_id, report.opens_on, report.due, report.last_working_day)
        if same not in self.ladders:
            self.ladders[same] = steps_for(work, report)
        return self.ladders[same]


class Unworded(Exception):
    """What is due for a person cannot be worded: everything else may go on without it."""

    def __init__(self, official_id: str) -> None:
        super().__init__(official_id)
        self.official_id = official_id


@dataclass(frozen=True, slots=True)
class Worded:
    """What one person is to be told, and what follows from it once it is queued."""

    message: Outgoing
    steps: Collection[int]  # that it speaks for
    awaits: Asked | None  # the block to which the answer belongs
    tasks: Sequence[TaskDue]  # where it is about tasks alone


@dataclass(frozen=True, slots=True)
class Reminded:
    """One message that was queued."""

    address: Address
    first_line: str


def send_reminders(work: Work, people: int = PEOPLE_AT_ONCE) -> tuple[tuple[Reminded, ...], int]:
    """Queue what is due for some people; the messages, and how many steps were looked at.

    To be called again, in a new transaction, until no step is left. Then the superiors have their
    morning who owe nothing themselves. Unworded where one person alone was to be reminded and
    cannot be.
    """
    claimed = claim_due(work.session, work.now, people)
    if not claimed:
        return _mornings(work), 0
    try:
        return _remind_each(work, claimed), len(claimed)
    except Exception as error:
        if people > 1 or of_the_database(error):
            raise
        raise Unworded(claimed[0].official_id) from error


def _remind_each(work: Work, claimed: Sequence[DueReminder]) -> tuple[Reminded, ...]:
    read = _read_ahead(work, claimed)
    worded = []
    for official_id, rows in groupby(claimed, key=lambda row: row.official_id):
        due = _remind(work, work.people[official_id], list(rows), read)
        if due is not None:
            worded.append(due)
    return _send_each(work, worded)


def _read_ahead(work: Work, claimed: Sequence[DueReminder]) -> Ahead:
    """One question of each kind for all the people, instead of one for each of them."""
    session, today = work.session, work.today
    people = list(dict.fromkeys(row.official_id for row in claimed))
    reports = {row.obligation_id for row in claimed if row.obligation_id}
    work.people.ahead(people)
    work.leaves(today, people)
    read_open_obligations(session, {unit for id_ in people for unit in _own(work, id_)})
    read_digests(session, people, today)
    addresses = {
        official_id: reached
        for official_id, linked in addresses_of_each(session, people).items()
        if (reached := tuple(filter(work.reaches, linked)))
    }
    hold(session, [each[0] for each in addresses.values()])
    read_questions(session, [each[0] for each in addresses.values()], work.now)
    return Ahead(
        reports=obligations_by_id(session, reports),
        elsewhere=sent_otherwise(work, reports),
        snoozed=snoozed_reports(session, reports),
        addresses=addresses,
    )


def _own(work: Work, official_id: str) -> set[str]:
    return {post.unit_id for post in work.people[official_id].posts_on(work.today)}


def put_off(work: Work, official_id: str) -> None:
    """The steps of a person cannot be worded: they are tried again in an hour, and the
    administrators hear of it."""
    claimed = claim_of(work.session, official_id, work.now)
    if not claimed:
        return  # another worker has them in hand, and finds out for itself
    postpone(work.session, [row.id for row in claimed], work.now + AGAIN)
    words = say("outbox.unworded", name=addressed(official(work.session, official_id)))
    alarm(work, f"unworded:{official_id}:{work.today.isoformat()}", words)


def _mornings(work: Work) -> tuple[Reminded, ...]:
    """The superiors' digests, worked out once a morning: until what they are made from changes."""
    found = standing(work.session, work.now)
    if not is_morning(work) or found.made_from[DESK] == mark_of(work, found):
        return ()
    sent = tuple(Reminded(*each) for each in desk_digests(work))
    note_plan(work.session, DESK, mark_of(work, found))
    return sent


def _remind(work: Work, person: Official, rows: list[DueReminder], ahead: Ahead) -> Worded | None:
    """One message for all that one person has to be told; every other row is settled or
    postponed."""
    if rolled := [row for row in rows if row.step.kind is StepKind.ROLLED]:
        tell_rolled(work, person, rolled, ahead.reports)
        rows = [row for row in rows if row not in rolled]
    dues: dict[int, Due] = {}
    for steps in _by_obligation(rows).values():
        newest = steps[-1]
        _settle(work, steps[:-1], ReminderState.SUPERSEDED, str(newest.step))
        due, unwanted = _wanted(work, person, ahead, newest)
        if due is None:
            _settle(work, [newest], ReminderState.NOT_WANTED, unwanted)
        else:
            dues[newest.id] = due
    tasks = wanted_tasks(work, person, [row for row in rows if row.task_id])
    if not dues and not tasks:
        return None
    later = _not_before(work, person, list(dues.values()), tasks)
    if later is not None:
        postpone(work.session, [*dues, *(due.row.id for due in tasks)], later)
        return None
    return _word(work, person, dues, tasks, ahead.addresses.get(person.id, ()))


def _by_obligation(
    rows: Sequence[DueReminder],
) -> dict[tuple[int, StepKind | None], list[DueReminder]]:
    """Steps of each obligation, the newest last; those of a returned report, and the question about
    estimates, for themselves."""
    grouped: dict[tuple[int, StepKind | None], list[DueReminder]] = {}
    for row in sorted(rows, key=lambda row: row.due_at):
        if row.obligation_id is not None:
            alone = row.step.kind if row.step.kind in FOR_THEMSELVES else None
            grouped.setdefault((row.obligation_id, alone), []).append(row)
    return grouped


def _settle(work: Work, rows: Sequence[DueReminder], state: ReminderState, reason: str) -> None:
    if rows:
        settle(work.session, [row.id for row in rows], state, reason, None, work.now)


def _why_not(work: Work, report: Obligation) -> str:
    if report.state not in REMINDED_OF:
        return "complete"
    if not work.unit(report.unit_id).valid_on(report.closes):
        return "unit_ended"
    used = asks_for(work, report.regime_id, local(report.due_at).date())
    return "" if used else "not_used"


def _wanted(work: Work, person: Official, ahead: Ahead, row: DueReminder) -> tuple[Due | None, str]:
    """Is this step still wanted from this person now? Otherwise why not."""
    obligation = ahead.reports[row.subject.id]
    if unwanted := ahead.why_not(work, obligation):
        return None, unwanted
    if person.id in work.stand_ins(work.today, [person.id]):
        return None, "on_leave"
    if row.step.kind is StepKind.RETURNED:
        why_not = why_not_remind(work, person, obligation, row.step)
        step_ = Step(row.step, row.due_at, Audience.OWNER, late=False)
        return (None, why_not) if why_not else (Due(ahead.sheet(work, obligation), step_, None), "")
    part = part_of(work, person, obligation, ahead.sheet(work, obligation))
    if row.step.kind is StepKind.ESTIMATES:
        return _of_estimates(work, obligation, row, part)
    if row.step.asked_for:
        return _asked_for(work, obligation, row, part)
    return _of_ladder(work, person, ahead, row, part)


def _asked_for(
    work: Work, obligation: Obligation, row: DueReminder, part: Part | None
) -> tuple[Due | None, str]:
    """The person wanted to be reminded now."""
    if part is None or not part.open_codes:
        return None, "answered"
    late = obligation.late_at(work.now)
    return Due(part.sheet, Step(row.step, row.due_at, Audience.OWNER, late=late), part), ""


def _of_estimates(
    work: Work, obligation: Obligation, row: DueReminder, part: Part | None
) -> tuple[Due | None, str]:
    """The person has given figures before they could be final; what was kept for this message is
    told in it whether they have or not."""
    if row.step != estimates_step(obligation):
        return None, "moved"
    if part is None or not (part.estimated_codes or _kept_back(work, row, part)):
        return None, "answered"
    return Due(part.sheet, Step(row.step, row.due_at, Audience.OWNER, late=False), part), ""


def _kept_back(work: Work, row: DueReminder, part: Part) -> bool:
    """Is there still no figure where the person was to be told of that together with the
    estimates?"""
    mine = (r for r in reminders(work.session, row.subject) if r.official_id == row.official_id)
    return bool(part.waiting_codes) and any(r.reason == WITH_ESTIMATES for r in mine)


def _of_ladder(
    work: Work, person: Official, ahead: Ahead, row: DueReminder, part: Part | None
) -> tuple[Due | None, str]:
    """A step of the regime's ladder."""
    obligation = ahead.reports[row.subject.id]
    steps = ahead.ladder(work, obligation)
    newest = next((s for s in steps if s.name == row.step), None)
    if newest is None:
        return None, "moved"
    until = ahead.snoozed.get((obligation.id, person.id))
    if until is not None and until > work.now and not newest.urgent:
        return None, "snoozed"
    if ahead.elsewhere.covers(obligation.id, person.id):
        return None, "elsewhere"
    complete = obligation.state is ObligationState.COMPLETE
    heads = not complete and _is_head(work, person, obligation, newest)
    if part is not None and part.open_codes and not complete:
        return Due(part.sheet, newest, part, heads), ""
    # Once is enough: on the last step that still leaves a day.
    early = [step_ for step_ in steps if not step_.late and not step_.urgent]
    if part is not None and part.waiting_codes and newest in early[-1:]:
        asked_on = part.sheet.estimates_asked
        if asked_on and asked_on > work.today and part.estimated_codes:
            return None, WITH_ESTIMATES
        return Due(part.sheet, newest, part), ""
    if complete:
        return None, "complete"
    if heads:
        sheet = ahead.sheet(work, obligation)
        if sheet.open_codes():
            return Due(sheet, newest, None, heads), ""
    return None, "answered"


def _is_head(work: Work, person: Official, obligation: Obligation, step_: Step) -> bool:
    """Does the step go up to this person? Whoever only stood in for somebody is told no more."""
    roles = (ROLES[level] for level in told(step_.audience) if level in ROLES)
    unit_id, today = obligation.unit_id, work.today
    return any(person in acting_role(work, unit_id, role, today) for role in roles)


def _not_before(
    work: Work, person: Official, dues: Sequence[Due], tasks: Sequence[TaskDue]
) -> datetime | None:
    """When the message may go out, where that is later than now: quiet hours, one digest a day."""
    calendar = work.catalogue.calendar
    quiet, ring_at = _hours(work, dues)
    urgent = any(due.urgent for due in dues) or any(due.urgent for due in tasks)
    if not allowed(work.now, quiet, calendar, urgent=urgent):
        return next_allowed(work.now, quiet, calendar, urgent=urgent)
    again = urgent or any(due.asked_for for due in dues) or any(due.asked_for for due in tasks)
    if not again and digest_sent_on(work.session, person.id, work.today):
        return at_local(calendar.working_days_after(work.today, 1), ring_at)
    return None


def _hours(work: Work, dues: Sequence[Due]) -> tuple[Quiet, time]:
    """The hours of the first report's regime; office hours where there are tasks alone."""
    if not dues:
        return OFFICE_HOURS, RING_AT
    regime = work.catalogue.regime(dues[0].sheet.obligation.regime_id)
    return regime.quiet, regime.ring_at


def _word(
    work: Work,
    person: Official,
    dues: dict[int, Due],
    tasks: Sequence[TaskDue],
    addresses: Sequence[Address],
) -> Worded | None:
    ids = [*dues, *(due.row.id for due in tasks)]
    if not addresses:
        settle(work.session, ids, ReminderState.NO_ADDRESS, "", None, work.now)
        return None
    ordered = sorted(dues.values(), key=lambda due: (due.sheet.obligation.due, due.part is None))
    key = _key(work, person, [*ordered, *tasks])
    reply = digest(work, person, ordered, tasks, addresses[0], key)
    reply = _for(work, person, addresses[0], reply)
    message = Outgoing(key, addresses[0], person.id, "digest", reply)
    first = first_own(ordered)
    return Worded(message, ids, _awaited(first, ordered), () if first else tasks)


def _send_each(work: Work, worded: Sequence[Worded]) -> tuple[Reminded, ...]:
    """Queue what all these people are told, and settle the steps that it speaks for."""
    queued = queue_each(work.session, [each.message for each in worded], work.now)
    settled = (_settled(each, queued.get(each.message.key)) for each in worded)
    settle_each(work.session, settled, work.now)
    told = [each for each in worded if each.message.key in queued]
    await_blocks(work, {each.message.address: each.awaits for each in told if each.awaits})
    for each in told:
        if each.tasks:
            shown_last(work, each.message.address, each.message.key, each.tasks)
    messages = (each.message for each in told)
    return tuple(Reminded(m.address, m.reply.text.splitlines()[0]) for m in messages)


def _settled(worded: Worded, outbox_id: int | None) -> Settled:
    if outbox_id is None:
        return Settled(worded.steps, ReminderState.NOT_WANTED, "told_today")
    return Settled(worded.steps, ReminderState.SENT, outbox_id=outbox_id)


def _for(work: Work, person: Official, address: Address, reply: Reply) -> Reply:
    """Where nobody can answer, the calendar comes along, and it is said where to answer."""
    if address.channel not in DEAF:
        return reply
    text = reply.text + "\n\n" + say("remind.by_mail")
    return Reply(text, files=schedule(work, person).files)


def _key(work: Work, person: Official, dues: Sequence[Due | TaskDue]) -> str:
    """One digest a day; beside it one last call, one for each hour at which something is due, and
    what the person has asked for."""
    key = digest_key(person.id, work.today)
    if not digest_sent_on(work.session, person.id, work.today):
        return key
    if any(due.asked_for for due in dues):
        return f"asked:{work.now.isoformat()}:{key}"
    hours = [due.step.at for due in dues if isinstance(due, Due) and due.step.name.counts_hours]
    return f"urgent:{max(hours).isoformat()}:{key}" if hours else f"urgent:{key}"


def _awaited(first: Part | None, dues: Sequence[Due]) -> Asked | None:
    """The answer to a reminder already is data. A question that is still open stays open."""
    awaited = (first, first.open_blocks[0].id) if first else only_block(dues)
    if awaited is None:
        return None
    part, block_id = awaited
    return Asked(part.sheet.obligation.id, block_id)
