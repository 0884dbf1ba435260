"""The cells of a workbook. Nothing outside the file is opened, no macro and no formula is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.reading.cells import Area, Cell, CellRow, CellSheet, Flaw
from reports.incoming.columns import column_number
from reports.incoming.parts import Archive, XmlPart, number_of, value_of
from reports.incoming.shared_formulas import shifted
from reports.incoming.unreadable import Unreadable, UnreadableFile
from reports.incoming.xlsx_styles import PLAIN, CellStyle, NumberStyles, font_flaw, number_cell

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELLS = 250_000
MOST_STRINGS = 200_000
MOST_SHEETS = 60
MOST_MERGES = 20_000
MOST_FORMULAS = 20_000  # of a sheet whose words are kept; what they give is read of all
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def sheets_of_xlsx(content: bytes) -> tuple[CellSheet, ...]:
    """All sheets, formulas as the values they had when the file was saved. UnreadableFile."""
    book = open_book(Archive(content, Unreadable.NOT_XLSX))
    found = []
    for sheet in book.sheets:
        part = _SheetPart(book.shown)
        book.archive.read(sheet.part, part)
        rows = tuple(part.rows())
        found.append(
            CellSheet(
                sheet.title,
                rows,
                visible=sheet.visible,
                formulas=part.formulas,
                merged=tuple(part.areas),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of a workbook, and the part of the file in which it stands."""

    title: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A workbook before its sheets are read."""

    archive: Archive
    sheets: tuple[BookSheet, ...]
    shown: ShownCells
    strings_part: str  # with the words that cells share; "" where none do


def open_book(archive: Archive) -> OpenBook:
    """The sheets of a workbook in their order, and what their cells need to be read.
    UnreadableFile."""
    main = archive.main()
    book = _Book()
    archive.read(main, book)
    parts = archive.related(main)
    strings, styles, strings_part = _Strings(), NumberStyles(), ""
    for part, kind in ((strings, "sharedStrings"), (styles, "styles")):
        for told, target in parts.values():
            if told == kind and target in archive.names:
                archive.read(target, part)
                strings_part = target if part is strings else strings_part
    sheets = []
    for title, visible, relation in book.sheets:
        kind, target = parts.get(relation, ("", ""))
        if kind == "worksheet":
            sheets.append(BookSheet(title, visible, target))
    if not sheets or any(sheet.part not in archive.names for sheet in sheets):
        raise UnreadableFile(Unreadable.NOT_XLSX)
    shown = ShownCells(strings.found, styles.cells, book.since_1904)
    return OpenBook(archive, tuple(sheets), shown, strings_part)


class _Book(XmlPart):
    """The part of the workbook: its sheets, and which day is the first."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []  # title, visible, relation
        self.since_1904 = False

    def begin(self, name: str, attrs: Any) -> None:
        if name == "sheet":
            visible = value_of(attrs, "state", "visible") == "visible"
            self.sheets.append((value_of(attrs, "name"), visible, value_of(attrs, "id")))
            if len(self.sheets) > MOST_SHEETS:
                raise UnreadableFile(Unreadable.TOO_MUCH)
        elif name == "workbookPr":
            self.since_1904 = value_of(attrs, "date1904", "0") in ("1", "true")


@dataclass(slots=True)
class _Rich:
    """Words in runs, each with letters of its own."""

    words: list[str]
    flaw: Flaw | None = None
    run: Flaw | None = None
    taking: bool = False
    phonetic: bool = False  # how it is pronounced: no part of the words

    def begin(self, name: str, attrs: Any) -> None:
        if name == "t":
            self.taking = not self.phonetic
        elif name == "r":
            self.run = None
        elif name == "rPh":
            self.phonetic = True
        else:
            self.run = font_flaw(name, attrs) or self.run

    def take(self, words: str) -> None:
        if self.taking:
            self.words.append(words)
            if self.run and words.strip():
                self.flaw = self.flaw or self.run

    def finish(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.phonetic = False

    def cell(self) -> Cell:
        return _worded("".join(self.words), self.flaw)


def _worded(words: str, flaw: Flaw | None = None) -> Cell:
    if not words.strip():
        return Cell()
    if flaw is None and re.search(r"[\n\r\t\v\f]", words.strip()):
        flaw = Flaw.BROKEN
    return Cell(words, flaw)


class _Strings(XmlPart):
    """The words that cells share. How many there are is counted, not believed."""

    def __init__(self) -> None:
        self.found: list[Cell] = []
        self._rich: _Rich | None = None

    def begin(self, name: str, attrs: Any) -> None:
        if name == "si":
            self._rich = _Rich([])
            if len(self.found) >= MOST_STRINGS:
                raise UnreadableFile(Unreadable.TOO_MUCH)
        elif self._rich is not None:
            self._rich.begin(name, attrs)

    def characters(self, content: str) -> None:
        if self._rich is not None:
            self._rich.take(content)

    def finish(self, name: str) -> None:
        if name == "si" and self._rich is not None:
            self.found.append(self._rich.cell())
            self._rich = None
        elif self._rich is not None:
            self._rich.finish(name)


@dataclass(frozen=True, slots=True)
class ShownCells:
    """What the cells of all sheets need to be read."""

    strings: list[Cell]
    styles: list[CellStyle]
    since_1904: bool

    def style(self, told: str | None) -> CellStyle:
        number = int(told[:9]) if told and told.isascii() and told.isdigit() else 0
        return self.styles[number] if number < len(self.styles) else PLAIN

    def cell(self, kind: str, words: str, style: CellStyle) -> Cell:
        words = words.strip() if kind != "str" else words
        if not words.strip():
            return Cell()
        match kind:
            case "s":
                known = words.isascii() and words.isdigit() and len(words) < 8
                if not known or int(words) >= len(self.strings):
                    raise UnreadableFile(Unreadable.NOT_XLSX)
                cell = self.strings[int(words)]
                return replace(cell, flaw=cell.flaw or style.flaw) if style.flaw else cell
            case "b":
                return Cell(words in ("1", "true"), style.flaw)
            case "str":
                return _worded(words, style.flaw)
            case "e":
                return Cell(words, style.flaw)
            case "d":
                with suppress(ValueError):
                    moment = datetime.fromisoformat(words)
                    bare = "T" not in words
                    return Cell(moment.date() if bare else moment, style.flaw)
                return Cell(words, style.flaw)
        return number_cell(words, style, since_1904=self.since_1904)


class _SheetPart(XmlPart):
    """One sheet, cell by cell; rows and columns stand where the file says, empty ones nowhere."""

    def __init__(self, shown: ShownCells) -> None:
        self._shown = shown
        self._rows: dict[int, dict[int, Cell]] = {}
        self._count = self._row = self._column = self._cell = 0
        self._row_hidden = self._taking = self._formula = self._in_formula = False
        self._formula_words: list[str] = []
        self._shared = ""
        self._masters: dict[str, tuple[int, int, str]] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.areas: list[Area] = []
        self._hidden: list[tuple[int, int]] = []
        self._kind, self._style = "", PLAIN
        self._words: list[str] = []
        self._rich: _Rich | None = None
        self._handlers = {
            "c": self._begin_cell,
            "row": self._begin_row,
            "v": self._begin_value,
            "f": self._begin_formula,
            "is": self._begin_rich,
            "col": self._begin_column,
            "mergeCell": self._begin_merge,
        }

    def begin(self, name: str, attrs: Any) -> None:
        if self._rich is not None:
            self._rich.begin(name, attrs)
        elif handler := self._handlers.get(name):
            handler(attrs)

    def characters(self, content: str) -> None:
        if self._taking:
            self._words.append(content)
        elif self._in_formula:
            self._formula_words.append(content)
        elif self._rich is not None:
            self._rich.take(content)

    def finish(self, name: str) -> None:
        if name == "v":
            self._taking = False
        elif name == "f":
            self._end_formula()
        elif name == "c":
            self._end_cell()
        elif self._rich is not None:
            self._rich.finish(name)

    def _begin_row(self, attrs: Any) -> None:
        self._row = _number_in(attrs, "r") or self._row + 1
        self._column = 0
        self._row_hidden = _is_true(attrs.get("hidden"))

    def _begin_cell(self, attrs: Any) -> None:
        place = _PLACE.fullmatch(attrs.get("r") or "")
        if place:
            self._column, self._row = column_number(place[1]), int(place[2])
        self._cell, self._column = self._column, self._column + 1
        self._kind, self._style = attrs.get("t") or "n", self._shown.style(attrs.get("s"))
        self._formula, self._words, self._rich = False, [], None

    def _begin_value(self, _: Any) -> None:
        self._taking = True

    def _begin_formula(self, attrs: Any) -> None:
        self._formula = self._in_formula = True
        self._formula_words = []
        self._shared = attrs.get("si") or "" if attrs.get("t") == "shared" else ""

    def _end_formula(self) -> None:
        self._in_formula = False
        words = "".join(self._formula_words).strip()
        if self._shared and not words and self._shared in self._masters:
            row, column, written = self._masters[self._shared]
            words = shifted(written, self._row - row, self._cell - column)
        elif self._shared and words:
            self._masters[self._shared] = (self._row, self._cell, words)
        if words and self._cell < MOST_COLUMNS and len(self.formulas) < MOST_FORMULAS:
            self.formulas[self._row, self._cell] = words

    def _begin_rich(self, _: Any) -> None:
        self._rich = _Rich([])

    def _begin_column(self, attrs: Any) -> None:
        if _is_true(attrs.get("hidden")) and len(self._hidden) < MOST_COLUMNS:
            self._hidden.append((number_of(attrs, "min") - 1, number_of(attrs, "max") - 1))

    def _begin_merge(self, attrs: Any) -> None:
        first, _, last = (attrs.get("ref") or "").partition(":")
        begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if begin and end:
            area = (int(begin[2]), column_number(begin[1]), int(end[2]), column_number(end[1]))
            self.areas.append(area)
            if len(self.areas) > MOST_MERGES:
                raise UnreadableFile(Unreadable.TOO_MUCH)

    def _end_cell(self) -> None:
        if self._rich is not None:
            cell, self._rich = self._rich.cell(), None
            if cell.flaw is None and self._style.flaw:
                cell = replace(cell, flaw=self._style.flaw)
        else:
            cell = self._shown.cell(self._kind, "".join(self._words), self._style)
        if cell.value is None:
            if not self._formula or self._kind == "str":
                return
            cell = Cell(formula=True)
        if self._cell >= MOST_COLUMNS:
            return
        self._count += 1
        if self._row > MOST_ROWS or self._count > MOST_CELLS:
            raise UnreadableFile(Unreadable.TOO_MUCH)
        if self._row_hidden:
            cell = replace(cell, flaw=cell.flaw or Flaw.HIDDEN)
        self._rows.setdefault(self._row, {})[self._cell] = cell

    def rows(self) -> Iterator[CellRow]:
        """The rows in which something stands, in their order."""
        for row, column, last, _ in self.areas:
            cell = self._rows.get(row, {}).get(column) if last != row else None
            if cell:
                self._rows[row][column] = replace(cell, flaw=cell.flaw or Flaw.MERGED)
        for number, cells in sorted(self._rows.items()):
            if self._hidden:
                cells = {c: self._seen(c, cell) for c, cell in cells.items()}
            yield CellRow(number, dict(sorted(cells.items())))

    def _seen(self, column: int, cell: Cell) -> Cell:
        if any(first <= column <= last for first, last in self._hidden):
            return replace(cell, flaw=cell.flaw or Flaw.HIDDEN)
        return cell


def _is_true(told: str | None) -> bool:
    return told in ("1", "true")


def _number_in(attrs: Any, name: str) -> int:
    told = attrs.get(name) or ""
    return int(told[:9]) if told.isascii() and told.isdigit() else 0
