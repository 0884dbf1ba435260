"""A commune sends a returned report again, corrected or not; who returned it hears of it at once.

lan  < gửi lại
bot  > Đã gửi lại báo cáo … quý III năm 2024. Đã báo cho chị Quỳnh.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.messages import Reply
from domain.people import Official, Role
from domain.permissions import Action
from domain.units import superiors_on
from handlers.desk_return import returns
from handlers.desk_tell import report_words
from handlers.missing import missing
from handlers.outgoing import send_to
from handlers.parts import acting_role, part_of, units_of
from handlers.say import say
from handlers.sheet import Sheet, open_sheet
from handlers.task_people import present
from handlers.work import Work, addressed, addressed_first
from storage.rounds import Obligation, ObligationState, complete_obligation, open_obligations


def send_again(work: Work, person: Official) -> Reply:
    """Complete every returned report of the person's units in which nothing is missing."""
    returned = [
        report
        for report in open_obligations(work.session, units_of(work, person))
        if report.state is ObligationState.RETURNED
        and work.may(person, Action.GIVE_FIGURES, report.unit_id)
    ]
    if not returned:
        return Reply(say("desk.again.nothing"))
    return Reply("\n".join(_send(work, person, report) for report in returned))


def _send(work: Work, person: Official, report: Obligation) -> str:
    sheet = open_sheet(work, report)
    if sheet.open_codes():
        return missing(work, sheet, part_of(work, person, report)).text
    complete_obligation(work.session, report.id, work.now, person.id)
    words = say(
        "desk.again.notice",
        report=report_words(sheet),
        name=addressed_first(person),
        slug=sheet.unit.slug,
    )
    told = _superiors(work, sheet)
    for superior in told:
        key = f"again:{report.id}:{work.now.isoformat()}:{superior.id}"
        send_to(work, superior, Reply(words), kind="judged", key=key)
    names = ", ".join(map(addressed, told)) or say("desk.again.superior")
    return say("desk.again.done", report=report_words(sheet), names=names)


def _superiors(work: Work, sheet: Sheet) -> Sequence[Official]:
    """Who returned the report, or stands in, as long as they may judge it; otherwise the nearest
    staff above."""
    sent_back = returns(work, sheet.obligation)
    judge = work.people.get(sent_back[-1].official_id or "") if sent_back else None
    if judge is not None and work.may(judge, Action.JUDGE_REPORT, sheet.unit.id):
        return (present(work, judge),)
    for superior in superiors_on(work.units, sheet.unit.id, work.today):
        if staff := acting_role(work, superior.id, Role.SUPERIOR_STAFF, work.today):
            return staff
    return ()
