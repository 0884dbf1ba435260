"""The export of another program, the one-stop software say: its figures, as they were mapped once.

lan  < (tệp thong-ke-mot-cua.xlsx)
bot  > Tệp thong-ke-mot-cua.xlsx: phụ lục … - 4 số mới …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.reading.cells import CellSheet, Opened
from domain.words import fold
from handlers.annex.file import AnnexCell, AnnexFile, LostRow
from handlers.wording.say import say
from reports.incoming.read_annex import annex_value
from reports.patching.codes import sums_up
from reports.patching.places import CellPlace, cell_at
from reports.patching.table import FormLine, FormTable, form_table
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.export_files import ExportMap, TakenCell


def in_export(catalogue: Catalogue, opened: Opened) -> AnnexFile | None:
    """The figures of a mapped export; None where the file is none."""
    if opened.refused or opened.kind not in ("xlsx", "csv") or not catalogue.exports:
        return None
    for sheet in opened.sheets:
        table = form_table(sheet) if sheet.visible else None
        if table is None:
            continue
        columns = titles_of(table)
        for export in catalogue.exports.values():
            if set(export.columns) <= columns.keys():
                return _annex(export, sheet, table, columns)
    return None


def titles_of(table: FormTable) -> dict[str, int]:
    """The titles of the value columns, as they are mapped, and which of them each is."""
    return {" – ".join(title): number for number, title in enumerate(table.columns)}


def _annex(
    export: ExportMap, sheet: CellSheet, table: FormTable, columns: Mapping[str, int]
) -> AnnexFile:
    cells, lost = [], []
    for taken in export.takes:
        rows = [line for line in table.lines if fold(line.label) == fold(taken.row)]
        place = _place(rows[0], columns[taken.column]) if len(rows) == 1 else None
        if place is None:
            lost.append(LostRow(_why(taken, len(rows)), taken.code))
            continue
        cell = cell_at(sheet, place)
        where = say("rule.file.cell", cell=place.cell)
        cells.append(
            AnnexCell(taken.code, annex_value(cell), where, formula=cell.formula, flaw=cell.flaw)
        )
    return AnnexFile(
        tuple(cells), export.form_id, heading=table.heading, lost=tuple(lost), part_of_form=True
    )


def _place(line: FormLine, column: int) -> CellPlace | None:
    return next((slot.place for slot in line.slots if slot.column == column), None)


def _why(taken: TakenCell, rows: int) -> str:
    if rows > 1:
        return say("annex.export.row_twice", row=taken.row, code=taken.code)
    if rows == 0:
        return say("annex.export.no_row", row=taken.row, code=taken.code)
    return say("annex.export.no_number", row=taken.row, column=taken.column, code=taken.code)


def mapped_cells(table: FormTable) -> Iterator[tuple[str, str]]:
    """Row and column of every cell that could be taken, rows of sums first."""
    titles = list(titles_of(table))
    sums = [line for line in table.lines if sums_up(line)]
    for line in sums or table.lines:
        yield from ((line.label, titles[slot.column]) for slot in line.slots)
