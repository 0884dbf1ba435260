"""Any figure of the units below on a superior's desk: unit beside unit, or over the periods too; by
the same reckoning and in the same look as the pictures of the chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from charts.series import Heat, Measured, Point, Shade
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.forms import Form
from handlers.comparison.compare import measured_units
from handlers.comparison.figure_grid import grid_of
from handlers.desk.board import Board, boards
from handlers.desk.find import naming_day
from handlers.desk.rolled import label_of
from handlers.desk.scope import body_names, overseen
from handlers.documents.known import has_scale
from handlers.pages.table_asked import Rows, TableAsked, rows_asked
from handlers.report.which import called
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.workbook.plain_table import Cell, PlainTable
from storage.reports.rounds import OpenedRound, opened_rounds, rounds_owed

ROUNDS_AT_MOST = 24  # offered to choose from
OVER, SIDE = "periods", "units"


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The lines of one section of the form: code, and code with its words."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """What is chosen, what may be chosen, and the figures: `measured` unit beside unit, `heat` unit
    by unit and period by period; neither where there is nothing to compare."""

    body: str
    at: str
    rounds: tuple[tuple[str, str], ...] = ()
    groups: tuple[LineGroup, ...] = ()
    round: str = ""
    code: str = ""
    way: str = SIDE
    measured: Measured | None = None
    points: Rows[Point] | None = None
    heat: Heat | None = None
    rows: Rows[Unit] | None = None  # which part of the heat map it is


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A round of the units below, and one line of its form."""

    units: tuple[Unit, ...]
    board: Board
    code: str
    rounds: tuple[OpenedRound, ...]


def figures_page(work: Work, person: Official, asked: TableAsked) -> FiguresPage:
    """The figure that the address names, of the round that it names; else the first key rate of
    the newest round."""
    body = body_names(work, person, Action.SEE_FIGURES)
    bare = FiguresPage(body, show_moment(work.now))
    chosen = _chosen(work, person, asked)
    if chosen is None:
        return bare
    board, code = chosen.board, chosen.code
    page = replace(
        bare,
        rounds=tuple((_key(each), _round_words(work, each)) for each in chosen.rounds),
        groups=tuple(_groups(work, board)),
        round=f"{board.regime_id}/{board.period_code}",
        code=code,
        way=OVER if asked.other("way") == OVER else SIDE,
    )
    if page.way == OVER:
        rows = rows_asked(chosen.units, asked, lambda unit: unit.name)
        heat = grid_of(work, chosen.units, board, code, body, rows.shown)
        return replace(page, heat=heat, rows=rows)
    series = measured_units(work, board, code, body)
    points = rows_asked(series.points, asked, lambda point: point.label)
    return replace(page, measured=series, points=points)


def figures_table(work: Work, person: Official, asked: TableAsked) -> PlainTable:
    """The same as a table: a row a unit; numbers as numbers, everything else in words."""
    page = figures_page(work, person, replace(asked, whole=True))
    title = page.measured or page.heat
    head: tuple[str, ...] = (say("page.desk.unit"),)
    rows: Iterator[tuple[Cell, ...]] = iter(())
    if page.heat:
        head, rows = (*head, *page.heat.columns), _heat_cells(page.heat)
    elif page.measured and page.points:
        head = (*head, say("page.figures.value"), say("page.desk.notes"))
        rows = _point_cells(page.measured, page.points)
    return PlainTable(
        name=f"so-sanh-{page.code}-{page.round.replace('/', '-')}",
        title=f"{title.head.title} – {title.head.subtitle}" if title else page.body,
        head=head,
        rows=tuple(rows),
        made_at=work.now,
    )


def _point_cells(series: Measured, points: Rows[Point]) -> Iterator[tuple[Cell, ...]]:
    for point in points.shown:
        words = series.words(point)
        known = point.value is not None and words == series.shown(point.value)
        yield point.label, point.value if known else None, None if known else words


def _heat_cells(series: Heat) -> Iterator[tuple[Cell, ...]]:
    for row in series.rows:
        cells = (
            None if cell.shade is Shade.EMPTY else (cell.told or cell.words) for cell in row.cells
        )
        yield row.label, *cells


def _chosen(work: Work, person: Official, asked: TableAsked) -> _Chosen | None:
    opened = [each for each in reversed(opened_rounds(work.session)) if each.opens_on <= work.today]
    below = work.below(person, Action.SEE_FIGURES)
    owed = rounds_owed(work.session, [each.id for each in opened], below)
    rounds = tuple(each for each in opened if each.id in owed)
    named = [each for each in rounds if _key(each) == asked.other("round")]
    for each in named or rounds:
        day = naming_day(work, each.period_code)
        units = overseen(work, person, Action.SEE_FIGURES, day)
        found = boards(work, units, each.period_code, each.regime_id) if units else ()
        if not found:
            continue
        codes = _codes(found[0].form)
        if codes:
            code = asked.other("code")
            chosen = code if code in codes else _first(found[0].form, codes)
            return _Chosen(units, found[0], chosen, rounds[:ROUNDS_AT_MOST])
    return None


def _first(form: Form, codes: Mapping[str, None]) -> str:
    return next((rate for rate in form.key_rates if rate in codes), next(iter(codes)))


def _codes(form: Form) -> dict[str, None]:
    """The lines that can be compared, in the order of the form."""
    return dict.fromkeys(line.code for line in form.indicators.values() if has_scale(line))


def _groups(work: Work, board: Board) -> Iterator[LineGroup]:
    codes = _codes(board.form)
    for section in board.form.sections:
        lines = tuple(
            (code, f"{code} {label_of(work, board, code)}")
            for code in section.codes
            if code in codes
        )
        if lines:
            yield LineGroup(f"{section.code}. {section.title}", lines)


def _key(opened: OpenedRound) -> str:
    return f"{opened.regime_id}/{opened.period_code}"


def _round_words(work: Work, opened: OpenedRound) -> str:
    return called(work, opened.regime_id, opened.period_code)
