"""The report that a command of the desk is to change, held against everybody else from here on."""

from __future__ import annotations

from domain.people.permissions import Action
from domain.talk.messages import Reply
from handlers.desk.find import Meant, Order, find_report
from handlers.question import ToAsk
from handlers.report.overtaken import overtaken
from storage.reports.rounds import lock_obligation


def find_to_change(order: Order, text: str) -> Meant | Reply | ToAsk:
    """The report that the text names. Where somebody else has changed it after the text was sent,
    nothing is done and that is said: whoever judges must have seen what is judged."""
    meant = find_report(order, text)
    if not isinstance(meant, Meant):
        return meant
    lock_obligation(order.work.session, meant.report.id)
    judged = order.action is not Action.EXTEND_REPORT
    words = overtaken(order.work, order.person, meant.report, by_figures=judged)
    return Reply(words) if words else meant
