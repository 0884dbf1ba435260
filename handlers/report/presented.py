"""Where a finished report is on its way over the chairman's desk, in words."""

from __future__ import annotations

from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed_first
from storage.reports.figures import changed_after, newest_change
from storage.reports.presenting import Presented, Presenting, presented
from storage.reports.rounds import Obligation


def stands(work: Work, sheet: Sheet) -> str:
    """For the status of the report; empty where it was never put before the chairman."""
    done = presented(work.session, sheet.obligation.id)
    return stands_so(work, sheet.obligation, done) if done else ""


def stands_so(work: Work, report: Obligation, done: Presented) -> str:
    """What was done last, by whom and when, or that the figures are others by now."""
    name, at = addressed_first(work.people[done.official_id]), show_moment(done.at)
    if done.state is not Presenting.COMMENTED and changed_since(work, report, done):
        return say("present.stands.changed", at=at)
    return say(f"present.stands.{done.state.name.lower()}", name=name, at=at, words=done.words)


def changed_since(work: Work, report: Obligation, done: Presented | None) -> bool:
    """Have figures changed since then? What came in the same moment counts as well."""
    if done is None:
        return False
    if done.seen is None:
        return bool(changed_after(work.session, report.id, done.at))
    return newest_change(work.session, report.id) > done.seen
