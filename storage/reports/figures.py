"""Figures as they are now, and beside them every change that led there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    null,
    select,
    union_all,
)

from domain.report.figures import Figure, State, same_in_all
from domain.report.written import undone
from storage.database import tables
from storage.database.database import Session, upsert
from storage.database.once import forget, is_known, know, once
from storage.database.overtaken import Overtaken
from storage.database.states import ObligationState
from storage.database.stretch import Stretch
from storage.reports.overrides import drop_overrides
from storage.reports.rounds import OBLIGATIONS, ROUNDS, lock_obligation, obligation

FIGURES = tables.FIGURES
HISTORY = tables.FIGURE_HISTORY

CLOSED = (ObligationState.SUBMITTED, ObligationState.LOCKED)
LOADED = "load"  # the source of figures that a file of earlier reports has brought

_FIGURE = (
    FIGURES.c.code,
    FIGURES.c.state,
    FIGURES.c.value,
    FIGURES.c.words,
    FIGURES.c.estimated,
)
_Before = tuple[str, str, str]  # unit, form and period
GIVEN, BEFORE, NEWEST = "figures", "figures_before", "newest"  # what is read once in a unit of work

# Asked in every turn, so built once.
_OF_REPORT = select(*_FIGURE).where(FIGURES.c.obligation_id == bindparam("report"))
_OF_PERIOD: Select[Any] = (
    select(ROUNDS.c.due_at.label("due"), OBLIGATIONS.c.id, *_FIGURE)
    .join_from(ROUNDS, OBLIGATIONS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
    .join(FIGURES, FIGURES.c.obligation_id == OBLIGATIONS.c.id)
    .where(
        OBLIGATIONS.c.unit_id == bindparam("unit"),
        ROUNDS.c.form_id == bindparam("form"),
        ROUNDS.c.period_code == bindparam("period"),
    )
)
_WITH_PREVIOUS = union_all(
    _OF_PERIOD,
    select(null(), FIGURES.c.obligation_id, *_FIGURE).where(
        FIGURES.c.obligation_id == bindparam("report")
    ),
)


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
class GivenCount:
    """How many figures of one owner a report has, in whatever state, and how many of them are said
    to be missing."""

    given: int
    lacking: int


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
    """The figures of one unit in one period, and the day on which it closed."""

    period_code: str
    closes: date
    figures: Mapping[str, Figure]


# Reading


def figures(session: Session, obligation_id: int) -> dict[str, Figure]:
    """All figures of one report by code; a code that was not asked yet is absent. Read once in a
    unit of work."""
    return dict(once(session, GIVEN, obligation_id, lambda: _figures(session, obligation_id)))


def _figures(session: Session, obligation_id: int) -> Mapping[str, Figure]:
    return _by_code(session.execute(_OF_REPORT, {"report": obligation_id}))


def figures_of_many(
    session: Session, obligation_ids: Iterable[int], codes: Collection[str] | None = None
) -> dict[int, dict[str, Figure]]:
    """The figures of several reports, all codes or these; a report without any is empty."""
    found: dict[int, dict[str, Figure]] = {id_: {} for id_ in obligation_ids}
    statement = select(FIGURES.c.obligation_id, *_FIGURE)
    statement = statement.where(FIGURES.c.obligation_id.in_(list(found)))
    if codes is not None:
        statement = statement.where(FIGURES.c.code.in_(list(codes)))
    for obligation_id, *row in session.execute(statement):
        found[obligation_id][row[0]] = _stored(*row)
    return found


def figures_in_rounds(
    session: Session,
    round_ids: Collection[int],
    unit_ids: Collection[str],
    codes: Collection[str],
) -> dict[int, dict[str, dict[str, Figure]]]:
    """These figures of all that these units owe in these rounds, by round and unit; of a report
    without any, nothing."""
    found: dict[int, dict[str, dict[str, Figure]]] = {id_: {} for id_ in round_ids}
    one_of_them = (FIGURES.c.obligation_id == OBLIGATIONS.c.id) & FIGURES.c.code.in_(list(codes))
    statement = (
        select(OBLIGATIONS.c.round_id, OBLIGATIONS.c.unit_id, *_FIGURE)
        .outerjoin(FIGURES, one_of_them)
        .where(
            OBLIGATIONS.c.round_id.in_(list(round_ids)),
            OBLIGATIONS.c.unit_id.in_(list(unit_ids)),
        )
    )
    for round_id, unit_id, code, *rest in session.execute(statement):
        given = found[round_id].setdefault(unit_id, {})
        if code is not None:
            given[code] = _stored(code, *rest)
    return found


def given_by_owner(
    session: Session, obligation_ids: Iterable[int], codes: Mapping[str, Collection[str]]
) -> dict[int, dict[str, GivenCount]]:
    """How many of each owner's codes a report has, counted by the database: completeness without
    the figures."""
    found: dict[int, dict[str, GivenCount]] = {id_: {} for id_ in obligation_ids}
    if not found or not codes:
        return found
    counted = _counted(tuple((name, tuple(own)) for name, own in codes.items()))
    rows = session.execute(counted, {"reports": list(found)})
    for obligation_id, name, given, lacking in rows:
        if name is not None:
            found[obligation_id][name] = GivenCount(given, int(lacking))
    return found


@lru_cache(maxsize=64)
def _counted(codes: tuple[tuple[str, tuple[str, ...]], ...]) -> Select[Any]:
    """The question for these owners and codes: there are about as many as forms."""
    owner = case(*((FIGURES.c.code.in_(own), name) for name, own in codes))
    counts = (func.count(), func.sum(case((FIGURES.c.state == State.MISSING, 1), else_=0)))
    return (
        select(FIGURES.c.obligation_id, owner, *counts)
        .where(FIGURES.c.obligation_id.in_(bindparam("reports", expanding=True)))
        .group_by(FIGURES.c.obligation_id, owner)
    )


def previous_figures(
    session: Session, unit_id: str, form_id: str, period_code: str
) -> dict[str, Figure]:
    """What the unit reported on a form for exactly that period, under whatever letter; empty
    where it owed nothing then. Of two reports of one period, the later due one."""
    before = (unit_id, form_id, period_code)
    return dict(once(session, BEFORE, before, lambda: _previous(session, before)))


def _previous(session: Session, before: _Before) -> Mapping[str, Figure]:
    asked = dict(zip(("unit", "form", "period"), before, strict=True))
    return _last_due(session.execute(_OF_PERIOD, asked))


def read_with_previous(
    session: Session, obligation_id: int, unit_id: str, form_id: str, period_code: str
) -> None:
    """Read the figures of a report and those of the period before it in one go, for whoever asks
    for them next."""
    before = (unit_id, form_id, period_code)
    if is_known(session, GIVEN, obligation_id) or is_known(session, BEFORE, before):
        return
    asked = {"unit": unit_id, "form": form_id, "period": period_code, "report": obligation_id}
    rows = session.execute(_WITH_PREVIOUS, asked).all()
    now = [figure for due, _, *figure in rows if due is None]
    know(session, GIVEN, obligation_id, _by_code(now))
    know(session, BEFORE, before, _last_due(row for row in rows if row.due is not None))


def _last_due(rows: Iterable[Any]) -> dict[str, Figure]:
    """Of the reports of one period, the one that was due last."""
    reports: dict[tuple[Any, int], list[Any]] = {}
    for due, id_, *figure in rows:
        reports.setdefault((due, id_), []).append(figure)
    return _by_code(reports[max(reports)]) if reports else {}


def figures_over_periods(
    session: Session, unit_id: str, form_id: str, codes: Collection[str]
) -> tuple[PeriodFigures, ...]:
    """These figures of every period that has one of them, in the order of the closing dates."""
    statement = _on_form(unit_id, form_id).where(FIGURES.c.code.in_(list(codes)))
    periods: dict[str, dict[str, Figure]] = {}
    closing: dict[str, date] = {}
    for period_code, closes, *row in session.execute(statement):
        closing[period_code] = closes
        periods.setdefault(period_code, {})[row[0]] = _stored(*row)
    return tuple(PeriodFigures(code, closing[code], given) for code, given in periods.items())


def _on_form(unit_id: str, form_id: str) -> Select[Any]:
    return (
        select(ROUNDS.c.period_code, ROUNDS.c.closes, *_FIGURE)
        .join_from(ROUNDS, OBLIGATIONS, OBLIGATIONS.c.round_id == ROUNDS.c.id)
        .join(FIGURES, FIGURES.c.obligation_id == OBLIGATIONS.c.id)
        .where(OBLIGATIONS.c.unit_id == unit_id, ROUNDS.c.form_id == form_id)
        .order_by(ROUNDS.c.closes, ROUNDS.c.due_at, OBLIGATIONS.c.id)
    )


def _by_code(rows: Iterable[Any]) -> dict[str, Figure]:
    return {row[0]: _stored(*row) for row in rows}


def _stored(
    code: str, state: State, value: Decimal | None, words: str | None, estimated: bool | None
) -> Figure:
    return Figure(code, state, value, words or "", bool(estimated))


# Writing


def write_figures(
    session: Session,
    obligation_id: int,
    given: Iterable[Figure],
    official_id: str,
    source: str,
    at: datetime,
    seen: Mapping[str, Figure] | None = None,
    reopened: Iterable[str] = (),
) -> tuple[Change, ...]:
    """Write figures and give the real changes in the order given: the same again is none.

    `source` names the message. An override that a changed figure belongs to ends. `seen` are the
    figures upon which it was decided: Overtaken where one that is to change is another by now.
    `reopened` codes lose their figure, so that they are asked again.
    """
    wanted = {figure.code: figure for figure in given} | dict.fromkeys(reopened)
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

    A figure that has changed again since is left as it is; a text to which others have added since
    loses only what the entry had brought.
    """
    lock_obligation(session, obligation_id)
    now = figures(session, obligation_id)
    wanted = {entry.code: entry.old for entry in entries if now.get(entry.code) == entry.new}
    for entry in entries:
        left = undone(now.get(entry.code), entry.old, entry.new)
        if entry.code not in wanted and left is not None:
            wanted[entry.code] = left
    taken = {entry.code: entry.id for entry in entries if entry.code in wanted}
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
    now = figures(session, obligation_id)
    changes = tuple(
        Change(code, now.get(code), new)
        for code, new in wanted.items()
        if not same_in_all(now.get(code), new)
    )
    if not changes:
        return ()
    if seen is not None and any(change.old != seen.get(change.code) for change in changes):
        raise Overtaken
    _refuse_closed(session, obligation_id)
    _replace(session, obligation_id, now, changes)
    common = {"obligation_id": obligation_id, "official_id": official_id, "source": source}
    session.execute(
        _ADD_ENTRIES,
        [
            {**common, "at": at, **_history_row(c), "takes_back": (taken or {}).get(c.code)}
            for c in changes
        ],
    )
    # A reason stands while its figures do: that an estimate is final now changes no number.
    others = [c.code for c in changes if _shown(c.old) != _shown(c.new)]
    drop_overrides(session, obligation_id, others, at)
    return changes


_ADD_ENTRIES = insert(HISTORY)


def _replace(
    session: Session, obligation_id: int, now: Mapping[str, Figure], changes: Sequence[Change]
) -> None:
    """Let the figures be what they are by these changes, here and for the next who asks."""
    new_rows = [
        {
            "obligation_id": obligation_id,
            "code": c.code,
            "state": c.new.state,
            "value": c.new.value,
            "words": c.new.words or None,
            "estimated": c.new.estimated,
        }
        for c in changes
        if c.new is not None
    ]
    upsert(session, FIGURES, new_rows, ["obligation_id", "code"])
    if gone := [change.code for change in changes if change.new is None]:
        mine = (FIGURES.c.obligation_id == obligation_id, FIGURES.c.code.in_(gone))
        session.execute(delete(FIGURES).where(*mine))
    new = {**now, **{change.code: change.new for change in changes}}
    standing = {code: figure for code, figure in sorted(new.items()) if figure is not None}
    know(session, GIVEN, obligation_id, standing)
    forget(session, NEWEST, BEFORE)


def _refuse_closed(session: Session, obligation_id: int) -> None:
    report = obligation(session, obligation_id)
    assert report is not None  # its figures are written
    if report.state in CLOSED:
        raise ReportClosed(obligation_id, report.state)


def _history_row(change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    return {
        "code": change.code,
        "old_state": old and old.state,
        "old_value": old and old.value,
        "new_state": new and new.state,
        "new_value": new and new.value,
        "old_words": (old and old.words) or None,
        "new_words": (new and new.words) or None,
        "old_estimated": bool(old and old.estimated),
        "new_estimated": bool(new and new.estimated),
    }


# History


_ENTRY = (
    HISTORY.c.id,
    HISTORY.c.code,
    HISTORY.c.old_state,
    HISTORY.c.old_value,
    HISTORY.c.old_words,
    HISTORY.c.old_estimated,
    HISTORY.c.new_state,
    HISTORY.c.new_value,
    HISTORY.c.new_words,
    HISTORY.c.new_estimated,
    HISTORY.c.official_id,
    HISTORY.c.source,
    HISTORY.c.at,
)


def history(session: Session, obligation_id: int, code: str) -> tuple[HistoryEntry, ...]:
    """Every change of one figure, oldest first."""
    return _entries(session, *_of_line(obligation_id, code))


def history_after(
    session: Session, obligation_id: int, code: str, stretch: Stretch
) -> tuple[HistoryEntry, ...]:
    """A stretch of the same."""
    every = select(*_ENTRY).where(*_of_line(obligation_id, code))
    return tuple(map(_entry, session.execute(stretch.of(every, HISTORY.c.id))))


def _of_line(obligation_id: int, code: str) -> tuple[ColumnElement[bool], ...]:
    return HISTORY.c.obligation_id == obligation_id, HISTORY.c.code == code


def newest_entries(
    session: Session, obligation_id: int, codes: Collection[str]
) -> dict[str, HistoryEntry]:
    """By whom and when each of these figures got what it holds now; read once in a unit of work,
    and never what was before."""
    wanted = tuple(dict.fromkeys(codes))
    return dict(
        once(
            session,
            NEWEST,
            (obligation_id, wanted),
            lambda: _newest(session, obligation_id, wanted),
        )
    )


def _newest(
    session: Session, obligation_id: int, codes: Sequence[str]
) -> Mapping[str, HistoryEntry]:
    if not codes:
        return {}
    asked = {f"code_{place}": code for place, code in enumerate(codes)}
    found = map(_entry, session.execute(_newest_of(len(codes)), {"report": obligation_id, **asked}))
    return {entry.code: entry for entry in sorted(found, key=lambda entry: entry.id)}


@cache
def _newest_of(count: int) -> Any:
    """The newest change of each of so many codes, each found by the end of its index."""
    each = (
        select(*_ENTRY)
        .where(
            HISTORY.c.obligation_id == bindparam("report"),
            HISTORY.c.code == bindparam(f"code_{place}"),
        )
        .order_by(HISTORY.c.id.desc())
        .limit(1)
        .subquery()
        for place in range(count)
    )
    return union_all(*(select(one) for one in each))


def changed_after(session: Session, obligation_id: int, at: datetime) -> tuple[HistoryEntry, ...]:
    """What was changed in a report after a moment, oldest first."""
    return _entries(session, HISTORY.c.obligation_id == obligation_id, HISTORY.c.at > at)


def newest_change(session: Session, obligation_id: int) -> int:
    """The number of the change of a report that came last; 0 where there is none yet."""
    newest = select(func.max(HISTORY.c.id)).where(HISTORY.c.obligation_id == obligation_id)
    return session.execute(newest).scalar_one() or 0


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
    brought = dict[str, HistoryEntry]()
    for entry in answers:
        if newest and (entry.source, entry.at) == (newest.source, newest.at):
            # an edit of the same moment begins where a figure comes again
            before = {} if entry.code in brought else brought
            brought = {**before, entry.code: entry}
    return tuple(brought.values())


def last_taken_back(
    session: Session, obligation_id: int, official_id: str, since: datetime
) -> tuple[HistoryEntry, ...]:
    """The changes by which the official has taken back an answer last, since a moment; none where
    nothing was taken back."""
    every = _entries(
        session,
        HISTORY.c.obligation_id == obligation_id,
        HISTORY.c.official_id == official_id,
        HISTORY.c.at >= since,
        HISTORY.c.takes_back.is_not(None),
    )
    return tuple(entry for entry in every if entry.source == every[-1].source)


def brought_by(session: Session, source: str) -> Brought | None:
    """Which report a message changed, and which figures it brought last; None where it changed
    none."""
    new = HISTORY.c.new_state, HISTORY.c.new_value, HISTORY.c.new_words, HISTORY.c.new_estimated
    statement = (
        select(HISTORY.c.obligation_id, HISTORY.c.code, *new)
        .where(HISTORY.c.source == source)
        .order_by(HISTORY.c.id)
    )
    rows = session.execute(statement).all()
    if not rows:
        return None
    report = rows[-1].obligation_id
    changed = {
        row.code: _figure(row.code, row.new_state, row.new_value, row.new_words, row.new_estimated)
        for row in rows
        if row.obligation_id == report
    }
    return Brought(report, {code: figure for code, figure in changed.items() if figure})


def _entries(session: Session, *conditions: Any) -> tuple[HistoryEntry, ...]:
    statement = select(*_ENTRY).where(*conditions).order_by(HISTORY.c.id)
    return tuple(_entry(row) for row in session.execute(statement))


def _entry(row: Any) -> HistoryEntry:
    id_, code, *rest = row
    old, new, rest = _figure(code, *rest[:4]), _figure(code, *rest[4:8]), rest[8:]
    return HistoryEntry(id_, code, old, new, *rest)


def _shown(figure: Figure | None) -> tuple[State, Decimal | None, str] | None:
    return (figure.state, figure.value, figure.words) if figure else None


def _figure(
    code: str,
    state: State | None,
    value: Decimal | None,
    words: str | None,
    estimated: bool | None,
) -> Figure | None:
    return None if state is None else _stored(code, state, value, words, estimated)


def came_loaded(session: Session, obligation_ids: Collection[int]) -> set[int]:
    """The reports whose figures all came from a file of earlier reports: nobody knows when they
    were sent."""
    wanted = OBLIGATIONS.c.id.in_(list(obligation_ids))
    return set(session.execute(select(OBLIGATIONS.c.id).where(wanted, only_loaded())).scalars())


def only_loaded() -> Any:
    """The condition for that, of a report in `OBLIGATIONS`; the first figure that came otherwise
    ends the search."""
    own = HISTORY.c.obligation_id == OBLIGATIONS.c.id
    return exists().where(own) & ~exists().where(own, HISTORY.c.source != LOADED)


# Counting


def codes_from(session: Session, obligation_id: int, channel: str) -> set[str]:
    """The figures of a report that came by messages of a channel."""
    statement = select(HISTORY.c.code).where(
        HISTORY.c.obligation_id == obligation_id, HISTORY.c.source.startswith(f"{channel}:")
    )
    return set(session.execute(statement).scalars())
