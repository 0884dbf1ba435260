"""Where the bars of each chart stand."""

from __future__ import annotations

from decimal import Decimal

from charts.marks import (
    ASCENT,
    BLUE,
    GREY,
    HEADING,
    INK,
    LABEL,
    LINE,
    MARGIN,
    MUTED,
    NOTE,
    ORANGE,
    RED,
    TRACK,
    WIDTH,
    Box,
    Column,
    Words,
    length,
)
from charts.series import Given, Progress, Rate, Rates, TaskBar, Tasks, Tone
from domain.numbers import show

RULER = WIDTH - 2 * MARGIN - 200  # the full length of a bar: room for its value at the right
BESIDE = 16  # between a bar and its value
ZERO = 6  # a value of 0 still shows where its bar would begin; what is missing shows no bar

TONES = {Tone.ON_TIME: BLUE, Tone.LATE: ORANGE, Tone.OVERDUE: RED, Tone.IN_PROGRESS: MUTED}
HATCHES = {Tone.OVERDUE: "//"}  # the one that matters stands out without colour too


def progress(series: Progress, scale: float) -> Column:
    """Label above, bar on a track below, `given/asked` at its right."""
    column = Column(scale)
    column.head(series.head)
    for group in series.groups:
        column.words(group.title, HEADING, bold=True)
        column.gap(4)
        for bar in group.bars:
            _given(column, bar)
        column.gap(14)
    column.foot(series.head)
    return column


def _given(column: Column, bar: Given) -> None:
    column.words(bar.label, LABEL)
    column.words(bar.note, NOTE, colour=GREY)
    column.marks.append(Box(MARGIN, column.y, RULER, 32 * column.scale, TRACK))
    share = bar.given / bar.asked if bar.asked else 0
    _bar(column, RULER * share, 32, BLUE, bar.label)
    _value(column, RULER, 32, bar.count, LABEL, bar.label)
    column.gap(32 + 14)


def rates(series: Rates, scale: float) -> Column:
    """For each rate a broad bar for now and a narrow one for the period before."""
    column = Column(scale)
    column.head(series.head)
    _legend(column, series)
    longest = max((v for r in series.rates for v in (r.now, r.before) if v), default=Decimal(0))
    whole = max(longest, Decimal(100))
    for rate in series.rates:
        _rate(column, series, rate, whole)
    column.foot(series.head)
    return column


def _legend(column: Column, series: Rates) -> None:
    for colour, words in ((BLUE, series.now), (MUTED, series.before)):
        size = NOTE * column.scale
        column.marks.append(Box(MARGIN, column.y + 0.2 * size, size, 0.8 * size, colour))
        x = MARGIN + 1.5 * size
        column.marks.append(Words(x, column.y + ASCENT * size, words, size))
        column.y += LINE * size
    column.gap(16)


def _rate(column: Column, series: Rates, rate: Rate, whole: Decimal) -> None:
    column.words(rate.label, LABEL, bold=True)
    column.gap(4)
    for period, about, value, height, colour, size in (
        (series.now, "now", rate.now, 40, BLUE, LABEL),
        (series.before, "before", rate.before, 28, MUTED, NOTE),
    ):
        about = f"{about}:{rate.label}"
        if value is None:
            _value(column, 0, height, f"{period}: {series.missing}", NOTE, about, bold=False)
        else:
            drawn = max(RULER * float(value / whole), ZERO)
            _bar(column, drawn, height, colour, about)
            _value(column, drawn, height, series.value(value), size, about)
        column.gap(height + 4)
    column.gap(18)


def tasks(series: Tasks, scale: float) -> Column:
    """The total as one strip of parts, then a big bar for each state."""
    column = Column(scale)
    column.head(series.head)
    if not series.total:
        column.gap(40)
        column.words(series.none, HEADING, bold=True)
        column.gap(40)
    else:
        column.words(series.total_line, HEADING, bold=True)
        column.gap(10)
        _strip(column, series)
        for bar in series.bars:
            _task(column, bar, series.total)
    column.foot(series.head)
    return column


def _strip(column: Column, series: Tasks) -> None:
    x: float = MARGIN
    for bar in series.bars:
        width = (WIDTH - 2 * MARGIN) * bar.count / series.total
        if bar.count:
            colour, hatch = TONES[bar.tone], HATCHES.get(bar.tone, "")
            height = 70 * column.scale
            column.marks.append(Box(x, column.y, width, height, colour, hatch, f"part:{bar.label}"))
        x += width
    column.gap(70 + 40)


def _task(column: Column, bar: TaskBar, total: int) -> None:
    column.words(bar.label, HEADING)
    column.gap(6)
    drawn = max(RULER * bar.count / total, ZERO)
    _bar(column, drawn, 84, TONES[bar.tone], bar.label, HATCHES.get(bar.tone, ""))
    _value(column, drawn, 84, show(Decimal(bar.count)), 66, bar.label)
    column.gap(84 + 30)


def _bar(
    column: Column, width: float, height: float, colour: str, about: str, hatch: str = ""
) -> None:
    box = Box(MARGIN, column.y, width, height * column.scale, colour, hatch, f"bar:{about}")
    column.marks.append(box)


def _value(
    column: Column,
    beside: float,
    height: float,
    text: str,
    size: float,
    about: str,
    *,
    bold: bool = True,
) -> None:
    """The value at the end of its bar, smaller where there is not room enough."""
    x = MARGIN + beside + (BESIDE if beside else 0)
    size *= column.scale
    size *= min(1, (WIDTH - MARGIN - x) / length(text, size, bold))
    baseline = column.y + height * column.scale / 2 + 0.36 * size
    colour = INK if bold else GREY
    column.marks.append(Words(x, baseline, text, size, bold, colour, f"value:{about}"))
