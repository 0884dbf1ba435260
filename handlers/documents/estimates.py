"""Estimates in the files of a report: a mark beside the figure in the annex and in the sentences,
a remark under the annex, and how many there are above the first page."""

from __future__ import annotations

from dataclasses import replace

from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from reports.annex import AnnexRow

MARKS_AT_MOST = 20  # in sentences


def marked(sheet: Sheet, rows: tuple[AnnexRow, ...]) -> tuple[AnnexRow, ...]:
    """The rows with a mark in the column of notes; none where all figures are estimates: that is
    said once, under them."""
    estimated = set(sheet.estimated_codes())
    if not estimated or _all(sheet):
        return rows
    return tuple(
        replace(row, note=_note(row.note))
        if any(cell.code in estimated for cell in row.beside or (row,))
        else row
        for row in rows
    )


def in_words(sheet: Sheet) -> str:
    """What stands behind an estimate in a sentence; empty where all figures are, or so many that
    the marks would hide the sentences: then the first page and the annex tell of them."""
    some = sheet.estimated_codes() and not (_all(sheet) or _many(sheet))
    return f" ({say('files.estimates_mark')})" if some else ""


def remarks(sheet: Sheet) -> tuple[str, ...]:
    """What the mark means, or that it holds for all of them."""
    if not sheet.estimated_codes():
        return ()
    text_id = "files.estimates_all" if _all(sheet) else "files.estimates_some"
    return (say(text_id, closes=show_date(sheet.obligation.closes)),)


def head(sheet: Sheet) -> str:
    """How many there are, above the first page; empty where there is none."""
    count, every = len(sheet.estimated_codes()), len(_numbers(sheet))
    closes = show_date(sheet.obligation.closes)
    if not count:
        return ""
    text_id = "files.estimates_many" if _many(sheet) else "files.estimates_head"
    return say(text_id, count=count, every=every, closes=closes)


def _all(sheet: Sheet) -> bool:
    return set(_numbers(sheet)) == set(sheet.estimated_codes())


def _many(sheet: Sheet) -> bool:
    return len(sheet.estimated_codes()) > MARKS_AT_MOST


def _numbers(sheet: Sheet) -> list[str]:
    """The figures that are there and can be estimates."""
    quantities = [code for code in sheet.figures if sheet.indicator(code).kind.counts]
    return [code for code in quantities if not sheet.indicator(code).ratio]


def _note(note: str) -> str:
    return "; ".join(filter(None, [note, say("files.estimates_mark")]))
