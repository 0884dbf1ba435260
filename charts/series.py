"""What a chart shows: figures and words without layout, and the same as lines of text.

All words come from the caller (the catalogue speaks Vietnamese, charts only draw), all numbers
from the figures of the report, so that picture, text and file cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.report.shown import (
    MISSING_WORDS,
    NONE_ARISEN_WORDS,
    NOT_GIVEN_WORDS,
    show,
    show_percent,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The words around a chart; `foot` tells the time of the data."""

    title: str
    subtitle: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """How many of the figures asked are answered: of a section, an owner or a unit. An answer may
    say that nothing arose, or that nobody has the figure."""

    label: str
    given: int  # answered in whatever way
    asked: int
    note: str = ""  # "còn thiếu I.6", shown under the label
    none: int = 0  # of the given ones: không phát sinh
    lacking: int = 0  # of the given ones: chưa có số liệu

    @property
    def count(self) -> str:
        return f"{show(Decimal(self.given))}/{show(Decimal(self.asked))}"

    @property
    def states(self) -> str:
        """`3 không phát sinh, 2 chưa có số liệu`; nothing where all are numbers."""
        counted = ((self.none, NONE_ARISEN_WORDS), (self.lacking, MISSING_WORDS))
        return ", ".join(f"{count} {words}" for count, words in counted if count)


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars under one title: by section, by owner, by unit."""

    title: str
    bars: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the figures of a report have come."""

    head: Head
    groups: tuple[BarGroup, ...]
    notes: tuple[str, ...] = ()  # what was left out and where it is


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent now and in the period before; None where there is none, never 0."""

    label: str
    now: Decimal | None
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class RatePairs:
    """Key rates of two periods side by side."""

    head: Head
    now: str  # "quý III năm 2024"
    before: str  # "6 tháng đầu năm 2024"; "" where there was no report before
    missing: str  # "chưa có"
    rates: tuple[Rate, ...]
    notes: tuple[str, ...] = ()  # what was left out and where it is


class Tone(StrEnum):
    """How the state of tasks looks, apart from its words."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    IN_PROGRESS = "in_progress"


@dataclass(frozen=True, slots=True)
class TaskBar:
    """How many tasks are in one state; None where nobody has said yet, never 0."""

    label: str
    count: int | None
    tone: Tone


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of a unit by state."""

    head: Head
    total_label: str  # "Tổng số nhiệm vụ được giao"
    total: int | None
    none: str  # said instead of bars when there is no task, or when nothing is known
    missing: str  # "chưa có số"
    bars: tuple[TaskBar, ...]

    @property
    def known(self) -> int:
        """What the strip of all parts stands for; 0 where there is nothing to draw."""
        return max(self.total or 0, sum(bar.count or 0 for bar in self.bars))

    @property
    def total_line(self) -> str:
        return f"{self.total_label}: {self.words(self.total)}"

    def words(self, count: int | None) -> str:
        """The count as it is printed."""
        return self.missing if count is None else show(Decimal(count))


class PointState(StrEnum):
    """What is known of a figure in one place."""

    VALUE = "value"
    NONE_ARISEN = "none_arisen"
    MISSING = "missing"  # said to be missing
    NOT_GIVEN = "not_given"  # nobody has answered so far


STATE_WORDS = {
    PointState.NONE_ARISEN: NONE_ARISEN_WORDS,
    PointState.MISSING: MISSING_WORDS,
    PointState.NOT_GIVEN: NOT_GIVEN_WORDS,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one period or of one unit. What did not arise has the value 0 where it adds up,
    and is shown in words all the same."""

    label: str
    value: Decimal | None
    known: PointState = PointState.VALUE
    stands_out: bool = False  # the present period, the own unit
    note: str = ""  # "5/8 đơn vị", behind the value


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to measure by: the mean, the target."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure over several periods, the oldest first, or over several units."""

    head: Head
    points: tuple[Point, ...]
    percent: bool = False  # the figure is a rate
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()  # the highest and the lowest, what was left out and where it is

    @property
    def most(self) -> Decimal:
        """The end of the scale: 100 for rates, and whatever is larger."""
        least = Decimal(100) if self.percent else Decimal(1)
        values = [point.value for point in self.points if point.value is not None]
        return max((least, *values, *(each.value for each in self.references)))

    def shown(self, value: Decimal) -> str:
        """A number as it is printed."""
        return show_percent(value) if self.percent else show(value)

    def words(self, point: Point) -> str:
        """What is known, as it is printed."""
        said = STATE_WORDS.get(point.known, "")
        if not said and point.value is not None:
            said = self.shown(point.value)
        return f"{said} ({point.note})" if point.note else said

    def line(self, reference: Reference) -> str:
        """`trung bình: 94,2%`."""
        return f"{reference.label}: {self.shown(reference.value)}"


class Shade(StrEnum):
    """How a cell of a heat map looks, apart from its words."""

    EMPTY = "empty"  # nothing is asked: no cell
    NOTHING = "nothing"
    LITTLE = "little"
    MUCH = "much"
    ALL = "all"
    NONE_ARISEN = "none_arisen"
    MISSING = "missing"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One unit in one column: what is printed there, how dark, and the same for the text."""

    label: str  # of the column
    words: str
    shade: Shade
    told: str = ""  # in the text instead of the words: "60/62"
    lacking: Decimal = Decimal(0)  # the share of "chưa có số liệu", a strip at the foot


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit: its cells, and a few words on the whole."""

    label: str
    cells: tuple[HeatCell, ...]  # one a column
    note: str = ""  # "quá hạn 3 ngày"
    alert: bool = False  # the note matters


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a shade stands for."""

    shade: Shade
    words: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Many units at a glance; darker is more."""

    head: Head
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[LegendEntry, ...]
    notes: tuple[str, ...] = ()  # what was left out and where it is


def share_cell(part: Given, full: str) -> HeatCell:
    """How far one part of a report has come. What nobody has is not counted as there."""
    if not part.asked:
        return HeatCell(part.label, "", Shade.EMPTY)
    there = part.given - part.lacking
    told = f"{part.count} ({part.lacking} {MISSING_WORDS})" if part.lacking else part.count
    words = full if there == part.asked else show_percent(Decimal(100 * there // part.asked))
    return HeatCell(
        part.label, words, _share(there, part.asked), told, Decimal(part.lacking) / part.asked
    )


def _share(there: int, asked: int) -> Shade:
    if not there:
        return Shade.NOTHING
    if there >= asked:
        return Shade.ALL
    return Shade.LITTLE if 2 * there < asked else Shade.MUCH


Series = Progress | RatePairs | Tasks | Measured | Heat


def text_of(series: Series) -> str:
    """The chart as text, one line a bar, for screen readers and slow networks.

    `I. Chỉ đạo, điều hành: 15/15`
    """
    lines = [line for line in (series.head.title, series.head.subtitle) if line]
    match series:
        case Progress():
            lines += [line for group in series.groups for line in _group_lines(group)]
            lines += series.notes
        case RatePairs():
            lines += [*(_rate_line(series, rate) for rate in series.rates), *series.notes]
        case Tasks():
            lines += _task_lines(series)
        case Measured():
            lines += [f"{point.label}: {series.words(point)}" for point in series.points]
            lines += [*map(series.line, series.references), *series.notes]
        case Heat():
            lines += [*map(_heat_line, series.rows), *series.notes]
    return "\n".join([*lines, series.head.foot] if series.head.foot else lines)


def _heat_line(row: HeatRow) -> str:
    shown = (cell for cell in row.cells if cell.shade is not Shade.EMPTY)
    cells = ", ".join(f"{cell.label} {cell.told or cell.words}" for cell in shown)
    return f"{row.label}: " + " – ".join(filter(None, [cells, row.note]))


def _group_lines(group: BarGroup) -> list[str]:
    return [f"{group.title}:", *map(_given_line, group.bars)]


def _given_line(bar: Given) -> str:
    said = ", ".join(filter(None, [bar.states, bar.note]))
    return f"{bar.label}: {bar.count}" + (f" ({said})" if said else "")


def _rate_line(series: RatePairs, rate: Rate) -> str:
    now, before = (
        series.missing if value is None else show_percent(value)
        for value in (rate.now, rate.before)
    )
    return f"{rate.label}: {now}" + (f" ({series.before}: {before})" if series.before else "")


def _task_lines(series: Tasks) -> list[str]:
    if not series.known:
        return [series.none]
    bars = [f"{bar.label}: {series.words(bar.count)}" for bar in series.bars]
    return [series.total_line, *bars]
