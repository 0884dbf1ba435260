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
from charts.series import Given, Progress, RatePairs, TaskBar, Tasks, Tone, Trend
from domain.report.shown import show_percent

VALUE_ROOM = 200  # right of the longest bar
RULER = WIDTH - 2 * MARGIN - VALUE_ROOM
BESIDE = 16  # between a bar and its value
ZERO = 6  # a value of 0 still shows where its bar would begin; what is missing shows no bar
MANY = 12  # bars from which on short labels stand beside their bars
LABEL_ROOM = 360  # for such a label
SLACK = 0.94  # small letters are drawn a little broader than they are measured

TONES = {Tone.ON_TIME: BLUE, Tone.LATE: ORANGE, Tone.OVERDUE: RED, Tone.IN_PROGRESS: MUTED}
HATCHES = {Tone.OVERDUE: "//"}  # the one that matters stands out without colour too


def progress(series: Progress, scale: float) -> Column:
    """Label above, bar on a track below, `given/asked` at its right; many bars with short labels
    have them at their left."""
    column = Column(scale)
    column.head(series.head)
    row = _beside if _is_list(series) else _below
    for group in series.groups:
        column.words(group.title, HEADING, bold=True)
        column.gap(4)
        for bar in group.bars:
            row(column, bar)
        column.gap(14)
    column.foot(series.head)
    return column


def _is_list(series: Progress) -> bool:
    bars = [bar for group in series.groups for bar in group.bars]
    return len(bars) > MANY and all(
        length(bar.label, LABEL, bold=False) <= LABEL_ROOM and not bar.note for bar in bars
    )


def _below(column: Column, bar: Given) -> None:
    column.words(bar.label, LABEL)
    column.words(bar.note, NOTE, colour=GREY)
    _track(column, bar, MARGIN, 32)
    column.gap(32 + 14)


def _beside(column: Column, bar: Given) -> None:
    size = LABEL * column.scale
    baseline = column.y + (LINE - 1 + ASCENT) * size / 2 + 0.36 * size
    column.marks.append(Words(MARGIN, baseline, bar.label, size))
    _track(column, bar, MARGIN + LABEL_ROOM, LINE * LABEL - 2)
    column.gap(LINE * LABEL + 10)


def _track(column: Column, bar: Given, left: float, height: float) -> None:
    ruler = WIDTH - MARGIN - VALUE_ROOM - left
    column.marks.append(Box(left, column.y, ruler, height * column.scale, TRACK))
    share = bar.given / bar.asked if bar.asked else 0
    _bar(column, left, ruler * share, height, BLUE, bar.label)
    _value(column, left + ruler, height, bar.count, LABEL, bar.label)


def rates(series: RatePairs, scale: float) -> Column:
    """For each rate a broad bar for now and a narrow one for the period before."""
    column = Column(scale)
    column.head(series.head)
    _legend(column, series)
    longest = max((v for r in series.rates for v in (r.now, r.before) if v), default=Decimal(0))
    whole = max(longest, Decimal(100))
    for rate in series.rates:
        column.words(rate.label, LABEL, bold=True)
        column.gap(4)
        _rate(column, f"now:{rate.label}", rate.now, series.now, series.missing, whole)
        if series.before:
            about = f"before:{rate.label}"
            _rate(column, about, rate.before, series.before, series.missing, whole)
        column.gap(18)
    column.foot(series.head)
    return column


def _legend(column: Column, series: RatePairs) -> None:
    for colour, words in ((BLUE, series.now), (MUTED, series.before)):
        if not words:
            continue
        size = NOTE * column.scale
        column.marks.append(Box(MARGIN, column.y + 0.2 * size, size, 0.8 * size, colour))
        _line(column, MARGIN + 1.5 * size, column.y + ASCENT * size, words, size)
        column.y += LINE * size
    column.gap(16)


def _rate(
    column: Column, about: str, value: Decimal | None, period: str, missing: str, whole: Decimal
) -> None:
    now = about.startswith("now:")
    height, colour, size = (40, BLUE, LABEL) if now else (28, MUTED, NOTE)
    if value is None:
        _nothing(column, height, f"{period}: {missing}", about)
    else:
        drawn = max(RULER * float(value / whole), ZERO)
        _bar(column, MARGIN, drawn, height, colour, about)
        _value(column, MARGIN + drawn, height, show_percent(value), size, about)
    column.gap(height + 4)


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
        _strip(column, series)
        for bar in series.bars:
            _task(column, bar, series)
    column.foot(series.head)
    return column


def _strip(column: Column, series: Tasks) -> None:
    x: float = MARGIN
    for bar in series.bars:
        width = RULER * (bar.count or 0) / series.known  # on the scale of the bars below
        if bar.count:
            look = (TONES[bar.tone], HATCHES.get(bar.tone, ""), f"part:{bar.label}")
            column.marks.append(Box(x, column.y, width, 70 * column.scale, *look))
        x += width
    column.gap(70 + 40)


def _task(column: Column, bar: TaskBar, series: Tasks) -> None:
    column.words(bar.label, HEADING)
    column.gap(6)
    if bar.count is None:
        _nothing(column, 84, series.missing, bar.label)
        column.gap(84 + 30)
        return
    drawn = max(RULER * bar.count / series.known, ZERO)
    colour, hatch = TONES[bar.tone], HATCHES.get(bar.tone, "")
    _bar(column, MARGIN, drawn, 84, colour, bar.label, hatch)
    _value(column, MARGIN + drawn, 84, series.words(bar.count), 66, bar.label)
    column.gap(84 + 30)


def trend(series: Trend, scale: float) -> Column:
    """A bar for each period; the present one stands out."""
    column = Column(scale)
    column.head(series.head)
    least = Decimal(100) if series.percent else Decimal(1)
    whole = max(least, *(point.value or least for point in series.points))
    for point in series.points:
        column.words(point.period, LABEL)
        colour = BLUE if point is series.points[-1] else MUTED
        if point.value is None:
            _nothing(column, 48, series.missing, point.period)
        else:
            drawn = max(RULER * float(point.value / whole), ZERO)
            _bar(column, MARGIN, drawn, 48, colour, point.period)
            _value(column, MARGIN + drawn, 48, series.words(point), LABEL, point.period)
        column.gap(48 + 18)
    column.foot(series.head)
    return column


def _bar(
    column: Column,
    left: float,
    width: float,
    height: float,
    colour: str,
    about: str,
    hatch: str = "",
) -> None:
    height *= column.scale
    column.marks.append(Box(left, column.y, width, height, colour, hatch, f"bar:{about}"))


def _value(column: Column, end: float, height: float, text: str, size: float, about: str) -> None:
    """The value at the end of its bar, in the middle of its height."""
    size *= column.scale
    baseline = column.y + height * column.scale / 2 + 0.36 * size
    _line(column, end + BESIDE, baseline, text, size, INK, f"value:{about}", bold=True)


def _nothing(column: Column, height: float, words: str, about: str) -> None:
    """Words in the place of a bar."""
    size = NOTE * column.scale
    baseline = column.y + height * column.scale / 2 + 0.36 * size
    _line(column, MARGIN, baseline, words, size, GREY, f"value:{about}")


def _line(
    column: Column,
    x: float,
    baseline: float,
    text: str,
    size: float,
    colour: str = INK,
    about: str = "",
    *,
    bold: bool = False,
) -> None:
    """One line that is never wrapped, smaller where there is not room enough."""
    size *= min(1, SLACK * (WIDTH - MARGIN - x) / length(text, size, bold))
    column.marks.append(Words(x, baseline, text, size, bold, colour, about))
