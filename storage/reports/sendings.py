"""When reports were sent and how often they came back, read from what was done to them: however
many units are asked about, the statements stay as many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, select

from domain.dates.owed import About
from storage.database.audit import AUDIT
from storage.database.database import Session
from storage.database.states import ObligationState
from storage.reports.figures import only_loaded
from storage.reports.rounds import EXTENDED, OBLIGATIONS, ROUNDS, STATE_CHANGED


@dataclass(frozen=True, slots=True)
class Extended:
    """More time that was given: when, and until when."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """One report that was owed; `sent_at` is the first time it was complete."""

    unit_id: str
    period_code: str
    closes: date
    due_at: datetime  # of the round
    sent_at: datetime | None
    returned: int
    extended: tuple[Extended, ...] = ()


def sendings(
    session: Session, unit_ids: Collection[str], day: date, due_since: datetime
) -> tuple[Sending, ...]:
    """What these units have owed by a day in rounds due since a moment, earliest due first; without
    reports that came as a file of earlier ones, of which nobody knows when they were sent."""
    chosen = (
        OBLIGATIONS.c.unit_id.in_(list(unit_ids)),
        ROUNDS.c.opens_on <= day,
        ROUNDS.c.due_at >= due_since,
    )
    extended = _extended(session, *chosen)
    return tuple(
        Sending(unit_id, period_code, closes, due_at, sent_at, returned, extended.get(id_, ()))
        for id_, unit_id, period_code, closes, due_at, sent_at, returned in session.execute(
            _sent(*chosen)
        )
    )


def _sent(*chosen: Any) -> Any:
    new = AUDIT.c.detail["new"].as_string()
    first = func.min(case((new == ObligationState.COMPLETE.value, AUDIT.c.at)))
    back = func.count(case((new == ObligationState.RETURNED.value, 1)))
    facts = (
        OBLIGATIONS.c.id,
        OBLIGATIONS.c.unit_id,
        ROUNDS.c.period_code,
        ROUNDS.c.closes,
        ROUNDS.c.due_at,
    )
    return (
        select(*facts, first, back)
        .join_from(OBLIGATIONS, ROUNDS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
        .outerjoin(AUDIT, and_(*_deeds(STATE_CHANGED)))
        .where(*chosen, ~only_loaded())
        .group_by(*facts)
        .order_by(ROUNDS.c.due_at, OBLIGATIONS.c.id)
    )


def _extended(session: Session, *chosen: Any) -> dict[int, tuple[Extended, ...]]:
    statement = (
        select(OBLIGATIONS.c.id, AUDIT.c.at, AUDIT.c.detail["new"].as_string())
        .join_from(OBLIGATIONS, ROUNDS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
        .join(AUDIT, and_(*_deeds(EXTENDED)))
        .where(*chosen)
        .order_by(AUDIT.c.id)
    )
    found: dict[int, tuple[Extended, ...]] = {}
    for id_, at, until in session.execute(statement):
        found[id_] = (*found.get(id_, ()), Extended(at, datetime.fromisoformat(until)))
    return found


def _deeds(action: str) -> tuple[Any, ...]:
    """What was done to a report, found by the index of its name in the audit."""
    subject = literal(f"{About.REPORT}:") + cast(OBLIGATIONS.c.id, String)
    return AUDIT.c.subject == subject, AUDIT.c.action == action
