"""Estimates ("ước") in words: figures that were given before they could be final."""

from __future__ import annotations

from domain.report.figures import Figure
from domain.report.shown import show_figure
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_day


def first_estimates(sheet: Sheet) -> str:
    """What a person is told at the first estimates: why, and when they are asked about again."""
    if not sheet.estimating:
        return say("estimates.called")
    closes, asked = show_day(sheet.obligation.closes), sheet.estimates_asked
    if asked is None:
        return say("estimates.first_only", closes=closes)
    return say("estimates.first", closes=closes, asked=show_day(asked))


def estimates_line(sheet: Sheet) -> str:
    """How many figures of a report are estimates; empty where none is."""
    count = len(sheet.estimated_codes())
    return say("estimates.count", count=count) if count else ""


def figure_told(sheet: Sheet, figure: Figure) -> str:
    """The figure with its unit; an estimate is called one where others are final."""
    shown = show_figure(figure, sheet.indicator(figure.code))
    return shown if sheet.estimating or not figure.estimated else say("estimates.one", figure=shown)
