"""A superior sends a complete report back, with a reason; its office is reminded until it comes
again, and who returned it hears at once when it does.

quynh < trả lại xã Bắc Sơn: số TTHC chưa khớp danh mục
bot   > Đã trả lại báo cáo … của xã Bắc Sơn. Đã báo chị Lan, bà Dung.
lan   < gửi lại
bot   > Đã gửi lại báo cáo … quý III năm 2024. Đã báo chị Quỳnh.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from domain.dates.moments import at_local, local
from domain.dates.owed import StepKind, StepName, of_report
from domain.people.people import Official, Role
from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from handlers.desk.find import Meant, Order, in_state
from handlers.desk.hold import find_to_change
from handlers.desk.owed import JUDGED, OwedReport
from handlers.figures.complete import office
from handlers.figures.missing import missing
from handlers.names.people import present
from handlers.owed.people import acting_role, nearest_above
from handlers.owed.subject import Ruling
from handlers.owed.tell import send_to_all
from handlers.owed.verdict import judge
from handlers.question import Answering, ToAsk, settle, yes_or_no
from handlers.report.deadline import deadline_line
from handlers.report.name import report_name, report_words
from handlers.report.parts import part_of, units_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.example import example_in
from handlers.wording.say import say, say_ask
from handlers.wording.told import told_words
from handlers.work import Work, addressed_first
from storage.database.audit import AuditEntry, deeds
from storage.database.states import ObligationState
from storage.reports.figures import changed_after
from storage.reports.reminders import Planned
from storage.reports.rounds import (
    Obligation,
    complete_obligation,
    open_obligations,
)

ANYWAY = "desk.send_anyway"
REMINDED_AFTER = (1, 2, 4)  # working days
CHAIRMAN_AFTER = 4


def send_back(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """Return the complete report of the unit that the text names; of several that wait, ask."""
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "tra", Action.JUDGE_REPORT, fits, "desk.return.nothing")
    meant = find_to_change(order, text)
    if not isinstance(meant, Meant):
        return meant
    return judge(OwedReport(work, person, meant.report), Ruling.RETURNED, meant.rest)


def returns(work: Work, report: Obligation) -> tuple[AuditEntry, ...]:
    """Every time that this report was sent back, oldest first."""
    entries = deeds(work.session, "obligation.state", [str(of_report(report.id))])
    return tuple(e for e in entries if e.detail["new"] == ObligationState.RETURNED.value)


def last_reason(work: Work, report: Obligation) -> str:
    """Why the report was sent back the last time."""
    sent_back = returns(work, report)
    return str(sent_back[-1].detail["reason"]) if sent_back else ""


# Reminders of a returned report: one, two and four working days after it was sent back


def return_steps(work: Work, report: Obligation) -> Iterator[Planned]:
    """The steps of the last return, for the office and at last for the chairman."""
    sent_back = returns(work, report)
    if not sent_back:
        return
    sheet, day = open_sheet(work, report), local(sent_back[-1].at).date()
    for days in REMINDED_AFTER:
        rings_on = work.catalogue.calendar.working_days_after(day, days)
        at = at_local(rings_on, sheet.regime.ring_at)
        for official_id in dict.fromkeys(p.id for p in _told(work, sheet, days)):
            step = StepName(StepKind.RETURNED, days, str(len(sent_back)))
            yield of_report(report.id), step, official_id, at


def _told(work: Work, sheet: Sheet, days: int) -> tuple[Official, ...]:
    if days < CHAIRMAN_AFTER:
        return office(work, sheet)
    return (*office(work, sheet), *acting_role(work, sheet.unit.id, Role.CHAIRMAN, work.today))


def why_not_remind(work: Work, person: Official, report: Obligation, step: StepName) -> str:
    """Empty where the person is to be told of the returned report; otherwise a reason code."""
    if report.state is not ObligationState.RETURNED:
        return "complete"
    if step.of != str(len(returns(work, report))):
        return "moved"
    told = _told(work, open_sheet(work, report), step.count)
    return "" if person in told else "moved"


def returned_words(work: Work, sheet: Sheet) -> str:
    """What a reminder says of a returned report."""
    reason = last_reason(work, sheet.obligation)
    lines = [say("desk.return.remind", report=report_words(sheet), reason=reason)]
    lines.append(deadline_line(work, sheet))
    return "\n".join([*lines, say("desk.next.returned", **example_in(sheet.form).fields)])


def send_again(work: Work, person: Official) -> Reply | ToAsk:
    """Complete every returned report of the person's units in which nothing is missing; whether
    that is meant is asked once of what is as it was returned."""
    returned = _returned(work, person)
    if not returned:
        return Reply(say("desk.again.nothing"))
    same = [report for report in returned if _is_as_returned(work, report)]
    if not same:
        return _send_all(work, person, returned)
    sheet = open_sheet(work, same[0])
    name = say("question.unchanged", report=report_name(sheet))
    question = Question(ANYWAY, Wanted.YES_NO, {}, yes_or_no(), name)
    fields = {"report": report_words(sheet), "reason": last_reason(work, same[0])}
    return ToAsk(question, say_ask("ask.desk.again_unchanged", **fields))


def sent_anyway(turn: Answering) -> Reply | None:
    """A yes: they go as they are."""
    if turn.word != YES:
        return None
    settle(turn, turn.question)
    returned = _returned(turn.work, turn.person)
    return _send_all(turn.work, turn.person, returned) if returned else Reply(say("question.past"))


def _returned(work: Work, person: Official) -> list[Obligation]:
    """The reports of the person's units that came back."""
    return [
        report
        for report in open_obligations(work.session, units_of(work, person))
        if report.state is ObligationState.RETURNED
        and work.may(person, Action.GIVE_FIGURES, report.unit_id)
    ]


def _is_as_returned(work: Work, report: Obligation) -> bool:
    """Complete, and no figure and no word was changed since; what came in the same moment may be
    a change."""
    if open_sheet(work, report).open_codes():
        return False
    before = returns(work, report)[-1].at - timedelta(microseconds=1)
    return not changed_after(work.session, report.id, before)


def _send_all(work: Work, person: Official, returned: Sequence[Obligation]) -> Reply:
    return Reply("\n".join(_send(work, person, report) for report in returned))


def _send(work: Work, person: Official, report: Obligation) -> str:
    sheet = open_sheet(work, report)
    if sheet.open_codes():
        return missing(work, sheet, part_of(work, person, report)).text
    complete_obligation(work.session, report, work.now, person.id)
    words = say(
        "desk.again.notice",
        report=report_words(sheet),
        name=addressed_first(person),
        slug=sheet.unit.slug,
    )
    told = send_to_all(work, _superiors(work, sheet), Reply(words), kind=JUDGED)
    heard = told_words(told) or say("owed.unheard")
    return say("desk.again.done", report=report_words(sheet), told=heard)


def _superiors(work: Work, sheet: Sheet) -> Sequence[Official]:
    """Who returned the report, or stands in, as long as they may judge it; otherwise the nearest
    staff above."""
    sent_back = returns(work, sheet.obligation)
    judge = work.people.get(sent_back[-1].official_id or "") if sent_back else None
    if judge is not None and work.may(judge, Action.JUDGE_REPORT, sheet.unit.id):
        return (present(work, judge),)
    return nearest_above(work, sheet.unit.id, (Role.SUPERIOR_STAFF,))[1]
