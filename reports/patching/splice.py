"""The XML of a sheet, with values put into its cells: every other byte stays as it is.

The places of cells are found by a parser that tells byte offsets; what it does not tell is looked
for within one tag. Nothing is written anew, so that what Excel, LibreOffice or another program has
put beside the cells is there afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from reports.incoming.columns import column_name, column_number
from reports.incoming.shared_formulas import shifted
from reports.incoming.unreadable import Unreadable, UnreadableFile
from reports.workbook.cells import SharedWords, Written, cell_element

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_KIND = re.compile(rb"""\s+t\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")

Told = Written | SharedWords


@dataclass(slots=True)
class RawCell:
    """A cell as it stands in the file: `start` and `end` of its bytes, of its formula too."""

    row: int
    column: int
    start: int
    end: int = 0
    kind: str = "n"
    style: int = 0
    words: str = ""
    formula: str = ""
    formula_at: tuple[int, int] | None = None


@dataclass(slots=True)
class RawRow:
    """A row; `inner_end` is where its cells end."""

    number: int
    start: int
    inner_end: int = 0
    empty: bool = False
    cells: list[RawCell] = field(default_factory=list)


@dataclass(slots=True)
class RawSheet:
    """All of a sheet; `inner_end` is where its rows end."""

    content: bytes
    rows: list[RawRow] = field(default_factory=list)
    start: int = -1
    inner_end: int = -1
    empty: bool = False


def raw_sheet(content: bytes) -> RawSheet:
    """The cells of a sheet by their bytes. UnreadableFile."""
    reader = _Reader(content)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableFile(Unreadable.NOT_XLSX) from error
    if reader.sheet.inner_end < 0:
        raise UnreadableFile(Unreadable.NOT_XLSX)
    return reader.sheet


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.sheet = RawSheet(content)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.XmlDeclHandler = self._declared
        self._cell: RawCell | None = None
        self._row: RawRow | None = None
        self._taking = ""
        self._masters: dict[str, tuple[RawCell, str]] = {}
        self._shared = ""
        self._began = 0
        self._number = self._column = 0

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(Unreadable.UNSAFE)

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        """Offsets are those of the bytes: another encoding is not patched."""
        if (encoding or "utf-8").casefold() not in ("utf-8", "us-ascii"):
            raise UnreadableFile(Unreadable.NOT_XLSX)

    @property
    def _at(self) -> int:
        return self.parser.CurrentByteIndex

    def _begin(self, name: str, attrs: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        match name:
            case "sheetData":
                self.sheet.start = self._at
                self.sheet.empty = self._is_empty(self._at)
            case "row":
                told = attrs.get("r", "")
                self._number = int(told) if told.isdigit() else self._number + 1
                self._column = 0
                self._row = RawRow(self._number, self._at, empty=self._is_empty(self._at))
                self.sheet.rows.append(self._row)
            case "c" if self._row is not None:
                place = _PLACE.fullmatch(attrs.get("r", ""))
                self._column = column_number(place[1]) if place else self._column
                style = attrs.get("s", "")
                self._cell = RawCell(
                    *(self._row.number, self._column, self._at),
                    kind=attrs.get("t", "n"),
                    style=int(style) if style.isdigit() else 0,
                )
                self._column += 1
            case "f" if self._cell is not None:
                self._began, self._taking = self._at, "f"
                self._shared = attrs.get("si", "") if attrs.get("t") == "shared" else ""
            case "v" | "t" if self._cell is not None:
                self._taking = "v"

    def _is_empty(self, at: int) -> bool:
        tag = _TAG.match(self.sheet.content, at)
        return bool(tag) and tag[0].endswith(b"/>")  # type: ignore[index] # it was matched

    def _characters(self, words: str) -> None:
        if self._cell is None:
            return
        if self._taking == "f":
            self._cell.formula += words
        elif self._taking == "v":
            self._cell.words += words

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        match name:
            case "sheetData":
                self.sheet.inner_end = self._at
            case "row" if self._row is not None:
                self._row.inner_end, self._row = self._at, None
            case "f" if self._cell is not None:
                self._cell.formula_at = (self._began, self._after(self._began))
                self._end_formula(self._cell)
            case "c" if self._cell is not None and self._row is not None:
                self._cell.end = self._after(self._cell.start)
                self._row.cells.append(self._cell)
                self._cell = None
        if name in ("f", "v", "t"):
            self._taking = ""

    def _after(self, start: int) -> int:
        """Behind the end of the element that is being closed."""
        if self._is_empty(start):
            tag = _TAG.match(self.sheet.content, start)
            assert tag
            return tag.end()
        return self.sheet.content.index(b">", self._at) + 1

    def _end_formula(self, cell: RawCell) -> None:
        if not self._shared:
            return
        if cell.formula.strip():
            self._masters[self._shared] = (cell, cell.formula)
        elif self._shared in self._masters:
            first, words = self._masters[self._shared]
            cell.formula = shifted(words, cell.row - first.row, cell.column - first.column)


def spliced(sheet: RawSheet, values: Mapping[tuple[int, int], Told]) -> bytes:
    """The bytes of the sheet with these values by row and column; a formula stays in its cell."""
    edits = list(_edits(sheet, values))
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [sheet.content[at:start], new]
        at = end
    return b"".join([*pieces, sheet.content[at:]])


def _edits(
    sheet: RawSheet, values: Mapping[tuple[int, int], Told]
) -> Iterable[tuple[int, int, bytes]]:
    rows = {row.number: row for row in sheet.rows}
    missing: dict[int, dict[int, Told]] = {}
    for (number, column), value in sorted(values.items()):
        row = rows.get(number)
        cell = next((c for c in row.cells if c.column == column), None) if row else None
        if cell is not None:
            yield (
                cell.start,
                cell.end,
                _cell_bytes(sheet.content[cell.start : cell.end], cell, value),
            )
        elif value is not None:
            missing.setdefault(number, {})[column] = value
    for number, cells in missing.items():
        yield from _new_cells(sheet, rows.get(number), number, cells)


def _cell_bytes(old: bytes, cell: RawCell, value: Told) -> bytes:
    """The cell with its own attributes, its formula, and the value."""
    tag = _TAG.match(old)
    assert tag
    name = re.match(rb"<([^\s/>]+)", old)
    assert name
    head = _KIND.sub(b"", tag[0].removesuffix(b"/>").removesuffix(b">").rstrip())
    formula = b""
    if cell.formula_at:
        start, end = cell.formula_at
        formula = old[start - cell.start : end - cell.start]
    return cell_element(head, name[1], formula, value)


def _new_cells(
    sheet: RawSheet, row: RawRow | None, number: int, cells: Mapping[int, Told]
) -> Iterable[tuple[int, int, bytes]]:
    """Cells that the file leaves out since they are blank; the row too, where it is left out."""
    name = _prefix(sheet)
    made = {c: _new_cell(name, number, c, value) for c, value in sorted(cells.items())}
    if row is not None and not row.empty:
        columns = [cell.column for cell in row.cells]
        for column, new in made.items():
            at = bisect_left(columns, column)
            start = row.cells[at].start if at < len(columns) else row.inner_end
            yield start, start, new
        return
    inside = b"".join(made.values())
    if row is not None:
        tag = _TAG.match(sheet.content, row.start)
        assert tag
        head = tag[0].removesuffix(b"/>").rstrip()
        yield row.start, tag.end(), head + b">" + inside + b"</" + name + b"row>"
        return
    whole = b'<%srow r="%d">%s</%srow>' % (name, number, inside, name)
    after = next((each.start for each in sheet.rows if each.number > number), sheet.inner_end)
    if sheet.empty:
        tag = _TAG.match(sheet.content, sheet.start)
        assert tag
        opened = tag[0].removesuffix(b"/>").rstrip() + b">"
        yield sheet.start, tag.end(), opened + whole + b"</" + name + b"sheetData>"
    else:
        yield after, after, whole


def _new_cell(name: bytes, row: int, column: int, value: Told) -> bytes:
    place = f"{column_name(column)}{row}".encode()
    return cell_element(b"<" + name + b'c r="' + place + b'"', name + b"c", b"", value)


def _prefix(sheet: RawSheet) -> bytes:
    found = re.match(rb"<([^\s/>]*:)?sheetData", sheet.content[sheet.start :])
    return (found[1] or b"") if found else b""
