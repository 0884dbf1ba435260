"""A superior's desk as a page: the units below by report, who is late and what to type. It only
shows; what is done is typed in the chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from charts.series import HeatRow, LegendEntry
from domain.people.people import Official
from domain.people.permissions import Action
from handlers.desk.board import Board, Line, all_boards
from handlers.desk.find import verb
from handlers.desk.overview import counts_line, heat_legend, heat_row, notes_of, owners_asked
from handlers.desk.scope import body_names, overseen
from handlers.pages.table_asked import Rows, TableAsked, rows_asked
from handlers.report.deadline import deadline_words
from handlers.report.which import called
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.workbook.plain_table import Cell, PlainTable

LATE_AT_MOST = 30  # on a page; all of them on paper


@dataclass(frozen=True, slots=True)
class LateRow:
    """One unit that is late; `typed`: what to type about it."""

    unit: str
    given: int
    asked: int
    notes: tuple[str, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One unit in one round. `report` 0: nobody there was asked."""

    unit: str
    report: int
    heat: HeatRow
    given: int
    asked: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """One round of all units, the worst first; `late_more` are not named."""

    title: str
    due: str
    counts: str
    columns: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    rows: Rows[DeskRow]
    late: tuple[LateRow, ...]
    late_more: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All of it, as it stands at `at`."""

    body: str
    at: str
    boards: tuple[DeskBoard, ...]


def desk_page(work: Work, person: Official, asked: TableAsked) -> DeskPage:
    """The rounds that the chat would show."""
    nudged = work.below(person, Action.NUDGE)
    return DeskPage(
        body=body_names(work, person),
        at=show_moment(work.now),
        boards=tuple(_board(work, board, nudged, asked) for board in _shown(work, person)),
    )


def desk_table(work: Work, person: Official, asked: TableAsked) -> PlainTable:
    """The same rounds as a table: a row a unit and round."""
    return PlainTable(
        name="tinh-hinh",
        title=say("page.desk.at", at=show_moment(work.now)),
        head=tuple(say("page.desk.table").split(" | ")),
        rows=tuple(_table_rows(work, person, asked)),
        made_at=work.now,
    )


def _table_rows(work: Work, person: Official, asked: TableAsked) -> Iterator[tuple[Cell, ...]]:
    everything = TableAsked(asked.find, whole=True)
    for board in _shown(work, person):
        title = _title(work, board)
        for line in rows_asked(board.lines, everything, _unit).shown:
            yield title, line.unit.name, line.given, line.asked, "; ".join(_notes(line)) or None


def _shown(work: Work, person: Official) -> tuple[Board, ...]:
    """The newest rounds, the latest due first, and behind them what is left of older ones."""
    newest, older = all_boards(work, overseen(work, person))
    return (*newest[::-1], *older[::-1])


def _title(work: Work, board: Board) -> str:
    title = work.catalogue.regime(board.regime_id).title
    period = called(work, board.regime_id, board.period_code)
    return say("page.desk.board", title=title, period=period)


def _unit(line: Line) -> str:
    return line.unit.name


def _board(work: Work, board: Board, nudged: set[str], asked: TableAsked) -> DeskBoard:
    found, owners = rows_asked(board.lines, asked, _unit), owners_asked(board.form)
    shown = tuple(_row(owners, line) for line in found.shown)
    late = rows_asked(board.late, TableAsked(asked.find, whole=True), _unit).shown
    named = late if asked.whole else late[:LATE_AT_MOST]
    return DeskBoard(
        title=_title(work, board),
        due=deadline_words(work, board.typical),
        counts=counts_line(board),
        columns=tuple(owners.values()),
        legend=heat_legend(found.shown),
        rows=Rows(shown, found.number, found.pages, found.total),
        late=tuple(_late(line, nudged) for line in named),
        late_more=len(late) - len(named),
    )


def _late(line: Line, nudged: set[str]) -> LateRow:
    typed = f"{verb('nhac')} {line.unit.name}" if line.unit.id in nudged else ""
    return LateRow(line.unit.name, line.given, line.asked, tuple(_notes(line)), typed)


def _row(owners: Mapping[str, str], line: Line) -> DeskRow:
    return DeskRow(
        unit=line.unit.name,
        report=line.obligation.id if line.obligation else 0,
        heat=heat_row(owners, line),
        given=line.given,
        asked=line.asked,
        notes=tuple(_notes(line)),
    )


def _notes(line: Line) -> list[str]:
    return notes_of(line) if line.obligation else [say("desk.heat.nobody")]
