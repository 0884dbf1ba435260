"""A superior's own workbook that somebody has filled in by hand: its cells by the codes of the form
that was made from it.

A cell is taken only where the row still bears the label of its line; a line that has moved is found
by its label again, where that stands once.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.reading.cells import CellRow, CellSheet, Opened
from domain.report.forms import Form, Kind
from domain.words import fold
from handlers.annex.export import in_export
from handlers.annex.file import AnnexCell, AnnexFile, annex_of
from handlers.wording.say import say
from reports.incoming.read_annex import annex_value, words_of
from reports.patching.places import CellPlace, cell_at, place_of
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.workbook_files import FormWorkbook

ENOUGH = 0.8  # of the labels of a form that a workbook bears


def annex_in(catalogue: Catalogue, opened: Opened) -> AnnexFile:
    """The annex in a file that was opened: of a superior's workbook that is known, of an export
    that was mapped, or of any file with the columns of an annex. UnusableFile where there is
    none."""
    return _in_own(catalogue, opened) or in_export(catalogue, opened) or annex_of(opened)


def _in_own(catalogue: Catalogue, opened: Opened) -> AnnexFile | None:
    if opened.refused or opened.kind != "xlsx":
        return None
    sheets = {sheet.title: sheet for sheet in opened.sheets}
    for form in reversed(catalogue.forms):
        own = catalogue.workbooks.get((form.id, form.version))
        if own is None:
            continue
        found = _places(own, form, sheets)
        if len(found) >= ENOUGH * len(own.cells):
            return _annex(form, found, sheets)
    return None


def _annex(
    form: Form, places: Mapping[str, CellPlace], sheets: Mapping[str, CellSheet]
) -> AnnexFile:
    cells = []
    for code, place in places.items():
        cell = cell_at(sheets[place.sheet], place)
        where = say("rule.file.cell", cell=place.cell)
        raw = annex_value(cell)
        cells.append(AnnexCell(code, raw, where, formula=cell.formula, flaw=cell.flaw))
    heading = tuple(
        words_of(cell)
        for title in dict.fromkeys(place.sheet for place in places.values())
        for row in sheets[title].rows[:8]
        for cell in row.cells.values()
        if words_of(cell)
    )
    return AnnexFile(tuple(cells), form.id, form.version, heading=heading)


def _places(own: FormWorkbook, form: Form, sheets: Mapping[str, CellSheet]) -> dict[str, CellPlace]:
    """Where the value of each line stands now."""
    found = {}
    for code, (title, written) in own.cells.items():
        place = place_of(written)
        if place is None or title not in sheets or form.indicators[code].kind is Kind.GROUP:
            continue
        row = _row_of(sheets[title], place, fold(form.indicators[code].label))
        if row is not None:
            found[code] = CellPlace(title, row, place.column)
    return found


def _row_of(sheet: CellSheet, place: CellPlace, label: str) -> int | None:
    rows = {row.number: row for row in sheet.rows}
    if place.row in rows and _bears(rows[place.row], label):
        return place.row
    others = [row.number for row in sheet.rows if _bears(row, label)]
    return others[0] if len(others) == 1 else None


def _bears(row: CellRow, label: str) -> bool:
    """The label of a line, or its first part where each column of the row is a line."""
    told = [fold(" ".join(words_of(cell).split())) for cell in row.cells.values()]
    return any(len(words) > 2 and _begins(label, words) for words in told)


def _begins(label: str, words: str) -> bool:
    rest = label.removeprefix(words)
    return label == words or (rest != label and rest.startswith(" - "))
