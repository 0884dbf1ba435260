"""Two people change one report at once: the second hears who was first, and what stands by now.

hoa   < duyệt xã Bắc Sơn
bot   > Chưa làm: chị Quỳnh vừa trả lại báo cáo này lúc 14:05 ngày 9/9/2024. ...
"""

from __future__ import annotations

from domain.dates.owed import of_report
from domain.people.people import Official
from handlers.owed.overtaken import last_unseen
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed
from storage.database.audit import AuditEntry, trail
from storage.database.states import ObligationState
from storage.reports.figures import changed_after
from storage.reports.report_extensions import DECIDED
from storage.reports.rounds import Obligation

STATE = "obligation.state"
CHANGES = DECIDED | {STATE}


def overtaken(work: Work, person: Official, report: Obligation, *, by_figures: bool) -> str:
    """What somebody else has done to a report after the message about it was sent, and that
    nothing was done; empty where nobody has. `by_figures`: a changed figure counts as well."""
    if work.sent_at is None:
        return ""
    if late := last_unseen(work, person, _deeds(work, report.id)):
        return say("overtaken.report", what=_deed_words(work, late))
    entries = changed_after(work.session, report.id, work.sent_at) if by_figures else ()
    newest = last_unseen(work, person, entries)
    if newest is None:
        return ""
    fields = {"name": addressed(work.people[newest.official_id]), "at": show_moment(newest.at)}
    return say("overtaken.report", what=say("overtaken.figures", **fields))


def who_closed(work: Work, obligation_id: int) -> str:
    """`chị Quỳnh đã duyệt lúc 14:05 ngày 9/9/2024`: who has brought a report into its state."""
    changed = [deed for deed in _deeds(work, obligation_id) if deed.action == STATE]
    return _deed_words(work, changed[-1])


def first_words(work: Work, person: Official, report: Obligation) -> str:
    """ "Chị Quỳnh đã duyệt lúc 14:05 ngày 9/9/2024." where somebody else has decided on a report
    last; otherwise empty."""
    changed = [deed for deed in _deeds(work, report.id) if deed.action == STATE]
    if not changed or changed[-1].official_id in (None, person.id):
        return ""
    words = _deed_words(work, changed[-1])
    return f"{words[:1].upper()}{words[1:]}."


def _deeds(work: Work, obligation_id: int) -> list[AuditEntry]:
    """Everything that was decided on a report, oldest first."""
    every = trail(work.session, str(of_report(obligation_id)))
    return [deed for deed in every if deed.action in CHANGES]


def _deed_words(work: Work, deed: AuditEntry) -> str:
    doer = work.people.get(deed.official_id or "")
    name = addressed(doer) if doer else say("overtaken.somebody")
    return say(f"overtaken.{_kind(deed)}", name=name, at=show_moment(deed.at))


def _kind(deed: AuditEntry) -> str:
    """How a change is called: a report that was closed and is not any more was reopened."""
    if deed.action != STATE:
        return deed.action.partition(".")[2]
    old, new = ObligationState(deed.detail["old"]), ObligationState(deed.detail["new"])
    closed = old in (ObligationState.SUBMITTED, ObligationState.LOCKED)
    if new in (ObligationState.OPEN, ObligationState.COMPLETE) and closed:
        return "reopened"
    again = new is ObligationState.COMPLETE and old is ObligationState.RETURNED
    return "sent_again" if again else new.value
