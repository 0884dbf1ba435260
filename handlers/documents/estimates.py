"""Estimates in the files of a report: a mark beside the figure in the annex and in the sentences,
a remark under the annex, and how many there are above the first page."""

from __future__ import annotations

from dataclasses import replace

from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from reports.annex import AnnexRow


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
    """What stands behind an estimate in a sentence; empty where all figures are estimates."""
    some = sheet.estimated_codes() and not _all(sheet)
    return f" ({say('files.estimates_mark')})" if some else ""


def remarks(sheet: Sheet) -> tuple[str, ...]:
    """What the mark means, or that it holds for all of them."""
    if not sheet.estimated_codes():
        return ()
    text_id = "files.estimates_all" if _all(sheet) else "files.estimates_some"
    return (say(text_id, closes=show_date(sheet.obligation.closes)),)


def head(sheet: Sheet) -> str:
    """How many there are, above the first page; empty where there is none."""
    count = len(sheet.estimated_codes())
    closes = show_date(sheet.obligation.closes)
    return say("files.estimates_head", count=count, closes=closes) if count else ""


def _all(sheet: Sheet) -> bool:
    quantities = [code for code in sheet.figures if sheet.indicator(code).kind.counts]
    numbers = [code for code in quantities if not sheet.indicator(code).ratio]
    return set(numbers) == set(sheet.estimated_codes())


def _note(note: str) -> str:
    return "; ".join(filter(None, [note, say("files.estimates_mark")]))
