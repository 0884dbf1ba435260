"""Rounds of report regimes, and what each unit owes in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    update,
)

from domain.dates.moments import local
from domain.dates.owed import About, of_report
from storage.database import tables
from storage.database.audit import AUDIT, note
from storage.database.database import (
    Session,
    insert_many_new,
    insert_new,
    is_postgres,
    upsert_id,
)
from storage.database.once import forget, forget_all, know, once
from storage.database.overtaken import require_changed
from storage.database.snapshots import REPORTS as REPORTS_WATCHED
from storage.database.snapshots import ROUNDS as ROUNDS_KEPT
from storage.database.snapshots import changed, snapshot, touched
from storage.database.states import UNFINISHED, ObligationState, in_states
from storage.database.stretch import Stretch
from storage.database.types import UtcDateTime
from storage.reports.overrides import KEPT_REASONS, OVERRIDES

ROUNDS = tables.ROUNDS
OBLIGATIONS = tables.OBLIGATIONS
STATE_CHANGED, EXTENDED = "obligation.state", "obligation.extended"  # deeds, in the audit
REPORTS, OPEN_REPORTS = "reports", "open_reports"  # what is read once in a unit of work


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """One period of one regime; `starts` to `closes` are the days whose facts count."""

    id: int
    regime_id: str
    form_id: str
    form_version: str
    period_code: str
    starts: date
    closes: date
    opens_on: date
    legal_due: datetime  # as the letter says
    due_at: datetime  # what counts
    last_working_day: date


@dataclass(frozen=True, slots=True)
class Obligation:
    """One unit's duty in one round, with the dates of the round.

    `opens_on`, `due` and `last_working_day` make it a `domain.dates.ladder.Deadline`.
    """

    id: int
    round_id: int
    unit_id: str
    regime_id: str
    form_id: str
    form_version: str
    period_code: str
    starts: date
    closes: date
    opens_on: date
    legal_due: datetime
    due_at: datetime  # of the round, without the unit's extension
    last_working_day: date  # on or before `due`
    state: ObligationState
    completed_at: datetime | None
    extended_due_at: datetime | None
    returned_at: datetime | None = None  # of a report that waits to be mended

    @property
    def due(self) -> datetime:
        """What counts for this unit."""
        return self.extended_due_at or self.due_at

    @property
    def due_on(self) -> date:
        """The day of `due` in Vietnam."""
        return local(self.due).date()

    def late_at(self, moment: datetime) -> bool:
        """True where its day has gone by. A report that was sent back has come before: it is late
        once a day has gone by that still lay ahead when it was returned."""
        ahead = self.returned_at is None or self.due > self.returned_at
        return ahead and self.due < moment


_ROUND_COLUMNS = (
    ROUNDS.c.regime_id,
    ROUNDS.c.form_id,
    ROUNDS.c.form_version,
    ROUNDS.c.period_code,
    ROUNDS.c.starts,
    ROUNDS.c.closes,
    ROUNDS.c.opens_on,
    ROUNDS.c.legal_due,
    ROUNDS.c.due_at,
    ROUNDS.c.last_working_day,
)


def open_round(
    session: Session,
    *,
    regime_id: str,
    form_id: str,
    form_version: str,
    period_code: str,
    starts: date,
    closes: date,
    due_at: datetime,
    last_working_day: date,
    opens_on: date | None = None,
    legal_due: datetime | None = None,
) -> int:
    """Write a round and give its id; a round that is open already gets these dates.

    Left out, `opens_on` is the closing day and `legal_due` is `due_at`.
    """
    row = {
        "regime_id": regime_id,
        "form_id": form_id,
        "form_version": form_version,
        "period_code": period_code,
        "starts": starts,
        "closes": closes,
        "opens_on": opens_on or closes,
        "legal_due": legal_due or due_at,
        "due_at": due_at,
        "last_working_day": last_working_day,
    }
    changed(session, ROUNDS_KEPT)
    return upsert_id(session, ROUNDS, row, ["regime_id", "period_code"])


def opened_rounds(session: Session, regime_id: str | None = None) -> tuple[OpenedRound, ...]:
    """The rounds of one regime or of all, the latest due last; read only after a change."""
    every = snapshot(session, ROUNDS_KEPT, lambda: _rounds(session))
    return every if regime_id is None else tuple(r for r in every if r.regime_id == regime_id)


def _rounds(session: Session) -> tuple[OpenedRound, ...]:
    return tuple(OpenedRound(*row) for row in session.execute(_ROUNDS))


_ROUNDS = select(ROUNDS.c.id, *_ROUND_COLUMNS).order_by(ROUNDS.c.due_at, ROUNDS.c.id)


def open_obligation(session: Session, round_id: int, unit_id: str) -> int:
    """The unit owes this round from now on; the id, also where it owed it already."""
    key = {"round_id": round_id, "unit_id": unit_id}
    forget(session, REPORTS, OPEN_REPORTS)
    touched(session, REPORTS_WATCHED)
    if new := insert_new(session, OBLIGATIONS, {**key, "state": ObligationState.OPEN}, "id"):
        return int(new.id)
    same = (OBLIGATIONS.c.round_id == round_id) & (OBLIGATIONS.c.unit_id == unit_id)
    return int(session.execute(select(OBLIGATIONS.c.id).where(same)).scalar_one())


def owe(session: Session, owed: Sequence[tuple[int, str]]) -> None:
    """From now on these units owe these rounds; who owed one already goes on with it."""
    if not owed:
        return
    forget(session, REPORTS, OPEN_REPORTS)
    touched(session, REPORTS_WATCHED)
    rows = [{"round_id": round_id, "unit_id": unit_id} for round_id, unit_id in owed]
    insert_many_new(session, OBLIGATIONS, [{**row, "state": ObligationState.OPEN} for row in rows])


def obligation(session: Session, obligation_id: int) -> Obligation | None:
    """One obligation, None where there is none of that id; read once in a unit of work."""
    return once(session, REPORTS, obligation_id, lambda: _obligation(session, obligation_id))


def _obligation(session: Session, obligation_id: int) -> Obligation | None:
    return next(iter(_read(session, _ONE, {"report": obligation_id})), None)


def obligation_of(
    session: Session, unit_id: str, regime_id: str, period_code: str
) -> Obligation | None:
    """What a unit owes in one period of one regime."""
    asked = {"of_unit": unit_id, "regime": regime_id, "period": period_code}
    return next(iter(_read(session, _OF_PERIOD, asked)), None)


def obligations_by_id(session: Session, ids: Iterable[int]) -> dict[int, Obligation]:
    """Several obligations at once, by id."""
    return {found.id: found for found in _read(session, _BY_ID, {"ids": list(ids)})}


def obligations_with(session: Session, form_id: str) -> tuple[Obligation, ...]:
    """Every report by this form, of whatever unit and period, in the order of their due moments."""
    return _read(session, _WITH_FORM, {"form": form_id})


def obligations_of(session: Session, unit_id: str) -> tuple[Obligation, ...]:
    """Everything a unit has ever owed, the earliest due first."""
    return _read(session, _OF_UNIT, {"of_unit": unit_id})


def obligations_opened_by(
    session: Session, unit_ids: Collection[str], day: date, due_since: datetime | None = None
) -> tuple[Obligation, ...]:
    """What these units have owed by a day, in rounds due since a moment or in all, earliest due
    first."""
    asked = {"unit_ids": list(unit_ids), "day": day}
    if due_since is None:
        return _read(session, _OPENED_BY, asked)
    return _read(session, _OPENED_BY_DUE_SINCE, {**asked, "since": due_since})


def obligations_after(
    session: Session,
    unit_ids: Collection[str],
    day: date,
    stretch: Stretch,
    *,
    regime_id: str | None = None,
    period_code: str | None = None,
) -> tuple[Obligation, ...]:
    """A stretch of what these units have owed by a day, of one regime and one period or of all."""
    wanted: Select[Any] = _OPENED_BY
    if regime_id is not None:
        wanted = wanted.where(ROUNDS.c.regime_id == regime_id)
    if period_code is not None:
        wanted = wanted.where(ROUNDS.c.period_code == period_code)
    asked = {"unit_ids": list(unit_ids), "day": day}
    return _read(session, stretch.of(wanted, OBLIGATIONS.c.id), asked)


def obligations_in(
    session: Session, round_id: int, unit_ids: Collection[str] | None = None
) -> tuple[Obligation, ...]:
    """What all units, or these, owe in one round."""
    if unit_ids is None:
        return _read(session, _IN_ROUND, {"round": round_id})
    return _read(session, _IN_ROUND_OF, {"round": round_id, "unit_ids": list(unit_ids)})


def rounds_owed(
    session: Session, round_ids: Collection[int], unit_ids: Collection[str]
) -> frozenset[int]:
    """Those of these rounds in which one of these units owes something."""
    wanted = (
        OBLIGATIONS.c.round_id.in_(list(round_ids)),
        OBLIGATIONS.c.unit_id.in_(list(unit_ids)),
    )
    found = session.execute(select(OBLIGATIONS.c.round_id).where(*wanted).distinct())
    return frozenset(found.scalars())


def owed_in(
    session: Session, round_ids: Collection[int], unit_ids: Collection[str]
) -> tuple[tuple[int, str, ObligationState], ...]:
    """Round, unit and state of all that these units owe in these rounds: enough to tell what has
    to be read whole."""
    asked = {"round_ids": list(round_ids), "unit_ids": list(unit_ids)}
    rows = session.execute(_OWED_IN, asked)
    return tuple((round_id, unit_id, state) for round_id, unit_id, state in rows)


def open_obligations(
    session: Session, unit_ids: Collection[str] | None = None
) -> tuple[Obligation, ...]:
    """What all units, or these, still have to complete (open or returned), earliest due first;
    read once in a unit of work."""
    wanted = None if unit_ids is None else frozenset(unit_ids)
    return once(session, OPEN_REPORTS, wanted, lambda: _open_obligations(session, wanted))


def _open_obligations(session: Session, unit_ids: frozenset[str] | None) -> tuple[Obligation, ...]:
    if unit_ids is None:
        return _read(session, _OPEN)
    if len(unit_ids) == 1:  # of nearly everybody: no list has to be written out
        return _read(session, _OPEN_OF_ONE, {"of_unit": next(iter(unit_ids))})
    return _read(session, _OPEN_OF, {"unit_ids": sorted(unit_ids)})


def read_open_obligations(session: Session, unit_ids: Collection[str]) -> None:
    """Read it for each of these units in one go, for whoever asks for one of them next."""
    of_unit: dict[str, list[Obligation]] = {unit_id: [] for unit_id in unit_ids}
    for each in _read(session, _OPEN_OF, {"unit_ids": sorted(of_unit)}):
        of_unit[each.unit_id].append(each)
    for unit_id, owed in of_unit.items():
        know(session, OPEN_REPORTS, frozenset({unit_id}), tuple(owed))


def owed_since(session: Session, since: datetime) -> frozenset[tuple[str, str, str]]:
    """Which unit owes which regime in which period, of rounds due since a moment."""
    columns = (OBLIGATIONS.c.unit_id, ROUNDS.c.regime_id, ROUNDS.c.period_code)
    statement = select(*columns).join_from(
        OBLIGATIONS, ROUNDS, OBLIGATIONS.c.round_id == ROUNDS.c.id
    )
    rows = session.execute(statement.where(ROUNDS.c.due_at >= since))
    return frozenset((unit_id, regime_id, code) for unit_id, regime_id, code in rows)


def recently_completed(
    session: Session, unit_ids: Collection[str], since: datetime
) -> tuple[Obligation, ...]:
    """What these units have completed since a moment, approved or locked ones too, earliest due
    first: the last one is what a correction is meant for."""
    return _read(session, _COMPLETED_SINCE, {"unit_ids": list(unit_ids), "since": since})


def lock_obligation(session: Session, obligation_id: int) -> None:
    """Let nobody else change this obligation or its figures until the unit of work ends."""
    if is_postgres(session):
        forget_all(session)  # somebody else may have written while it was waited for
        mine = select(OBLIGATIONS.c.id).where(OBLIGATIONS.c.id == obligation_id)
        session.execute(mine.with_for_update(key_share=True))


def complete_obligation(
    session: Session, seen: Obligation, at: datetime, official_id: str | None = None
) -> None:
    """Every asked figure is given; the moment of the first time stays."""
    set_obligation_state(session, seen, ObligationState.COMPLETE, official_id, at)


def set_obligation_state(
    session: Session,
    seen: Obligation,
    state: ObligationState,
    official_id: str | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Bring a report from the state in which it was seen into another, and say in the audit who
    did it and why; the same state changes nothing. Overtaken where it is in another one by now.

    Opening or returning clears `completed_at`, for the report has to be completed again.
    """
    columns = OBLIGATIONS.c
    new: dict[str, Any] = {"state": state}
    if state in UNFINISHED:
        new["completed_at"] = None
    elif state is ObligationState.COMPLETE:
        new["completed_at"] = func.coalesce(columns.completed_at, literal(at, UtcDateTime()))
    _change(session, seen, new)
    if state in UNFINISHED:
        touched(session, REPORTS_WATCHED)
    if seen.state is not state:
        detail = {"old": seen.state, "new": state, "reason": reason}
        note(session, at, official_id, STATE_CHANGED, str(of_report(seen.id)), detail)


def extend_obligation(
    session: Session,
    seen: Obligation,
    due_at: datetime,
    last_working_day: date,
    official_id: str | None,
    at: datetime,
    reason: str = "",
) -> None:
    """Grant one unit more time (F11); what the round says stays readable in `due_at`. Overtaken
    where the report or its due day is not as it was seen."""
    new = {"extended_due_at": due_at, "extended_last_working_day": last_working_day}
    _change(session, seen, new)
    touched(session, REPORTS_WATCHED)
    before = seen.extended_due_at
    detail = {"old": before and before.isoformat(), "new": due_at.isoformat(), "reason": reason}
    note(session, at, official_id, EXTENDED, str(of_report(seen.id)), detail)


def _change(session: Session, seen: Obligation, new: dict[str, Any]) -> None:
    """One statement: whoever waited for another's change finds the row as that one left it."""
    columns = OBLIGATIONS.c
    forget(session, REPORTS, OPEN_REPORTS)
    as_seen = (
        columns.id == seen.id,
        columns.state == seen.state,
        columns.extended_due_at.is_not_distinct_from(seen.extended_due_at),
    )
    require_changed(session.execute(update(OBLIGATIONS).where(*as_seen).values(new)))


def _read(
    session: Session, statement: Select[Any], asked: Mapping[str, Any] | None = None
) -> tuple[Obligation, ...]:
    """What a query for reports finds. Whether a reason is kept for one of them is read along, so
    that it is not asked in vain, and each is known from now on."""
    found = []
    for *columns, reasons in session.execute(statement, asked):
        each = Obligation(*columns)
        found.append(each)
        know(session, REPORTS, each.id, each)
        if not reasons:
            know(session, KEPT_REASONS, each.id, ())
    return tuple(found)


_DEED_OF_IT = literal(f"{About.REPORT}:") + cast(OBLIGATIONS.c.id, String)
_CHANGED_LAST = (
    select(func.max(AUDIT.c.at))
    .where(AUDIT.c.subject == _DEED_OF_IT, AUDIT.c.action == STATE_CHANGED)
    .scalar_subquery()
)
_JOINED: Select[Any] = select(
    OBLIGATIONS.c.id,
    OBLIGATIONS.c.round_id,
    OBLIGATIONS.c.unit_id,
    *_ROUND_COLUMNS[:-1],
    func.coalesce(OBLIGATIONS.c.extended_last_working_day, ROUNDS.c.last_working_day),
    OBLIGATIONS.c.state,
    OBLIGATIONS.c.completed_at,
    OBLIGATIONS.c.extended_due_at,
    case((OBLIGATIONS.c.state == ObligationState.RETURNED, _CHANGED_LAST)),
    exists().where(OVERRIDES.c.obligation_id == OBLIGATIONS.c.id, OVERRIDES.c.ended_at.is_(None)),
).join_from(OBLIGATIONS, ROUNDS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
_JOINED = _JOINED.order_by(ROUNDS.c.due_at, OBLIGATIONS.c.id)
_IS_OF_UNIT = OBLIGATIONS.c.unit_id == bindparam("of_unit")
_IS_OF_UNITS = OBLIGATIONS.c.unit_id.in_(bindparam("unit_ids", expanding=True))
_ONE = _JOINED.where(OBLIGATIONS.c.id == bindparam("report"))
_BY_ID = _JOINED.where(OBLIGATIONS.c.id.in_(bindparam("ids", expanding=True)))
_OF_UNIT = _JOINED.where(_IS_OF_UNIT)
_OF_PERIOD = _OF_UNIT.where(
    ROUNDS.c.regime_id == bindparam("regime"), ROUNDS.c.period_code == bindparam("period")
)
_WITH_FORM = _JOINED.where(ROUNDS.c.form_id == bindparam("form"))
_IN_ROUND = _JOINED.where(OBLIGATIONS.c.round_id == bindparam("round"))
_IN_ROUND_OF = _IN_ROUND.where(_IS_OF_UNITS)
_OPENED_BY = _JOINED.where(_IS_OF_UNITS, ROUNDS.c.opens_on <= bindparam("day"))
_OPENED_BY_DUE_SINCE = _OPENED_BY.where(ROUNDS.c.due_at >= bindparam("since"))
_COMPLETED_SINCE = _JOINED.where(_IS_OF_UNITS, OBLIGATIONS.c.completed_at >= bindparam("since"))
_OPEN = _JOINED.where(in_states(OBLIGATIONS, *UNFINISHED))
_OPEN_OF = _OPEN.where(_IS_OF_UNITS)
_OPEN_OF_ONE = _OPEN.where(_IS_OF_UNIT)
_OWED_IN: Select[Any] = select(
    OBLIGATIONS.c.round_id, OBLIGATIONS.c.unit_id, OBLIGATIONS.c.state
).where(OBLIGATIONS.c.round_id.in_(bindparam("round_ids", expanding=True)), _IS_OF_UNITS)
