"""One figure, unit beside unit.

quynh < so sánh III.3.1
bot   > III.3.1 hồ sơ giải quyết đúng hạn ... xã Đa Lộc: 71,2% ... (ảnh)
quynh < so sánh III.3.1 qua các kỳ      (unit by unit, period by period)
quynh < so sánh đúng hạn                (which reports came in time)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from charts.series import Head, Measured, Point, PointState, Reference, text_of
from domain.dates.period_reading import no_such_period
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.report.figures import Figures
from domain.report.forms import Form, Indicator, Kind
from domain.report.rollup import RolledCell, codes_behind, rolled_line
from domain.report.shown import show, show_percent, unit_words
from domain.talk.messages import LONGEST_DATA, Choice, Reply
from domain.words import fold
from handlers.comparison.asked import (
    WORD,
    SideBySide,
    bare_name,
    codes_of,
    first_phrase,
    picture_name,
    read_asked,
    without_periods,
)
from handlers.comparison.figure_grid import figure_grid
from handlers.desk.board import Board, Line, boards
from handlers.desk.find import naming_day, verb
from handlers.desk.rolled import label_of
from handlers.desk.scope import body_names, overseen
from handlers.desk.which_code import codes_worded
from handlers.documents.known import extremes, has_scale, known_of, reached, target_of, usual
from handlers.documents.trend import measured_in
from handlers.names.units import find_unit
from handlers.question import ToAsk, to_choose
from handlers.report.which import called
from handlers.wording.example import NO_FORM, example_in
from handlers.wording.onward import page_line, page_of
from handlers.wording.refuse import refuse
from handlers.wording.say import say, say_ask
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work
from reports.drawing import undrawn
from storage.reports.figures import figures_of_many


def compare(work: Work, person: Official, text: str) -> Reply | ToAsk:
    """The figure of every unit below, or of those that are named."""
    if said := no_such_period(text):
        return Reply(say("desk.no_such_period", said=said))
    asked = read_asked(work, text)
    if not asked.code:
        return _by_words(work, person, asked)
    units = _units(work, person, asked)
    if not isinstance(units, tuple):
        return units
    found = _board(work, units, asked)
    if not isinstance(found, tuple):
        return found
    board, code = found
    body = body_names(work, person, Action.SEE_FIGURES)
    if not has_scale(board.form.indicators[code]):
        return Reply(say("pictures.no_scale", code=code, **example_in(board.form).fields))
    if asked.over_periods:
        return figure_grid(work, units, board, code, asked, body)
    return _side_by_side(work, board, code, asked, body)


def _by_words(work: Work, person: Official, asked: SideBySide) -> Reply | ToAsk:
    """A figure that is told by words of its label: which of the likeliest is meant."""
    units = overseen(work, person, Action.SEE_FIGURES, naming_day(work, asked.period))
    found = boards(work, units, asked.period)
    if not found:
        return Reply(say("desk.compare.how"))
    told, _ = without_periods(asked.said.removeprefix(verb(WORD)))
    read = ((board, codes_worded(board.form, fold(told))) for board in reversed(found))
    board, codes = next((each for each in read if each[1]), (found[-1], []))
    if not codes:
        return Reply(say("desk.compare.how"))
    if len(codes) == 1:
        over = first_phrase("over_periods") if asked.over_periods else ""
        return compare(work, person, f"{codes[0]} {asked.period or ''} {over}")
    return _which_code(work, board, codes, asked)


def _units(work: Work, person: Official, asked: SideBySide) -> tuple[Unit, ...] | Reply:
    day = naming_day(work, asked.period)
    every = overseen(work, person, Action.SEE_FIGURES, day)
    if not every:
        return Reply(say("desk.compare.nobody_below", code=asked.code))
    known = {unit.id: unit for unit in every}
    chosen: dict[str, Unit] = {}
    for name in asked.names:
        unit_id = find_unit(name, known, day, work.units).unit_id
        if unit_id is None and not (bare := bare_name(name)):
            continue
        unit_id = unit_id or find_unit(bare, known, day, work.units).unit_id
        if unit_id is None:
            return refuse(work, person, WORD, "router.no_such_unit", name=name)
        chosen[unit_id] = known[unit_id]
    return tuple(chosen.values()) or every


def _board(
    work: Work, units: tuple[Unit, ...], asked: SideBySide
) -> tuple[Board, str] | Reply | ToAsk:
    """The newest round whose form has the line, and its full code; of several codes, which."""
    found = [
        (board, codes_of(board.form, asked.code)) for board in boards(work, units, asked.period)
    ]
    if not found and asked.period:
        return Reply(say("desk.no_period", period=period_words(asked.period)))
    fitting = [(board, codes) for board, codes in found if codes]
    if not fitting:
        own = example_in(found[-1][0].form).fields if found else NO_FORM.fields
        return Reply(say("history.unknown", codes=asked.code, word=verb(WORD), **own))
    board, codes = fitting[-1]
    if len(codes) > 1:
        return _which_code(work, board, codes, asked)
    return board, codes[0]


def _which_code(work: Work, board: Board, codes: Sequence[str], asked: SideBySide) -> ToAsk:
    taps = tuple(_tap(asked, code) for code in codes)
    names = "\n".join(f"- {code} {label_of(work, board, code)}" for code in codes)
    text_id = "ask.desk.which_code" if asked.code else "ask.desk.which_label"
    return to_choose(taps, say_ask(text_id, codes=names), verb(WORD))


def compare_one_of(work: Work, board: Board, codes: Sequence[str], names: str) -> ToAsk:
    """Which of these figures is compared, of the units that are named."""
    asked = SideBySide("", None, False, (), 1, "")
    taps = tuple(
        Choice(f"{verb(WORD)} {code}", _data(f"{code} {names}".strip(), code)) for code in codes
    )
    question = _which_code(work, board, codes, asked)
    return replace(question, question=replace(question.question, options=taps))


def _data(words: str, code: str) -> str:
    return f"/{WORD} {words if _fits(f'/{WORD} {words}') else code}"


def extreme(work: Work, board: Board, code: str, names: Sequence[str], *, most: bool) -> str:
    """Who has the most, or the least, of these units, of all where none is named."""
    line = board.form.indicators[code]
    points = measured_units(work, board, code, "").points
    known = [
        (point.value, point.label)
        for point in points
        if point.value is not None and (not names or point.label in names)
    ]
    if not known:
        return say("by_figure.no_values")
    if len(known) > 1 and len({value for value, _ in known}) == 1:
        return say("by_figure.same", value=_shown(line, known[0][0]))
    value = (max if most else min)(value for value, _ in known)
    units = ", ".join(label for each, label in known if each == value)
    shown = _shown(line, value)
    return say("by_figure.most" if most else "by_figure.least", units=units, value=shown)


def _shown(line: Indicator, value: Decimal) -> str:
    return show_percent(value) if line.kind is Kind.PERCENT else show(value)


def _tap(asked: SideBySide, code: str) -> Choice:
    """All that was said, with the whole code; without marks where a tap is too short for them, and
    the code and the period where it is too short for that."""
    said = asked.said.removeprefix(verb(WORD)).strip().replace(asked.code, code, 1)
    over = first_phrase("over_periods") if asked.over_periods else ""
    said = said if asked.code else f"{code} {over}".strip()
    short = " ".join(filter(None, [code, asked.period]))
    ways = ((said, said), (said, fold(said)), (short, short))
    fits = ((words, data) for words, data in ways if _fits(f"/{WORD} {data}"))
    words, data = next(fits, ways[-1])
    return Choice(f"{verb(WORD)} {words}", f"/{WORD} {data}")


def _fits(data: str) -> bool:
    return len(data.encode()) <= LONGEST_DATA


def _side_by_side(work: Work, board: Board, code: str, asked: SideBySide, body: str) -> Reply:
    whole = measured_units(work, board, code, body)
    cut = page_line(len(whole.points), asked.start, asked.said)
    series = replace(
        whole,
        points=tuple(page_of(whole.points, asked.start)),
        notes=(*whole.notes, cut) if cut else whole.notes,
    )
    name = picture_name(f"{WORD}-{code}", body, board.period_code)
    return Reply(text_of(series), (), (undrawn(name, series),))


def measured_units(work: Work, board: Board, code: str, body: str) -> Measured:
    """The figure of every unit of the round: of a rate the lowest first, of a count the highest."""
    line = board.form.indicators[code]
    ids = {each.obligation.id: each.unit.id for each in board.lines if each.obligation}
    given = figures_of_many(work.session, list(ids), codes_behind(line))
    figures = {ids[id_]: of_unit for id_, of_unit in given.items()}
    points = sorted(
        (_point(board.form, code, each, figures) for each in board.lines), key=_order(line)
    )
    period = called(work, board.regime_id, board.period_code)
    order = "desk.compare.lowest" if line.kind is Kind.PERCENT else "desk.compare.highest"
    where = measured_in(say("desk.compare.where", body=body, period=period), unit_words(line))
    rolled = rolled_line(board.form, line, figures)
    target = target_of(line, work.catalogue.regime(board.regime_id))
    return Measured(
        Head(
            title=f"{code} {label_of(work, board, code)}",
            subtitle=say(order, where=where),
            foot=say("pictures.foot", at=show_moment(work.now)),
        ),
        points=tuple(points),
        percent=line.kind is Kind.PERCENT,
        references=(*_whole(line, points, rolled), *target),
        notes=(
            *_total(board, line, rolled),
            *extremes(line, points),
            *reached(target, points, "units"),
        ),
    )


def _point(form: Form, code: str, line: Line, figures: Mapping[str, Figures]) -> Point:
    if line.obligation is None:
        return Point(line.unit.name, None, PointState.NOT_GIVEN, note=say("desk.heat.nobody"))
    return Point(line.unit.name, *known_of(form, code, figures[line.unit.id]))


def _order(line: Indicator) -> Callable[[Point], tuple[object, ...]]:
    """Numbers first: the lowest rate, the highest count; then what has none, state by state."""
    up = line.kind is Kind.PERCENT
    states = list(PointState)

    def order(point: Point) -> tuple[object, ...]:
        number = point.value if point.value is not None else 0
        return states.index(point.known), number if up else -number, fold(point.label)

    return order


def _whole(line: Indicator, points: Sequence[Point], rolled: RolledCell) -> tuple[Reference, ...]:
    """The rate of all together, from their sums, where it can be computed; else what is usual."""
    if line.ratio and rolled.total is not None and len(rolled.counted) > 1:
        return (Reference(say("desk.compare.together"), rolled.total),)
    numbers = [point.value for point in points if point.value is not None]
    return usual(line, numbers, say("desk.compare.mean"))


def _total(board: Board, line: Indicator, rolled: RolledCell) -> tuple[str, ...]:
    if line.ratio is not None or rolled.total is None:
        return ()
    counts = {"count": len(rolled.counted), "all": len(board.lines)}
    return (say("desk.compare.total", total=show(rolled.total), **counts),)
