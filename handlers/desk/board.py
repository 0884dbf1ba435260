"""Where the communes below stand in one round, the worst first: what every desk command reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.dates.ladder import remaining
from domain.dates.moments import local
from domain.people.units import Unit, predecessors
from domain.report.forms import Form
from domain.tasks.tasks import TaskState, state_at
from domain.words import fold
from handlers.report.who_owes import owes
from handlers.wording.show_moments import show_late
from handlers.work import Work
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.figures import GivenCount, given_by_owner
from storage.reports.rounds import (
    Obligation,
    OpenedRound,
    obligations_in,
    opened_rounds,
    owed_in,
)
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
        """It came, and waits to be mended."""
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


@dataclass(frozen=True, slots=True)
class _Owing:
    """Which of some units owe something in which round, the earliest due first."""

    units: tuple[Unit, ...]
    rounds: Mapping[tuple[str, str], OpenedRound]  # by regime and period
    unfinished: frozenset[tuple[str, str]]  # rounds in which something is still owed

    def newest(self, regime: str | None = None) -> dict[str, tuple[str, str]]:
        """The last round of each regime, or of one."""
        return {each: (each, code) for each, code in self.rounds if regime in (None, each)}


def due_last(reports: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """What is due on the last day of all: two reports of one day stand beside each other."""
    last = max((local(report.due).date() for report in reports), default=None)
    return tuple(each for each in reports if local(each.due).date() == last)


def boards(
    work: Work, units: Sequence[Unit], period: str | None = None, regime: str | None = None
) -> tuple[Board, ...]:
    """The newest round of each regime, or the rounds of a period, the earliest due first; of one
    regime alone."""
    owing = _owing(work, units, period)
    found = _boards(work, owing, owing.newest(regime).values())
    return found if period else tuple(_current(found))


def older_boards(work: Work, units: Sequence[Unit]) -> tuple[Board, ...]:
    """Rounds before the newest of their regime in which something is still owed, the earliest due
    first."""
    return _older(work, _owing(work, units))


def all_boards(work: Work, units: Sequence[Unit]) -> tuple[tuple[Board, ...], tuple[Board, ...]]:
    """The newest round of each regime, and the older ones in which something is still owed."""
    owing = _owing(work, units)
    newest = _boards(work, owing, owing.newest().values())
    return tuple(_current(newest)), _older(work, owing)


def _older(work: Work, owing: _Owing) -> tuple[Board, ...]:
    newest = set(owing.newest().values())
    keys = [key for key in owing.rounds if key in owing.unfinished and key not in newest]
    return _boards(work, owing, keys)


def _current(found: Sequence[Board]) -> Iterator[Board]:
    """Without the campaigns that are over: all is in, and newer rounds have come since."""
    for board in found:
        settled = not board.unfinished and board.typical.due < found[-1].typical.due - SETTLED
        if not settled:
            yield board


def _owing(work: Work, units: Sequence[Unit], period: str | None = None) -> _Owing:
    """What these units owe, of the rounds of a period or of those that are not yet history."""
    units = _of_whatever_time(work, units)
    since = work.now - LOOK_BACK
    rounds = {
        each.id: each
        for each in opened_rounds(work.session)
        if each.opens_on <= work.today
        and (each.period_code == period if period else each.due_at >= since)
    }
    closes = {id_: each.closes for id_, each in rounds.items()}
    there: dict[int, bool] = {}  # whether something in it is still owed
    known = work.units
    for round_id, unit_id, state in owed_in(work.session, rounds, [unit.id for unit in units]):
        if known[unit_id].valid_on(closes[round_id]):
            there[round_id] = there.get(round_id, False) or state in UNFINISHED
    keys = {id_: (each.regime_id, each.period_code) for id_, each in rounds.items() if id_ in there}
    return _Owing(
        units,
        {key: rounds[id_] for id_, key in keys.items()},
        frozenset(key for id_, key in keys.items() if there[id_]),
    )


def _of_whatever_time(work: Work, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """These units and those that went into them: what a merged commune owed is still owed, and
    stands in its own round."""
    there = {unit.id for unit in units}
    before = predecessors(work.successions, there, work.today) - there
    merged = (work.units[unit_id] for unit_id in sorted(before))
    return (*units, *(unit for unit in merged if not unit.training))


def _boards(work: Work, owing: _Owing, keys: Iterable[tuple[str, str]]) -> tuple[Board, ...]:
    """These rounds, the earliest due first."""
    wanted = list(keys)
    if not wanted:
        return ()
    ids, known = [unit.id for unit in owing.units], work.units
    tasks = overdue_tasks(work, ids)
    found = []
    for key in wanted:
        opened = owing.rounds[key]
        owed = [
            each
            for each in obligations_in(work.session, opened.id, ids)
            if known[each.unit_id].valid_on(opened.closes)
        ]
        found.append(_board(work, owing.units, owed, tasks))
    return tuple(sorted(found, key=lambda board: board.typical.due))


def _board(
    work: Work, units: Sequence[Unit], owed: Sequence[Obligation], tasks: Mapping[str, int]
) -> Board:
    form = work.catalogue.form(owed[0].form_id, owed[0].closes)
    asked = {owner: codes for owner in form.owners if (codes := form.asked(owner))}
    given = given_by_owner(work.session, [obligation.id for obligation in owed], asked)
    duty = {obligation.unit_id: obligation for obligation in owed}
    regime = work.catalogue.regime(owed[0].regime_id)
    there = [
        unit
        for unit in units
        if unit.valid_on(owed[0].closes) and (unit.id in duty or owes(regime, unit))
    ]
    totals = {owner: len(codes) for owner, codes in asked.items()}
    lines = [_line(work, unit, duty.get(unit.id), totals, given, tasks[unit.id]) for unit in there]
    usual = next((o for o in owed if o.extended_due_at is None), owed[0])
    return Board(
        regime_id=owed[0].regime_id,
        period_code=owed[0].period_code,
        form=form,
        typical=replace(usual, completed_at=None, extended_due_at=None, returned_at=None),
        lines=tuple(sorted(lines, key=lambda line: line.badness)),
    )


def _line(
    work: Work,
    unit: Unit,
    obligation: Obligation | None,
    totals: Mapping[str, int],
    given: Mapping[int, Mapping[str, GivenCount]],
    tasks: int,
) -> Line:
    own = given[obligation.id] if obligation else {}
    none = GivenCount(0, 0)
    parts = {owner: (own.get(owner, none).given, total) for owner, total in totals.items()}
    days, late = _late(work, obligation)
    lacks = {owner: own.get(owner, none).lacking for owner in totals}
    return Line(unit, obligation, parts, days, tasks, late, lacks)


def _late(work: Work, obligation: Obligation | None) -> tuple[int, str]:
    if obligation is None or obligation.state not in UNFINISHED:
        return 0, ""
    if not obligation.late_at(work.now):
        return 0, ""
    left = remaining(obligation, work.now, work.catalogue.calendar)
    return max(1, left.overdue_days), show_late(left)


def overdue_tasks(work: Work, unit_ids: Iterable[str]) -> Counter[str]:
    """How many tasks of each unit are overdue today."""
    found = open_tasks(work.session, list(unit_ids))
    return Counter(t.unit_id for t in found if state_at(t, work.today) is TaskState.OVERDUE)
