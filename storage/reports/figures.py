"""Figures as they are now, and beside them every change that led there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select

from domain.report.figures import Figure, State
from storage.database.database import Session, upsert
from storage.database.overtaken import Overtaken
from storage.database.rows import FigureHistoryRow, FigureRow, table
from storage.database.states import ObligationState
from storage.reports.overrides import drop_overrides
from storage.reports.rounds import OBLIGATIONS, ROUNDS, lock_obligation

FIGURES = table(FigureRow)
HISTORY = table(FigureHistoryRow)

CLOSED = (ObligationState.SUBMITTED, ObligationState.LOCKED)
LOADED = "load"  # the source of figures that a file of earlier reports has brought

_FIGURE = (FIGURES.c.code, FIGURES.c.state, FIGURES.c.value)


class ReportClosed(Exception):
    """The superior has approved or locked the report: no figure of it changes any more."""

    def __init__(self, obligation_id: int, state: ObligationState) -> None:
        super().__init__(f"obligation {obligation_id} is {state}")
        self.obligation_id = obligation_id
        self.state = state


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was. `old` None: not asked before; `new` None: taken back."""

    code: str
    old: Figure | None
    new: Figure | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change with who, when, and by which message (`telegram:99`)."""

    id: int
    code: str
    old: Figure | None
    new: Figure | None
    official_id: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Brought:
    """What one message brought: the report, and its figures in the order of the message."""

    obligation_id: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The figures of one unit in one period."""

    period_code: str
    figures: Mapping[str, Figure]


# Reading


def figures(session: Session, obligation_id: int) -> dict[str, Figure]:
    """All figures of one report by code; a code that was not asked yet is absent."""
    statement = select(*_FIGURE).where(FIGURES.c.obligation_id == obligation_id)
    return _by_code(session.execute(statement))


def figures_of_many(
    session: Session, obligation_ids: Iterable[int], codes: Collection[str] | None = None
) -> dict[int, dict[str, Figure]]:
    """The figures of several reports, all codes or these; a report without any is empty."""
    found: dict[int, dict[str, Figure]] = {id_: {} for id_ in obligation_ids}
    statement = select(FIGURES.c.obligation_id, *_FIGURE)
    statement = statement.where(FIGURES.c.obligation_id.in_(list(found)))
    if codes is not None:
        statement = statement.where(FIGURES.c.code.in_(list(codes)))
    for obligation_id, code, state, value in session.execute(statement):
        found[obligation_id][code] = Figure(code, state, value)
    return found


def given_codes(session: Session, obligation_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Which figures each report has, in any state: completeness by owner without their values."""
    found: dict[int, set[str]] = {id_: set() for id_ in obligation_ids}
    statement = select(FIGURES.c.obligation_id, FIGURES.c.code)
    statement = statement.where(FIGURES.c.obligation_id.in_(list(found)))
    for obligation_id, code in session.execute(statement):
        found[obligation_id].add(code)
    return {id_: frozenset(codes) for id_, codes in found.items()}


def previous_figures(
    session: Session, unit_id: str, form_id: str, period_code: str
) -> dict[str, Figure]:
    """What the unit reported on a form for exactly that period, under whatever letter; empty
    where it owed nothing then. Of two reports of one period, the later due one."""
    statement = _on_form(unit_id, form_id).where(ROUNDS.c.period_code == period_code)
    reports: dict[int, list[Any]] = {}
    for id_, _, *figure in session.execute(statement):
        reports.setdefault(id_, []).append(figure)
    return _by_code(list(reports.values())[-1]) if reports else {}


def figures_over_periods(
    session: Session, unit_id: str, form_id: str, codes: Collection[str]
) -> tuple[PeriodFigures, ...]:
    """These figures of every period that has one of them, in the order of the closing dates."""
    statement = _on_form(unit_id, form_id).where(FIGURES.c.code.in_(list(codes)))
    periods: dict[str, dict[str, Figure]] = {}
    for _, period_code, code, state, value in session.execute(statement):
        periods.setdefault(period_code, {})[code] = Figure(code, state, value)
    return tuple(PeriodFigures(code, given) for code, given in periods.items())


def _on_form(unit_id: str, form_id: str) -> Select[Any]:
    return (
        select(OBLIGATIONS.c.id, ROUNDS.c.period_code, *_FIGURE)
        .join_from(ROUNDS, OBLIGATIONS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
        .join(FIGURES, FIGURES.c.obligation_id == OBLIGATIONS.c.id)
        .where(OBLIGATIONS.c.unit_id == unit_id, ROUNDS.c.form_id == form_id)
        .order_by(ROUNDS.c.closes, ROUNDS.c.due_at, OBLIGATIONS.c.id)
    )


def _by_code(rows: Iterable[Any]) -> dict[str, Figure]:
    return {code: Figure(code, state, value) for code, state, value in rows}


# Writing


def write_figures(
    session: Session,
    obligation_id: int,
    given: Iterable[Figure],
    official_id: str,
    source: str,
    at: datetime,
    seen: Mapping[str, Figure] | None = None,
) -> tuple[Change, ...]:
    """Write figures and give the real changes in the order given: the same again is none.

    `source` names the message. An override that a changed figure belongs to ends. `seen` are the
    figures upon which it was decided: Overtaken where one that is to change is another by now.
    """
    wanted = {figure.code: figure for figure in given}
    return _write(session, obligation_id, wanted, official_id, source, at, seen=seen)


def take_back(
    session: Session,
    obligation_id: int,
    entries: Sequence[HistoryEntry],
    official_id: str,
    source: str,
    at: datetime,
) -> tuple[Change, ...]:
    """Give the figures of these entries their old values, as changes of their own.

    A figure that has changed again since is left as it is.
    """
    lock_obligation(session, obligation_id)
    now = figures(session, obligation_id)
    standing = [entry for entry in entries if now.get(entry.code) == entry.new]
    wanted = {entry.code: entry.old for entry in standing}
    taken = {entry.code: entry.id for entry in standing}
    return _write(session, obligation_id, wanted, official_id, source, at, taken)


def _write(
    session: Session,
    obligation_id: int,
    wanted: Mapping[str, Figure | None],
    official_id: str,
    source: str,
    at: datetime,
    taken: Mapping[str, int] | None = None,
    seen: Mapping[str, Figure] | None = None,
) -> tuple[Change, ...]:
    lock_obligation(session, obligation_id)
    of_report = FIGURES.c.obligation_id == obligation_id
    statement = select(*_FIGURE).where(of_report, FIGURES.c.code.in_(list(wanted)))
    now = _by_code(session.execute(statement))
    changes = tuple(
        Change(code, now.get(code), new) for code, new in wanted.items() if now.get(code) != new
    )
    if not changes:
        return ()
    if seen is not None and any(change.old != seen.get(change.code) for change in changes):
        raise Overtaken
    _refuse_closed(session, obligation_id)
    new_rows = [
        {"obligation_id": obligation_id, "code": c.code, "state": c.new.state, "value": c.new.value}
        for c in changes
        if c.new is not None
    ]
    upsert(session, FIGURES, new_rows, ["obligation_id", "code"])
    if gone := [change.code for change in changes if change.new is None]:
        session.execute(delete(FIGURES).where(of_report, FIGURES.c.code.in_(gone)))
    common = {"obligation_id": obligation_id, "official_id": official_id, "source": source}
    session.execute(
        insert(HISTORY),
        [
            {**common, "at": at, **_history_row(c), "takes_back": (taken or {}).get(c.code)}
            for c in changes
        ],
    )
    drop_overrides(session, obligation_id, [change.code for change in changes], at)
    return changes


def _refuse_closed(session: Session, obligation_id: int) -> None:
    state = session.execute(
        select(OBLIGATIONS.c.state).where(OBLIGATIONS.c.id == obligation_id)
    ).scalar_one()
    if state in CLOSED:
        raise ReportClosed(obligation_id, state)


def _history_row(change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    return {
        "code": change.code,
        "old_state": old and old.state,
        "old_value": old and old.value,
        "new_state": new and new.state,
        "new_value": new and new.value,
    }


# History


_ENTRY = (
    HISTORY.c.id,
    HISTORY.c.code,
    HISTORY.c.old_state,
    HISTORY.c.old_value,
    HISTORY.c.new_state,
    HISTORY.c.new_value,
    HISTORY.c.official_id,
    HISTORY.c.source,
    HISTORY.c.at,
)


def history(session: Session, obligation_id: int, code: str) -> tuple[HistoryEntry, ...]:
    """Every change of one figure, oldest first."""
    return _entries(session, HISTORY.c.obligation_id == obligation_id, HISTORY.c.code == code)


def newest_entries(
    session: Session, obligation_id: int, codes: Collection[str]
) -> dict[str, HistoryEntry]:
    """By whom and when each of these figures got what it holds now."""
    mine = (HISTORY.c.obligation_id == obligation_id, HISTORY.c.code.in_(list(codes)))
    return {entry.code: entry for entry in _entries(session, *mine)}


def changed_after(session: Session, obligation_id: int, at: datetime) -> tuple[HistoryEntry, ...]:
    """What was changed in a report after a moment, oldest first."""
    return _entries(session, HISTORY.c.obligation_id == obligation_id, HISTORY.c.at > at)


def last_answer(
    session: Session, obligation_id: int, official_id: str, since: datetime
) -> tuple[HistoryEntry, ...]:
    """The changes of the official's newest message since a moment that were not taken back.

    Taking back is no answer: undoing twice goes one message further back.
    """
    taken = select(HISTORY.c.takes_back).where(
        HISTORY.c.obligation_id == obligation_id, HISTORY.c.takes_back.is_not(None)
    )
    answers = _entries(
        session,
        HISTORY.c.obligation_id == obligation_id,
        HISTORY.c.official_id == official_id,
        HISTORY.c.at >= since,
        HISTORY.c.takes_back.is_(None),
        HISTORY.c.id.not_in(taken),
    )
    newest = answers[-1] if answers else None
    return tuple(
        entry
        for entry in answers
        if newest and (entry.source, entry.at) == (newest.source, newest.at)
    )


def brought_by(session: Session, source: str) -> Brought | None:
    """Which report a message changed, and which figures it brought last; None where it changed
    none."""
    columns = (HISTORY.c.obligation_id, HISTORY.c.code, HISTORY.c.new_state, HISTORY.c.new_value)
    statement = select(*columns).where(HISTORY.c.source == source).order_by(HISTORY.c.id)
    rows = session.execute(statement).all()
    if not rows:
        return None
    report = rows[-1].obligation_id
    changed = {
        row.code: _figure(row.code, row.new_state, row.new_value)
        for row in rows
        if row.obligation_id == report
    }
    return Brought(report, {code: figure for code, figure in changed.items() if figure})


def _entries(session: Session, *conditions: Any) -> tuple[HistoryEntry, ...]:
    statement = select(*_ENTRY).where(*conditions).order_by(HISTORY.c.id)
    return tuple(_entry(row) for row in session.execute(statement))


def _entry(row: Any) -> HistoryEntry:
    id_, code, old_state, old_value, new_state, new_value, *rest = row
    old, new = _figure(code, old_state, old_value), _figure(code, new_state, new_value)
    return HistoryEntry(id_, code, old, new, *rest)


def _figure(code: str, state: State | None, value: Decimal | None) -> Figure | None:
    return None if state is None else Figure(code, state, value)


def came_loaded(session: Session, obligation_ids: Collection[int]) -> set[int]:
    """The reports whose figures all came from a file of earlier reports: nobody knows when they
    were sent."""
    typed = func.sum(case((HISTORY.c.source == LOADED, 0), else_=1))
    statement = select(HISTORY.c.obligation_id).group_by(HISTORY.c.obligation_id).having(typed == 0)
    wanted = HISTORY.c.obligation_id.in_(list(obligation_ids))
    return set(session.execute(statement.where(wanted)).scalars())


# Counting


def count_messages_since(session: Session, obligation_id: int, since: datetime) -> int:
    """How many messages have changed figures of a report after a moment."""
    statement = select(func.count(HISTORY.c.source.distinct())).where(
        HISTORY.c.obligation_id == obligation_id, HISTORY.c.at > since
    )
    return int(session.execute(statement).scalar_one())


def codes_from(session: Session, obligation_id: int, channel: str) -> set[str]:
    """The figures of a report that came by messages of a channel."""
    statement = select(HISTORY.c.code).where(
        HISTORY.c.obligation_id == obligation_id, HISTORY.c.source.startswith(f"{channel}:")
    )
    return set(session.execute(statement).scalars())
