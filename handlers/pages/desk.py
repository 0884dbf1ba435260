"""A superior's desk as a page: the units below by report, who is late and what to type, how often
they were in time. It only shows; what is done is typed in the chat."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.punctuality import Delivery, punctuality, ranking
from handlers.desk.board import Board, Line, boards, older_boards
from handlers.desk.find import verb
from handlers.desk.overview import counts_line, notes_of
from handlers.desk.rank import deliveries
from handlers.desk.scope import body_names, overseen
from handlers.report.deadline import deadline_words
from handlers.report.which import called
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work


@dataclass(frozen=True, slots=True)
class DeskCell:
    """How much of one part of a report is there; `level` 0 nothing to 3 all."""

    words: str
    level: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One unit in one round. `report` 0: nobody there was asked; `typed`: what to type about it."""

    unit: str
    report: int
    cells: tuple[DeskCell, ...]
    given: int
    asked: int
    notes: tuple[str, ...]
    late: bool
    typed: str = ""


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """One round of all units, the worst first."""

    title: str
    due: str
    counts: str
    columns: tuple[str, ...]
    rows: tuple[DeskRow, ...]

    @property
    def late(self) -> tuple[DeskRow, ...]:
        return tuple(row for row in self.rows if row.late)


@dataclass(frozen=True, slots=True)
class DeskRank:
    """One unit's place."""

    place: int
    unit: str
    on_time: int
    due: int
    days_late: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All of it, as it stands at `at`."""

    body: str
    at: str
    boards: tuple[DeskBoard, ...]
    ranks: tuple[DeskRank, ...]


def desk_page(work: Work, person: Official) -> DeskPage:
    """The rounds that the chat would show, and the record of the units that the person may see."""
    return DeskPage(
        body=body_names(work, person),
        at=show_moment(work.now),
        boards=_boards(work, person),
        ranks=tuple(_ranks(work, person)),
    )


def desk_csv(work: Work, person: Official) -> str:
    """The same rounds as a table that a spreadsheet opens: a row a unit and round."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(say("page.desk.csv").split(" | "))
    for board in _boards(work, person):
        for row in board.rows:
            writer.writerow([board.title, row.unit, row.given, row.asked, "; ".join(row.notes)])
    return "\ufeff" + text.getvalue()


def _boards(work: Work, person: Official) -> tuple[DeskBoard, ...]:
    units = overseen(work, person)
    found = (*boards(work, units)[::-1], *older_boards(work, units)[::-1]) if units else ()
    nudged = work.below(person, Action.NUDGE)
    return tuple(_board(work, board, nudged) for board in found)


def _board(work: Work, board: Board, nudged: set[str]) -> DeskBoard:
    owners = {owner: words for owner, words in board.form.owners.items() if board.form.asked(owner)}
    title = work.catalogue.regime(board.regime_id).title
    return DeskBoard(
        title=say("page.desk.board", title=title, period=called(work, *_round(board))),
        due=deadline_words(work, board.typical),
        counts=counts_line(board),
        columns=tuple(owners.values()),
        rows=tuple(_row(line, tuple(owners), nudged) for line in board.lines),
    )


def _round(board: Board) -> tuple[str, str]:
    return board.regime_id, board.period_code


def _row(line: Line, owners: Sequence[str], nudged: set[str]) -> DeskRow:
    cells = tuple(_cell(*line.parts.get(owner, (0, 0))) for owner in owners)
    open_ = line.obligation is not None and not line.finished and line.unit.id in nudged
    return DeskRow(
        unit=line.unit.name,
        report=line.obligation.id if line.obligation else 0,
        cells=cells,
        given=line.given,
        asked=line.asked,
        notes=tuple(notes_of(line)) if line.obligation else (say("desk.heat.nobody"),),
        late=bool(line.days_late),
        typed=f"{verb('nhac')} {line.unit.name}" if open_ else "",
    )


def _cell(given: int, asked: int) -> DeskCell:
    level = 0 if not given else 3 if given >= asked else 2 if given * 2 >= asked else 1
    return DeskCell(f"{given}/{asked}", level)


def _ranks(work: Work, person: Official) -> Iterator[DeskRank]:
    units = overseen(work, person, Action.SEE_PUNCTUALITY)
    every = deliveries(work, [unit.id for unit in units])
    by_unit: dict[str, list[Delivery]] = {}
    for delivery in every:
        by_unit.setdefault(delivery.unit_id, []).append(delivery)
    records = [punctuality(unit.id, by_unit.get(unit.id, ()), work.now) for unit in units]
    for place in ranking(records):
        unit = work.units[place.of.unit_id].name
        record = place.of
        yield DeskRank(place.number, unit, record.on_time, record.due, record.days_late)
