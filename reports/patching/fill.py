"""A superior's workbook with the figures of a report in it.

Only values are written: of the cells that are filled, and of the formulas that depend on them, so
that a phone, which works nothing out, shows no blanks. Words are added to those that the cells
share: an iPhone shows none that stand in the cell itself. Every other part stays to the byte.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from domain.report.figures import day_of
from domain.report.forms import Kind
from reports.incoming.parts import Archive
from reports.incoming.read_annex import words_of
from reports.incoming.unreadable import Unreadable
from reports.incoming.xlsx_cells import OpenBook, open_book
from reports.patching.compute import CellFault, Held, Uncomputable, compute
from reports.patching.filled import FilledCell, FilledWorkbook
from reports.patching.formulas import Formula, StrangeFormula, read_formula
from reports.patching.more_words import takes_words, with_words
from reports.patching.places import CellPlace
from reports.patching.splice import RawCell, RawSheet, Told, raw_sheet, spliced
from reports.workbook.cells import CellError, SharedWords, Written
from reports.workbook.shared_strings import SharedStrings

_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)


def filled_workbook(filled: FilledWorkbook) -> bytes:
    """The bytes of the workbook with these figures; the same figures give the same bytes."""
    content = b64decode(filled.workbook)
    book = open_book(Archive(content, Unreadable.NOT_XLSX))
    with ZipFile(BytesIO(content)) as old:
        sheets = {each.title: raw_sheet(old.read(each.part)) for each in book.sheets}
        table = old.read(book.strings_part) if book.strings_part else b""
        strings = SharedStrings(len(book.shown.strings)) if takes_words(table) else None
        cells = _Cells(book, sheets)
        for cell in filled.cells:
            cells.fill(cell)
        changed = cells.changed(strings)
        written = {
            each.part: spliced(sheets[each.title], changed[each.title])
            for each in book.sheets
            if each.title in changed
        }
        if strings:
            written[book.strings_part] = with_words(table, strings)
        target = BytesIO()
        with ZipFile(target, "w") as new:
            for entry in old.infolist():
                part = written.get(entry.filename)
                new.writestr(entry, old.read(entry) if part is None else part)
    return target.getvalue()


class _Cells:
    """What stands in the cells of all sheets, with the figures and what formulas make of them."""

    def __init__(self, book: OpenBook, sheets: Mapping[str, RawSheet]) -> None:
        self._book = book
        self._raw: dict[CellPlace, RawCell] = {
            CellPlace(title, cell.row, cell.column): cell
            for title, sheet in sheets.items()
            for row in sheet.rows
            for cell in row.cells
        }
        self._trees: dict[CellPlace, Formula | None] = {
            place: _tree(cell, place) for place, cell in self._raw.items() if cell.formula
        }
        self._filled: dict[CellPlace, Written] = {}
        self._known: dict[CellPlace, Written] = {}
        self._open: set[CellPlace] = set()
        self._touched: set[CellPlace] = set()

    def fill(self, cell: FilledCell) -> None:
        """Put a figure into its cell; a formula gives its own value."""
        place = CellPlace(cell.sheet, cell.row, cell.column)
        if place in self._trees:
            return
        raw = self._raw.get(place)
        if cell.number is None and (raw is None or not raw.words):
            return
        self._filled[place] = self._as_written(cell, raw.style if raw else 0)

    def _as_written(self, cell: FilledCell, style: int) -> Written:
        styles = self._book.shown.styles
        look = styles[style] if style < len(styles) else None
        number = cell.number
        if number is None:
            return None
        if cell.kind is Kind.DATE:
            day = day_of(number)
            if look is None or not look.day:
                return f"{day.day}/{day.month}/{day.year}"
            first = _FIRST_DAY_1904 if self._book.shown.since_1904 else _FIRST_DAY
            return Decimal((day - first).days)
        return number / 100 if look is not None and look.percent else number

    def changed(self, strings: SharedStrings | None) -> dict[str, dict[tuple[int, int], Told]]:
        """The new values by sheet, row and column: what was filled, its words as their number
        among the shared ones where there are any, and every formula over it."""
        found: dict[str, dict[tuple[int, int], Told]] = {}
        self._touched = self._depending()
        for place, filled in self._filled.items():
            value: Told = filled
            if strings and isinstance(filled, str):
                value = SharedWords(strings.number(filled))
            found.setdefault(place.sheet, {})[place.row, place.column] = value
        for place in filter(self._touched.__contains__, self._trees):
            found.setdefault(place.sheet, {})[place.row, place.column] = self._worked_out(place)
        return found

    def _depending(self) -> set[CellPlace]:
        """The formulas that a filled cell reaches, over other formulas too, and those beside which
        no value is kept; one that is not understood may be reached."""
        over: dict[CellPlace, list[CellPlace]] = {}
        for place, tree in self._trees.items():
            for named in tree.places() if tree else ():
                over.setdefault(named, []).append(place)
        reached = {
            place
            for place, tree in self._trees.items()
            if tree is None or not self._raw[place].words
        }
        ahead = [*self._filled, *reached]
        while ahead:
            for place in over.get(ahead.pop(), ()):
                if place not in reached:
                    reached.add(place)
                    ahead.append(place)
        return reached

    def _worked_out(self, place: CellPlace) -> Written:
        """The value of a formula; None where it is left to the spreadsheet."""
        try:
            return self.look(place)
        except CellFault as fault:
            return CellError(fault.shown)
        except (Uncomputable, RecursionError):
            return None

    def look(self, place: CellPlace) -> Held:
        """What stands in a cell now. CellFault, Uncomputable."""
        if place in self._filled:
            value = self._filled[place]
            assert not isinstance(value, CellError)
            return value
        if place not in self._trees:
            return self._standing(place)
        if place not in self._known:
            try:
                self._known[place] = self._value_of(place)
            except Uncomputable:
                if place in self._touched:
                    raise
                return self._standing(place)  # nothing it depends on has changed
        known = self._known[place]
        if isinstance(known, CellError):
            raise CellFault(known.shown)
        return known

    def _value_of(self, place: CellPlace) -> Written:
        tree = self._trees[place]
        if tree is None or place in self._open:
            raise Uncomputable(str(place))
        self._open.add(place)
        try:
            value = compute(tree, self.look)
        except CellFault as fault:
            return CellError(fault.shown)
        finally:
            self._open.discard(place)
        return Decimal(0) if value is None else value

    def _standing(self, place: CellPlace) -> Held:
        raw = self._raw.get(place)
        if raw is None or not raw.words.strip():
            return None
        match raw.kind:
            case "s":
                with suppress(ValueError, IndexError):
                    return words_of(self._book.shown.strings[int(raw.words)])
                return None
            case "b":
                return raw.words.strip() in ("1", "true")
            case "e":
                raise CellFault(raw.words.strip())
            case "n":
                return Decimal(raw.words.strip())
        return raw.words


def _tree(cell: RawCell, place: CellPlace) -> Formula | None:
    try:
        return read_formula(cell.formula, place.sheet)
    except StrangeFormula:
        return None
