"""Where the bars of each chart stand."""

from __future__ import annotations

from decimal import Decimal

from charts.bars import (
    ZERO,
    add_bar,
    add_label,
    add_nothing,
    add_value,
    lines_beside,
    ruler_beside,
)
from charts.marks import (
    BLUE,
    GIVEN,
    GREY,
    HATCH_LACKING,
    HATCH_NONE,
    HEADING,
    LABEL,
    LACKING,
    LINE,
    MARGIN,
    MUTED,
    NONE,
    NOTE,
    ORANGE,
    RED,
    TRACK,
    Box,
    Column,
)
from charts.series import Given, Progress, RatePairs, TaskBar, Tasks, Tone
from domain.report.shown import (
    GIVEN_WORDS,
    MISSING_WORDS,
    NONE_ARISEN_WORDS,
    NOT_GIVEN_WORDS,
    show_percent,
)

MANY = 12  # bars from which on labels stand beside their bars
LABEL_ROOM = 360  # for such a label
THICK = 44  # the bar beside a label
COUNTED = 66  # size of the number of a bar of tasks

TONES = {Tone.ON_TIME: BLUE, Tone.LATE: ORANGE, Tone.OVERDUE: RED, Tone.IN_PROGRESS: MUTED}
HATCHES = {Tone.OVERDUE: "//"}  # the one that matters stands out without colour too


def progress(series: Progress, scale: float) -> Column:
    """Label above, bar on a track below, `given/asked` at its right; many bars have their labels
    at their left. What nobody has, and what did not arise, is told from numbers."""
    column = Column(scale)
    column.head(series.head)
    bars = [bar for group in series.groups for bar in group.bars]
    _legend_of_states(column, bars)
    beside = len(bars) > MANY and not any(bar.note for bar in bars)
    for group in series.groups:
        column.words(group.title, HEADING, bold=True)
        column.gap(4)
        for bar in group.bars:
            (_beside if beside else _below)(column, bar, bars)
        column.gap(14)
    for note in series.notes:
        column.words(note, NOTE)
    column.foot(series.head)
    return column


def _legend_of_states(column: Column, bars: list[Given]) -> None:
    """Only where there is anything but numbers."""
    if not any(bar.states for bar in bars):
        return
    entries = [(GIVEN, "", GIVEN_WORDS), (TRACK, "", NOT_GIVEN_WORDS)]
    if any(bar.none for bar in bars):
        entries.insert(1, (NONE, HATCH_NONE, NONE_ARISEN_WORDS))
    if any(bar.lacking for bar in bars):
        entries.insert(-1, (LACKING, HATCH_LACKING, MISSING_WORDS))
    column.legend(entries)


def _below(column: Column, bar: Given, bars: list[Given]) -> None:
    column.words(bar.label, LABEL)
    column.words(", ".join(filter(None, [bar.states, bar.note])), NOTE, colour=GREY)
    _track(column, bar, bars, MARGIN, 32)
    column.gap(32 + 14)


def _beside(column: Column, bar: Given, bars: list[Given]) -> None:
    size, about = column.letters(LABEL), f"label:{bar.label}"
    lines = lines_beside(column, bar.label, size, LABEL_ROOM - 12, about)
    height = LINE * size * max(len(lines), 1)
    add_label(column, lines, size, height, about)
    _track(column, bar, bars, MARGIN + LABEL_ROOM, height / column.scale - 2)
    column.y += height
    column.gap(10)


def _track(column: Column, bar: Given, bars: list[Given], left: float, height: float) -> None:
    ruler, size = ruler_beside((each.count for each in bars), column.letters(LABEL), left)
    add_bar(column, left, ruler, height, "", TRACK, thickest=THICK)
    one = ruler / bar.asked if bar.asked else 0
    numbers = bar.given - bar.none - bar.lacking
    add_bar(column, left, one * numbers, height, f"bar:{bar.label}", GIVEN, thickest=THICK)
    x = left + one * numbers
    for name, count, colour, hatch in (
        ("none", bar.none, NONE, HATCH_NONE),
        ("lacking", bar.lacking, LACKING, HATCH_LACKING),
    ):
        if count:
            about = f"{name}:{bar.label}"
            add_bar(column, x, one * count, height, about, colour, hatch, THICK)
            x += one * count
    add_value(column, left + ruler, height, bar.count, size, bar.label)


def rates(series: RatePairs, scale: float) -> Column:
    """For each rate a broad bar for now and a narrow one for the period before."""
    column = Column(scale)
    column.head(series.head)
    legend = ((BLUE, "", series.now), (MUTED, "", series.before))
    column.legend([entry for entry in legend if entry[2]])
    shown = [value for rate in series.rates for value in (rate.now, rate.before) if value]
    whole = max((Decimal(100), *shown))
    ruler, size = ruler_beside(map(show_percent, shown), column.letters(LABEL))
    for rate in series.rates:
        column.words(rate.label, LABEL, bold=True)
        column.gap(4)
        for about, value, period in (("now", rate.now, series.now), *_before(series, rate.before)):
            height, colour = (40, BLUE) if about == "now" else (34, MUTED)
            if value is None:
                words = f"{period}: {series.missing}"
                add_nothing(column, height, words, f"{about}:{rate.label}")
            else:
                drawn = max(ruler * float(value / whole), ZERO)
                add_bar(column, MARGIN, drawn, height, f"bar:{about}:{rate.label}", colour)
                of = f"{about}:{rate.label}"
                add_value(column, MARGIN + drawn, height, show_percent(value), size, of)
            column.gap(height + 4)
        column.gap(18)
    for note in series.notes:
        column.words(note, NOTE)
    column.foot(series.head)
    return column


def _before(
    series: RatePairs, value: Decimal | None
) -> tuple[tuple[str, Decimal | None, str], ...]:
    return (("before", value, series.before),) if series.before else ()


def tasks(series: Tasks, scale: float) -> Column:
    """The total as one strip of parts, then a big bar for each state."""
    column = Column(scale)
    column.head(series.head)
    if not series.known:
        column.gap(40)
        column.words(series.none, HEADING, bold=True)
        column.gap(40)
    else:
        column.words(series.total_line, HEADING, bold=True)
        column.gap(10)
        known = [series.words(bar.count) for bar in series.bars if bar.count is not None]
        ruler, size = ruler_beside(known, COUNTED * scale)
        _strip(column, series, ruler)
        for bar in series.bars:
            _task(column, bar, series, ruler, size)
    column.foot(series.head)
    return column


def _strip(column: Column, series: Tasks, ruler: float) -> None:
    x: float = MARGIN
    for bar in series.bars:
        width = ruler * (bar.count or 0) / series.known  # on the scale of the bars below
        if bar.count:
            look = (TONES[bar.tone], HATCHES.get(bar.tone, ""), f"part:{bar.label}")
            column.marks.append(Box(x, column.y, width, 70 * column.scale, *look))
        x += width
    column.gap(70 + 40)


def _task(column: Column, bar: TaskBar, series: Tasks, ruler: float, size: float) -> None:
    column.words(bar.label, HEADING)
    column.gap(6)
    if bar.count is None:
        add_nothing(column, 84, series.missing, bar.label)
    else:
        drawn = max(ruler * bar.count / series.known, ZERO)
        colour, hatch = TONES[bar.tone], HATCHES.get(bar.tone, "")
        add_bar(column, MARGIN, drawn, 84, f"bar:{bar.label}", colour, hatch)
        add_value(column, MARGIN + drawn, 84, series.words(bar.count), size, bar.label)
    column.gap(84 + 30)
