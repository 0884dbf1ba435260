"""What was written, said back with label and unit, so that a slip is seen at once."""

from __future__ import annotations

from collections.abc import Sequence

from domain.report.figures import Figure
from domain.report.shown import show_figure
from domain.report.written import brought_in, text_figure
from handlers.report.estimates import figure_told
from handlers.report.heading import noun
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from storage.reports.figures import Change

LINES_AT_MOST = 12


def echo(sheet: Sheet, changes: Sequence[Change]) -> str:
    """One line per figure; a long paste is echoed block by block to stay on one screen."""
    if not changes:
        return say("echo.unchanged")
    if len(changes) == 1:
        return _single(sheet, changes[0])
    if len(changes) <= LINES_AT_MOST:
        lines = [say("echo.line", line=line_of(sheet, change)) for change in changes]
    else:
        lines = _by_block(sheet, changes)
    return "\n".join([_title(sheet, changes), *lines])


def echo_undone(sheet: Sheet, changes: Sequence[Change]) -> str:
    """What was taken back: each figure from what it was to what it is again."""
    lines = [say("echo.line", line=line_of(sheet, change)) for change in changes]
    if len(changes) > LINES_AT_MOST:
        lines = _by_block(sheet, changes)
    what = noun(sheet.form, [change.code for change in changes])
    title = say("undo.done", count=len(changes), what=what)
    if sheet.told_as:
        title = say("undo.done_of", count=len(changes), what=what, report=sheet.told_as)
    return "\n".join([title, *lines])


def _title(sheet: Sheet, changes: Sequence[Change]) -> str:
    """With the report, where the reader has several."""
    codes = [change.code for change in changes]
    counted = {"count": len(codes), "what": noun(sheet.form, codes)}
    if sheet.told_as:
        return say("echo.title_of", report=sheet.told_as, **counted)
    return say("echo.title", **counted)


def _single(sheet: Sheet, change: Change) -> str:
    text_id = "echo.one" if change.old is None else "echo.one_changed"
    if sheet.told_as:
        of_report = "echo.one_of" if change.old is None else "echo.one_changed_of"
        return say(of_report, line=line_of(sheet, change), report=sheet.told_as)
    return say(text_id, line=line_of(sheet, change))


def line_of(sheet: Sheet, change: Change) -> str:
    """`4.2 hoàn thành đúng hạn: 14 → 13 nhiệm vụ`"""
    figure = _new(sheet, change)
    if gone := _words_gone(sheet, change):
        figure = say("echo.without", words=gone)
    elif change.old is not None:
        figure = say("echo.from_to", old=figure_told(sheet, change.old), new=figure)
    return _named(sheet, change.code, figure)


def _words_gone(sheet: Sheet, change: Change) -> str:
    """What a text has lost, where its beginning, which is all that is shown of it, is the same."""
    old, new = change.old, change.new
    if old is None or new is None or not (old.words and new.words):
        return ""
    line, gone = sheet.indicator(change.code), brought_in(new.words, old.words)
    same = show_figure(old, line) == show_figure(new, line)
    return show_figure(text_figure(change.code, gone), line) if same and gone else ""


def figure_words(sheet: Sheet, figure: Figure) -> str:
    """`4.2. hoàn thành đúng hạn: 14 nhiệm vụ`"""
    return _named(sheet, figure.code, show_figure(figure, sheet.indicator(figure.code)))


def _new(sheet: Sheet, change: Change) -> str:
    return say("echo.taken_back") if change.new is None else figure_told(sheet, change.new)


def _named(sheet: Sheet, code: str, figure: str) -> str:
    printed = sheet.indicator(code).printed
    return say("echo.figure", code=printed, label=sheet.short(code), figure=figure)


def _by_block(sheet: Sheet, changes: Sequence[Change]) -> list[str]:
    rows: dict[str, list[str]] = {}
    for change in changes:
        printed, block = sheet.indicator(change.code).printed, sheet.form.block_of.get(change.code)
        rows.setdefault(block.id if block else change.code, []).append(
            say("echo.brief", code=printed, figure=_new(sheet, change))
        )
    return [
        say("echo.block", block=block_id, figures="; ".join(figures))
        for block_id, figures in rows.items()
    ]
