"""A superior approves a complete report: it is taken over, and its figures stand.

quynh < duyệt xã Bắc Sơn
bot   > Đã duyệt báo cáo … quý III năm 2024 của xã Bắc Sơn. Đã báo cho chị Lan, bà Dung.
"""

from __future__ import annotations

import re

from domain.messages import Reply
from domain.people import Official
from domain.permissions import Action
from handlers.desk_find import find_report
from handlers.desk_fitting import Order, in_state
from handlers.desk_tell import report_words, tell_office
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.unit_names import find_unit
from handlers.work import Work
from storage.rounds import ObligationState, set_obligation_state

_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:và|va)\s+", re.IGNORECASE)


def approve(work: Work, person: Official, text: str) -> Reply:
    """Approve the complete report of the unit that the text names; of several that wait, ask.
    Further words are passed on; further units are approved as well."""
    names = [name for name in _BETWEEN.split(text) if name.strip()]
    if len(names) > 1 and all(_names_a_unit(work, person, name) for name in names):
        replies = [_approve(work, person, name) for name in names]
        choices = tuple(choice for reply in replies for choice in reply.choices)
        return Reply("\n".join(reply.text for reply in replies), choices)
    return _approve(work, person, text)


def _names_a_unit(work: Work, person: Official, name: str) -> bool:
    below = work.below(person, Action.JUDGE_REPORT)
    units = {unit_id: work.units[unit_id] for unit_id in below}
    return find_unit(name, units, work.today, work.units).unit_id is not None


def _approve(work: Work, person: Official, text: str) -> Reply:
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "duyet", Action.JUDGE_REPORT, fits, "desk.approve.nothing")
    meant = find_report(order, text)
    if isinstance(meant, Reply):
        return meant
    sheet = open_sheet(work, meant.report)
    state, opinion = ObligationState.SUBMITTED, meant.rest.strip(" .:-")
    set_obligation_state(work.session, meant.report.id, state, person.id, work.now, opinion)
    said = say("task.verdict.opinion", words=opinion) if opinion else ""
    names = tell_office(work, person, sheet, "desk.approve.notice", said)
    lines = [say("desk.approve.done", report=report_words(sheet), names=names)]
    doubtful = [finding for finding in sheet.findings if finding.rule not in sheet.kept_rules]
    if doubtful:
        lines.append(say("status.findings", count=len(doubtful)))
    return Reply("\n".join(lines))
