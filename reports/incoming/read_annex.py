"""The annex out of a file: the table with the columns STT and Số liệu, line by line.

A line whose number cannot be read, or whose value stands in another column, is no line: it is
`Lost`, and told as such wherever the file is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.reading.cells import Cell, CellRow, CellSheet, Flaw, Opened
from reports.incoming.columns import column_name
from reports.incoming.open_file import FORM_KINDS
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_ROWS = 3_000
HEAD_ROWS = 100  # the columns are named in one of the first; a letter stands above
ORIGIN_ROWS = 30
_BLANK = Cell()
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBERED = re.compile(r"\d+(\.\d+)*")
_PLAIN_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?")
_VALUE, _ALONE = "số liệu", "số liệu chung"
_LETTERED = re.compile(r"\(([a-z])\)$")  # "Số liệu năm 2021 (a)"
_BESIDE = frozenset({"ghi chu", "don vi tinh", "don vi", "dvt", ""})  # no columns of figures


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One figure of a numbered line: `code` is the printed number ("4.1"), in one of several
    columns with the column's letter ("4.1.a"). `value` is a number as typed or as a formula last
    gave it (percent: 71.43), other words as text, None where it is blank."""

    section: str
    code: str
    value: Decimal | str | None
    cell: str  # "D12"
    formula: bool = False  # a formula that carries no value: the program that saved it has none
    flaw: Flaw | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A row with a value that is of no line: what stands where the number should, and the value."""

    cell: str
    printed: str
    value: str
    elsewhere: str = ""  # the line's own code, where the value only stands in another column


@dataclass(frozen=True, slots=True)
class ReadAnnex:
    """The lines of an annex, the words that stand above its table, and what the product wrote
    into its own workbook about the file, by key (`form_id`, ...)."""

    rows: tuple[ReadRow, ...]
    heading: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)


def annex_in(opened: Opened) -> ReadAnnex:
    """The annex of a workbook, a document or a table of Excel. UnreadableFile where there is
    none, or more than one; hidden sheets are not looked at."""
    if opened.refused:
        raise UnreadableFile(Unreadable(opened.refused))
    if opened.kind in FORM_KINDS:
        raise UnreadableFile(Unreadable.ENCRYPTED)
    if opened.kind == "docx":
        return _in_document(opened)
    read = (_in_sheet(sheet, opened.kind) for sheet in opened.sheets if sheet.visible)
    found = [annex for annex in read if annex]
    if not found:
        raise UnreadableFile(Unreadable.NO_ANNEX)
    if len(found) > 1:
        raise UnreadableFile(Unreadable.SEVERAL)
    rows, lost, heading = found[0]
    return ReadAnnex(rows, heading, lost, _origin(opened))


def _in_sheet(
    sheet: CellSheet, kind: str
) -> tuple[tuple[ReadRow, ...], tuple[Lost, ...], tuple[str, ...]] | None:
    table = _Table(by_row=kind != "xlsx")
    table.read(sheet.rows[: MOST_ROWS + 1])
    if not table.found and not (table.lost and table.has_head):
        return None
    if len(sheet.rows) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_MUCH)
    return tuple(table.found), tuple(table.lost), _heading(sheet.rows)


def _in_document(opened: Opened) -> ReadAnnex:
    """A table that goes on in another one of as many columns is read on."""
    grid: list[CellRow] = []
    above: tuple[str, ...] = ()
    for sheet in opened.sheets:
        rows = sheet.rows
        goes_on = bool(grid) and rows[0].width == grid[-1].width
        if _has_head(rows) or goes_on:
            above = above if grid else sheet.above
            grid += rows
    if len(grid) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_MUCH)
    table = _Table(by_row=True)
    table.read([CellRow(number, row.cells, row.width) for number, row in enumerate(grid, start=1)])
    if not table.found and not table.lost:
        raise UnreadableFile(Unreadable.NO_ANNEX)
    return ReadAnnex(tuple(table.found), above, tuple(table.lost))


def _origin(opened: Opened) -> Mapping[str, str]:
    """The second sheet of the product's own workbook."""
    origin = {}
    for sheet in opened.sheets[1:2]:
        for row in sheet.rows[:ORIGIN_ROWS]:
            if key := words_of(row.cells.get(2, _BLANK)):
                origin[key] = words_of(row.cells.get(1, _BLANK))
    return origin


def _heading(rows: Sequence[CellRow]) -> tuple[str, ...]:
    """The words above the row in which the table begins."""
    lines: list[str] = []
    for row in rows:
        told = [words_of(cell) for cell in row.cells.values()]
        if "stt" in map(str.casefold, told):
            break
        lines += filter(None, told)
    return tuple(lines)


def _has_head(rows: Sequence[CellRow]) -> bool:
    """True where the first rows name the columns of an annex."""
    titles = {words_of(cell).casefold() for row in rows[:5] for cell in row.cells.values()}
    return "stt" in titles and any(title.startswith(_VALUE) for title in titles)


class _Table:
    """The rows of a table, sorted into lines and what is none."""

    def __init__(self, *, by_row: bool) -> None:
        self.found: list[ReadRow] = []
        self.lost: list[Lost] = []
        self._by_row = by_row  # a place is told by its row alone
        self._number: int | None = None
        self._values: dict[int, str] = {}  # columns of figures, and what a code has of each
        self._seen: set[tuple[str, str]] = set()
        self._titles: dict[int, str] = {}
        self._section = ""
        self._top = 0  # the first number of the line before

    @property
    def has_head(self) -> bool:
        """True once both columns are known."""
        return self._number is not None and bool(self._values)

    def read(self, rows: Sequence[CellRow]) -> None:
        """CellRow by row, from the head on."""
        for place, row in enumerate(rows):
            if self._number is not None and self._values:
                self._line(row, self._number)
            elif place < HEAD_ROWS:
                self._head(row)
            else:
                return

    def _head(self, row: CellRow) -> None:
        for column, cell in row.cells.items():
            title = words_of(cell).casefold()
            if title == "stt" and self._number is None:
                self._number = column
            elif title.startswith(_VALUE):
                self._value_column(column, title)
            if title:
                self._titles[column] = _folded(title)

    def _value_column(self, column: int, title: str) -> None:
        """`Số liệu`, or `Số liệu năm 2021 (a)` beside others and `Số liệu chung`; of two that are
        called the same the first."""
        lettered = _LETTERED.search(title)
        letter = f".{lettered[1]}" if lettered else ""
        if (letter or title in (_VALUE, _ALONE)) and letter not in self._values.values():
            self._values[column] = letter

    def _line(self, row: CellRow, number: int) -> None:
        first = row.cells.get(number, _BLANK)
        printed = "" if _doubtful(first) else _printed(first)
        if _ROMAN.fullmatch(printed):
            self._section, self._top = printed, 0
            return
        if not _NUMBERED.fullmatch(printed) or not self._goes_on(printed):
            for value in self._values:
                self._loses(row, words_of(first), row.cells.get(value, _BLANK), value)
            return
        told = {value: row.cells.get(value, _BLANK) for value in self._values}
        blank = all(cell.value is None and cell.flaw is None for cell in told.values())
        if blank and self._misplaced(row, printed, number):
            return
        self._seen.add((self._section, printed))
        for value, cell in told.items():
            code, place = printed + self._values[value], self._place(value, row)
            found = ReadRow(self._section, code, annex_value(cell), place, cell.formula, cell.flaw)
            self.found.append(found)

    def _goes_on(self, printed: str) -> bool:
        """False outside of every section; and where the numbers begin again, since then the
        heading of a section is missing and everything below would be taken for another's."""
        top = int(printed.partition(".")[0][:6])
        if top == 1 and self._top > 1 and (self._section, printed) in self._seen:
            self._section = ""
        self._top = top
        return bool(self._section)

    def _loses(self, row: CellRow, printed: str, told: Cell, value: int) -> None:
        words = shown(told)
        if not words or not (self._is_number(told) or told.flaw):
            return  # a note, a signature, a heading
        if printed and not any(char.isdigit() for char in printed):
            return  # "Tổng", "Cộng": no line of any form
        self.lost.append(Lost(self._place(value, row), printed, words))

    def _misplaced(self, row: CellRow, printed: str, number: int) -> bool:
        """Is the value in a column that is none of figures?"""
        for column, cell in row.cells.items():
            strange = column > number and self._titles.get(column, "") in _BESIDE
            if (
                column not in self._values
                and strange
                and self._is_number(cell)
                and not cell.formula
            ):
                code = f"{self._section}.{printed}"
                self.lost.append(Lost(self._place(column, row), printed, shown(cell), code))
                return True
        return False

    @staticmethod
    def _is_number(cell: Cell) -> bool:
        if isinstance(cell.value, Decimal):
            return True
        return isinstance(cell.value, str) and bool(_PLAIN_NUMBER.fullmatch(words_of(cell)))

    def _place(self, column: int, row: CellRow) -> str:
        return str(row.number) if self._by_row else f"{column_name(column)}{row.number}"


def _doubtful(cell: Cell) -> bool:
    """A number of a line that is struck out, or has the mark of a note beside it."""
    return cell.flaw not in (None, Flaw.MERGED, Flaw.BROKEN)


def words_of(cell: Cell) -> str:
    """The words of a cell on one line."""
    value = cell.value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return " ".join(unicodedata.normalize("NFC", value or "").split())


def shown(cell: Cell) -> str:
    """What a person sees in a cell; a break inside it is seen as such."""
    lines = re.split(r"[\n\r\t\v\f]+", cell.value) if isinstance(cell.value, str) else [""]
    several = [" ".join(line.split()) for line in lines if line.strip()]
    return " / ".join(several) if len(several) > 1 else words_of(cell)


def _printed(cell: Cell) -> str:
    """The printed number: "4.1." and the number 4.1 are both "4.1"."""
    if isinstance(cell.value, date | bool):
        return ""
    return words_of(cell).strip(". ")


def annex_value(cell: Cell) -> Decimal | str | None:
    """A number, words, or None where it is blank."""
    if isinstance(cell.value, Decimal):
        return cell.value
    words = shown(cell) if cell.flaw else words_of(cell)
    return None if words in ("", "#DIV/0!") else words  # 0/0 is a rate left blank


def _folded(title: str) -> str:
    letters = unicodedata.normalize("NFD", title.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
