"""Where the communes below stand in one round, the worst first: what every desk command reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.dates.ladder import remaining
from domain.people.units import Unit, predecessors
from domain.report.forms import Form
from domain.tasks.tasks import TaskState, state_at
from domain.words import fold
from handlers.report.who_owes import owes
from handlers.wording.show_moments import show_late
from handlers.work import Work
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.figures import given_codes, lacking_codes
from storage.reports.rounds import Obligation, obligations_opened_by
from storage.tasks.tasks import open_tasks

LOOK_BACK = timedelta(days=400)  # rounds that were due longer ago are history
SETTLED = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Line:
    """One commune in one round; `obligation` None: nobody there has been asked."""

    unit: Unit
    obligation: Obligation | None
    parts: Mapping[str, tuple[int, int]]  # owner field -> given, asked
    days_late: int  # 0: in time, or sent
    overdue_tasks: int
    late: str = ""  # "quá hạn 3 ngày"
    lacking: Mapping[str, int] = field(default_factory=dict)  # owner field -> said to be missing

    @property
    def given(self) -> int:
        return sum(given for given, _ in self.parts.values())

    @property
    def asked(self) -> int:
        return sum(asked for _, asked in self.parts.values())

    @property
    def finished(self) -> bool:
        """Every figure is there, and nothing was sent back."""
        return self.obligation is not None and self.obligation.completed_at is not None

    @property
    def returned(self) -> bool:
        return self.obligation is not None and self.obligation.state is ObligationState.RETURNED

    @property
    def locked(self) -> bool:
        """Closed although figures are missing."""
        closed = self.obligation is not None and self.obligation.state is ObligationState.LOCKED
        return closed and not self.finished

    @property
    def badness(self) -> tuple[object, ...]:
        """The worst sorts first."""
        share = self.given / self.asked if self.asked else 0
        late = (-self.days_late, not self.returned)
        return self.finished, *late, share, -self.overdue_tasks, fold(self.unit.name)


@dataclass(frozen=True, slots=True)
class Board:
    """One round over several communes. `typical` is a duty in it without an extension."""

    regime_id: str
    period_code: str
    form: Form
    typical: Obligation
    lines: tuple[Line, ...]

    @property
    def unfinished(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.obligation and not line.finished)

    @property
    def finished(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.finished)

    @property
    def unasked(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.obligation is None)

    @property
    def late(self) -> tuple[Line, ...]:
        return tuple(line for line in self.unfinished if line.days_late)


def boards(
    work: Work, units: Sequence[Unit], period: str | None = None, regime: str | None = None
) -> tuple[Board, ...]:
    """The newest round of each regime, or the rounds of a period, the earliest due first; of one
    regime alone."""
    units = _of_whatever_time(work, units)
    by_round = _by_round(work, units, None if period else work.now - LOOK_BACK)
    chosen: dict[str, tuple[str, str]] = {}
    for regime_id, code in by_round:
        if period in (None, code) and regime in (None, regime_id):
            chosen[regime_id] = (regime_id, code)
    found = [_board(work, units, by_round[key]) for key in chosen.values()]
    found.sort(key=lambda board: board.typical.due)
    return tuple(found) if period else tuple(_current(found))


def _current(found: Sequence[Board]) -> Iterator[Board]:
    """Without the campaigns that are over: all is in, and newer rounds have come since."""
    for board in found:
        settled = not board.unfinished and board.typical.due < found[-1].typical.due - SETTLED
        if not settled:
            yield board


def older_boards(work: Work, units: Sequence[Unit]) -> tuple[Board, ...]:
    """Rounds before the newest of their regime in which something is still owed, the earliest due
    first."""
    units = _of_whatever_time(work, units)
    newest = {(board.regime_id, board.period_code) for board in boards(work, units)}
    return tuple(
        _board(work, units, owed)
        for key, owed in _by_round(work, units, work.now - LOOK_BACK).items()
        if key not in newest and any(each.state in UNFINISHED for each in owed)
    )


def _of_whatever_time(work: Work, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """These units and those that went into them: what a merged commune owed is still owed, and
    stands in its own round."""
    there = {unit.id for unit in units}
    before = predecessors(work.successions, there, work.today) - there
    merged = (work.units[unit_id] for unit_id in sorted(before))
    return (*units, *(unit for unit in merged if not unit.training))


def _by_round(
    work: Work, units: Sequence[Unit], since: datetime | None
) -> dict[tuple[str, str], list[Obligation]]:
    """What the communes owe, by regime and period, the earliest due first."""
    ids = [unit.id for unit in units]
    found: dict[tuple[str, str], list[Obligation]] = {}
    for obligation in obligations_opened_by(work.session, ids, work.today, since):
        if work.units[obligation.unit_id].valid_on(obligation.closes):
            key = (obligation.regime_id, obligation.period_code)
            found.setdefault(key, []).append(obligation)
    return found


def _board(work: Work, units: Sequence[Unit], owed: Sequence[Obligation]) -> Board:
    form = work.catalogue.form(owed[0].form_id, owed[0].closes)
    ids = [obligation.id for obligation in owed]
    codes, lacking = given_codes(work.session, ids), lacking_codes(work.session, ids)
    duty = {obligation.unit_id: obligation for obligation in owed}
    tasks = overdue_tasks(work, [unit.id for unit in units])
    regime = work.catalogue.regime(owed[0].regime_id)
    there = [
        unit
        for unit in units
        if unit.valid_on(owed[0].closes) and (unit.id in duty or owes(regime, unit))
    ]
    lines = [
        _line(work, form, unit, duty.get(unit.id), (codes, lacking), tasks[unit.id])
        for unit in sorted(there, key=lambda unit: fold(unit.name))
    ]
    usual = next((o for o in owed if o.extended_due_at is None), owed[0])
    return Board(
        regime_id=owed[0].regime_id,
        period_code=owed[0].period_code,
        form=form,
        typical=replace(usual, completed_at=None, extended_due_at=None),
        lines=tuple(sorted(lines, key=lambda line: line.badness)),
    )


def _line(
    work: Work,
    form: Form,
    unit: Unit,
    obligation: Obligation | None,
    codes: tuple[Mapping[int, frozenset[str]], Mapping[int, frozenset[str]]],
    tasks: int,
) -> Line:
    given, lacking = (each[obligation.id] if obligation else frozenset() for each in codes)
    asked = {owner: form.asked(owner) for owner in form.owners}
    parts = {
        owner: (len(given.intersection(all_)), len(all_)) for owner, all_ in asked.items() if all_
    }
    days, late = _late(work, obligation)
    lacks = {owner: len(lacking.intersection(asked[owner])) for owner in parts}
    return Line(unit, obligation, parts, days, tasks, late, lacks)


def _late(work: Work, obligation: Obligation | None) -> tuple[int, str]:
    if obligation is None or obligation.state not in UNFINISHED:
        return 0, ""
    left = remaining(obligation, work.now, work.catalogue.calendar)
    return (max(1, left.overdue_days), show_late(left)) if left.overdue else (0, "")


def overdue_tasks(work: Work, unit_ids: Iterable[str]) -> Counter[str]:
    """How many tasks of each unit are overdue today."""
    found = open_tasks(work.session, list(unit_ids))
    return Counter(t.unit_id for t in found if state_at(t, work.today) is TaskState.OVERDUE)
