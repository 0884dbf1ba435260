"""One figure, unit by unit and period by period, as a heat map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from charts.series import (
    STATE_WORDS,
    Head,
    Heat,
    HeatCell,
    HeatRow,
    LegendEntry,
    PointState,
    Shade,
    text_of,
)
from domain.dates.periods import months_of
from domain.people.units import Unit
from domain.report.forms import Indicator, Kind, Nature
from domain.report.rollup import codes_behind
from domain.report.shown import show, show_percent, unit_words
from domain.talk.messages import Reply
from handlers.comparison.asked import WORD, SideBySide, picture_name
from handlers.desk.board import Board
from handlers.desk.rolled import label_of
from handlers.documents.known import known_of
from handlers.documents.trend import measured_in
from handlers.wording.onward import page_line, page_of
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from reports.drawing import undrawn
from storage.reports.figures import figures_in_rounds
from storage.reports.rounds import OpenedRound, opened_rounds, rounds_owed

PERIODS_AT_MOST = 8
THIRDS = (Shade.LITTLE, Shade.MUCH, Shade.ALL)
_STATES = {
    PointState.NONE_ARISEN: (Shade.NONE_ARISEN, "none_arisen"),
    PointState.MISSING: (Shade.MISSING, "missing"),
    PointState.NOT_GIVEN: (Shade.NOTHING, "not_given"),
}

KnownFigure = tuple[Decimal | None, PointState]


def figure_grid(
    work: Work, units: Sequence[Unit], board: Board, code: str, asked: SideBySide, body: str
) -> Reply:
    """A row a unit, a column a period, the newest at the right; darker is more."""
    series = grid_of(work, units, board, code, body, page_of(units, asked.start))
    if cut := page_line(len(units), asked.start, asked.said):
        series = replace(series, notes=(cut, *series.notes))
    name = picture_name(f"{WORD}-{code}", body, board.period_code)
    return Reply(text_of(series), (), (undrawn(name, series),))


def grid_of(
    work: Work, units: Sequence[Unit], board: Board, code: str, body: str, shown: Sequence[Unit]
) -> Heat:
    """The rows of those that are shown, in their order; how dark a cell is tells its place among
    all units."""
    line = board.form.indicators[code]
    alike = _alike(work, units, board, code)
    every = list({each.period_code: None for each in alike})
    periods = every[-PERIODS_AT_MOST:]
    rounds = [each for each in alike if each.period_code in periods]
    known = _known(work, code, rounds, units)
    steps = _steps([value for value, state in known.values() if value is not None])
    cut = say("pictures.columns_cut", shown=len(periods), total=len(every))
    return Heat(
        Head(
            title=say("pictures.trend", code=code, label=label_of(work, board, code)),
            subtitle=measured_in(body, unit_words(line)),
            foot=say("pictures.foot", at=show_moment(work.now)),
        ),
        columns=tuple(map(period_words, periods)),
        rows=tuple(
            row_of(unit, [_cell(line, each, known.get((unit.id, each)), steps) for each in periods])
            for unit in shown
        ),
        legend=_legend(known.values()),
        notes=(cut,) if len(every) > len(periods) else (),
    )


def row_of(unit: Unit, cells: Sequence[HeatCell]) -> HeatRow:
    """With a note where the unit has owed nothing in all these periods."""
    nothing = all(cell.shade is Shade.EMPTY for cell in cells)
    return HeatRow(unit.name, tuple(cells), say("desk.compare.no_report") if nothing else "")


def _alike(work: Work, units: Sequence[Unit], board: Board, code: str) -> list[OpenedRound]:
    """The rounds up to that of the board that ask these units for the figure and may be set beside
    it, the earliest closed first."""
    line, length = board.form.indicators[code], months_of(board.period_code)
    any_length = line.nature is not Nature.FLOW or line.kind is Kind.PERCENT
    rounds = [
        each
        for each in opened_rounds(work.session)
        if each.form_id == board.typical.form_id
        and each.opens_on <= work.today
        and each.closes <= board.typical.closes
        and (any_length or months_of(each.period_code) == length)
        and code in work.catalogue.form(each.form_id, each.closes).indicators
    ]
    owed = rounds_owed(work.session, [each.id for each in rounds], [unit.id for unit in units])
    return sorted((each for each in rounds if each.id in owed), key=lambda each: each.closes)


def _known(
    work: Work, code: str, rounds: Sequence[OpenedRound], units: Sequence[Unit]
) -> dict[tuple[str, str], KnownFigure]:
    """By unit and period."""
    forms = {each.id: work.catalogue.form(each.form_id, each.closes) for each in rounds}
    codes = {behind for form in forms.values() for behind in codes_behind(form.indicators[code])}
    figures = figures_in_rounds(work.session, list(forms), [unit.id for unit in units], codes)
    return {
        (unit_id, each.period_code): known_of(forms[each.id], code, given)
        for each in rounds
        for unit_id, given in figures[each.id].items()
    }


def _steps(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """From which numbers on a cell is darker: the thirds of all that are shown."""
    if not values:
        return Decimal(0), Decimal(0)
    ordered = sorted(values)
    return ordered[len(ordered) // 3], ordered[2 * len(ordered) // 3]


def _cell(
    line: Indicator, period: str, known: KnownFigure | None, steps: tuple[Decimal, Decimal]
) -> HeatCell:
    label = period_words(period)
    if known is None:
        return HeatCell(label, "", Shade.EMPTY)
    value, state = known
    if state in _STATES:
        shade, name = _STATES[state]
        return HeatCell(label, say(f"pictures.cell.{name}"), shade, STATE_WORDS[state])
    assert value is not None  # a value is a number
    words = show_percent(value) if line.kind is Kind.PERCENT else show(value)
    return HeatCell(label, words, THIRDS[sum(value >= step for step in steps)])


def _legend(known: Iterable[KnownFigure]) -> tuple[LegendEntry, ...]:
    states = {state for _, state in known}
    thirds = [LegendEntry(shade, say(f"pictures.third.{shade.value}")) for shade in THIRDS]
    others = [
        LegendEntry(shade, say(f"pictures.meaning.{name}"))
        for state, (shade, name) in _STATES.items()
        if state in states
    ]
    return (*thirds, *others)
