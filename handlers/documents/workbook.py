"""The superior's own workbook with the figures of a report in it, where its form was made from
one."""

from __future__ import annotations

from decimal import Decimal

from domain.report.shown import show
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.work import Work
from reports.annex import numbers_of
from reports.patching.filled import FilledCell, FilledWorkbook
from reports.patching.places import place_of
from storage.catalogue.workbook_files import FormWorkbook


def own_workbook(work: Work, sheet: Sheet) -> FormWorkbook | None:
    """The workbook from which the form of a report was made."""
    return work.catalogue.workbooks.get((sheet.form.id, sheet.form.version))


def formula_lines(work: Work, sheet: Sheet) -> list[str]:
    """Totals that were kept against their parts: a formula of the workbook says otherwise."""
    own = own_workbook(work, sheet)
    if own is None:
        return []
    numbers = numbers_of(sheet.form, sheet.figures, sheet.rates)
    lines = []
    for rule in sheet.form.rules:
        total, *minus = rule.left or ("",)
        parts = [numbers.get(code) for code in (*rule.right, *minus)]
        number = numbers.get(total)
        if total not in own.computed or rule.type != "equals" or number is None or None in parts:
            continue
        known = [part for part in parts if part is not None]
        at = len(rule.right)
        given = sum(known[:at], Decimal(0)) - sum(known[at:], Decimal(0))
        if given != number:
            words = {"cell": own.cells[total][1], "given": show(given), "told": show(number)}
            printed = sheet.form.indicators[total].printed
            lines.append(say("files.workbook.formula", printed=printed, **words))
    return lines


def superiors_workbook(own: FormWorkbook, sheet: Sheet) -> FilledWorkbook:
    """Which number stands in which cell; what is missing stays blank."""
    numbers = numbers_of(sheet.form, sheet.figures, sheet.rates)
    cells = []
    for code, (title, written) in own.cells.items():
        place, indicator = place_of(written), sheet.form.indicators[code]
        assert place is not None  # the catalogue was checked
        number = numbers.get(code)
        cells.append(FilledCell(title, place.row, place.column, indicator.kind, number))
    return FilledWorkbook(own.content, tuple(cells))
