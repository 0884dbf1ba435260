"""What a chart shows: figures and words without layout, and the same as lines of text.

All words come from the caller (the catalogue speaks Vietnamese, charts only draw), all numbers
from the figures of the report, so that picture, text and file cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.report.shown import show, show_percent


@dataclass(frozen=True, slots=True)
class Head:
    """The words around a chart; `foot` tells the time of the data."""

    title: str
    subtitle: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """How many of the figures asked are there: of a section, an owner or a unit."""

    label: str
    given: int
    asked: int
    note: str = ""  # "còn thiếu I.6", shown under the label

    @property
    def count(self) -> str:
        return f"{show(Decimal(self.given))}/{show(Decimal(self.asked))}"


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


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one period; None where there is none, never 0."""

    period: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over several periods, the oldest first; the last one is the present."""

    head: Head
    missing: str  # "chưa có"
    points: tuple[Point, ...]
    percent: bool = False  # the figure is a rate

    def words(self, point: Point) -> str:
        """The value as it is printed."""
        if point.value is None:
            return self.missing
        return show_percent(point.value) if self.percent else show(point.value)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit: how far each column has come, and a few words on the whole."""

    label: str
    cells: tuple[Given, ...]  # one a column, labelled with it
    note: str = ""  # "quá hạn 3 ngày"
    alert: bool = False  # the note matters


@dataclass(frozen=True, slots=True)
class Heat:
    """Many units at a glance, the worst first; darker is more."""

    head: Head
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    full: str  # "đủ"
    legend: tuple[str, str, str, str]  # nothing, less than half, half or more, all

    def words(self, cell: Given) -> str:
        """What is printed in a cell; nothing where nothing is asked."""
        if not cell.asked:
            return ""
        return (
            self.full
            if cell.given == cell.asked
            else show_percent(Decimal(100 * cell.given // cell.asked))
        )


Series = Progress | RatePairs | Tasks | Trend | Heat


def text_of(series: Series) -> str:
    """The chart as text, one line a bar, for screen readers and slow networks.

    `I. Chỉ đạo, điều hành: 15/15`
    """
    lines = [line for line in (series.head.title, series.head.subtitle) if line]
    match series:
        case Progress():
            lines += [line for group in series.groups for line in _group_lines(group)]
        case RatePairs():
            lines += [_rate_line(series, rate) for rate in series.rates]
        case Tasks():
            lines += _task_lines(series)
        case Trend():
            lines += [f"{point.period}: {series.words(point)}" for point in series.points]
        case Heat():
            lines += [_heat_line(row) for row in series.rows]
    return "\n".join([*lines, series.head.foot] if series.head.foot else lines)


def _heat_line(row: HeatRow) -> str:
    cells = ", ".join(f"{cell.label} {cell.count}" for cell in row.cells if cell.asked)
    return f"{row.label}: {cells}" + (f" – {row.note}" if row.note else "")


def _group_lines(group: BarGroup) -> list[str]:
    bars = [f"{bar.label}: {bar.count}{f' ({bar.note})' if bar.note else ''}" for bar in group.bars]
    return [f"{group.title}:", *bars]


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
