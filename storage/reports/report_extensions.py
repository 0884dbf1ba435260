"""More time for a report: each request and decision in the audit; the reminders move along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from domain.dates.owed import StepName, of_report, parse_step
from storage.database.audit import AuditEntry, deeds, note, trail
from storage.database.database import Session
from storage.database.states import ReminderState
from storage.reports.reminders import REMINDERS
from storage.reports.rounds import EXTENDED

ASKED = "obligation.extension_asked"
TAKEN_BACK = "obligation.extension_taken_back"
REFUSED = "obligation.extension_refused"
DECIDED = frozenset({EXTENDED, REFUSED, TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class ReportExtension:
    """A request that nobody has decided on yet."""

    due: datetime
    reason: str
    asked_by: str
    asked_at: datetime


def ask_report_extension(
    session: Session,
    obligation_id: int,
    due: datetime,
    old_due: datetime,
    official_id: str,
    at: datetime,
    reason: str,
) -> None:
    """Ask for more time; what was asked for before and is not decided is renewed."""
    detail = {"old": old_due.isoformat(), "new": due.isoformat(), "reason": reason}
    note(session, at, official_id, ASKED, str(of_report(obligation_id)), detail)


def asked_report_extension(session: Session, obligation_id: int) -> ReportExtension | None:
    """The request that waits for a decision."""
    last = last_of_extension(session, obligation_id)
    if last is None or last.action != ASKED:
        return None
    due = datetime.fromisoformat(last.detail["new"])
    return ReportExtension(due, last.detail["reason"], last.official_id or "", last.at)


def last_asked_by(session: Session, obligation_id: int) -> str:
    """Who has asked for more time last, by id; empty where nobody has."""
    asked = [deed for deed in _of_time(session, obligation_id) if deed.action == ASKED]
    return (asked[-1].official_id or "") if asked else ""


def last_of_extension(session: Session, obligation_id: int) -> AuditEntry | None:
    """What was done last about a request for more time; None where nobody has asked."""
    deeds = _of_time(session, obligation_id)
    return deeds[-1] if any(deed.action == ASKED for deed in deeds) else None


def _of_time(session: Session, obligation_id: int) -> list[AuditEntry]:
    every = trail(session, str(of_report(obligation_id)))
    return [deed for deed in every if deed.action == ASKED or deed.action in DECIDED]


def asked_extensions(session: Session, obligation_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of these reports for which a request waits for a decision, in their order."""
    asked = {entry.subject for entry in deeds(session, ASKED, list(map(_subject, obligation_ids)))}
    ever = (id_ for id_ in obligation_ids if _subject(id_) in asked)
    return tuple(id_ for id_ in ever if asked_report_extension(session, id_))


def _subject(obligation_id: int) -> str:
    return str(of_report(obligation_id))


def refuse_report_extension(
    session: Session, obligation_id: int, official_id: str, at: datetime, reason: str
) -> None:
    """No more time; the due day stays."""
    detail = {"reason": reason}
    subject = str(of_report(obligation_id))
    note(session, at, official_id, REFUSED, subject, detail)


def take_back_report_extension(
    session: Session, obligation_id: int, due: datetime, official_id: str, at: datetime
) -> None:
    """No more time is asked for: nobody has to decide on the request any more."""
    detail = {"old": due.isoformat()}
    note(session, at, official_id, TAKEN_BACK, str(of_report(obligation_id)), detail)


def move_steps(
    session: Session,
    obligation_id: int,
    moments: Mapping[StepName, datetime],
    mark: str,
    now: datetime,
) -> None:
    """Give the steps of a ladder their new moments. One that has rung already rings again where
    its new moment lies ahead: what was stays, its name with a mark."""
    mine = REMINDERS.c.obligation_id == obligation_id
    known = (REMINDERS.c.id, REMINDERS.c.step, REMINDERS.c.official_id, REMINDERS.c.state)
    for row in session.execute(select(*known).where(mine)).all():
        step = parse_step(row.step)
        at = moments.get(step)
        if at is None:
            continue
        this = update(REMINDERS).where(REMINDERS.c.id == row.id)
        if row.state == ReminderState.WAITING:
            session.execute(this.values(due_at=at))
        elif at > now:
            session.execute(this.values(step=str(replace(step, of=mark))))
            new = {"obligation_id": obligation_id, "step": row.step, "due_at": at, "reason": ""}
            new |= {"official_id": row.official_id, "state": ReminderState.WAITING}
            session.execute(insert(REMINDERS).values(new))
