"""The annex back out of a workbook: what stands in the value column, cell by cell."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

_UNPACKED_BYTES = 60_000_000  # of a workbook on the operator's own disk
_SENT_BYTES = 8_000_000  # of one that somebody has sent: a second or so for every megabyte
_MOST_ROWS = 3_000
_LOOKED_AT = 20_000  # rows behind the last of an annex must be empty as far as this
_MOST_COLUMNS = 30
_ORIGIN_ROWS = 30
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")  # an encrypted workbook, or an old .xls
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBERED = re.compile(r"\d+(\.\d+)*")


class Unreadable(StrEnum):
    """Why a workbook cannot be read."""

    ENCRYPTED = "encrypted"  # or an .xls of before 2007
    NOT_XLSX = "not_xlsx"
    TOO_BIG = "too_big"
    NO_ANNEX = "no_annex"  # no sheet with the columns STT and Số liệu
    NO_SHEETS = "no_sheets"  # none of the sheets of people or of a form
    SEVERAL = "several"  # more than one sheet with an annex
    NOT_DOCX = "not_docx"


class UnreadableWorkbook(Exception):
    """The workbook cannot be read; `reason` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One numbered line: `code` is the printed number ("4.1"). `value` is a number as typed or
    as a formula last gave it (percent: 71.43), other words as text, None where it is blank."""

    section: str
    code: str
    value: Decimal | str | None
    cell: str  # "D12"
    formula: bool = False  # a formula that carries no value: the program that saved it has none


@dataclass(frozen=True, slots=True)
class ReadAnnex:
    """The lines of an annex, and the words that stand above its table."""

    rows: tuple[ReadRow, ...]
    heading: tuple[str, ...]


def read_annex_xlsx(source: Path | bytes) -> ReadAnnex:
    """The lines of the sheet that has the columns STT and Số liệu; hidden sheets are not looked at.

    Raises UnreadableWorkbook. Cells of the sheet of origin are `read_origin_xlsx`.
    """
    found = []
    with open_book(source) as book:
        for place, sheet in enumerate(book.worksheets):
            if sheet.sheet_state != "visible":
                continue
            cells = list(_all_rows(sheet))
            if rows := tuple(annex_rows(cells, _named_cell)):
                found.append((place, ReadAnnex(rows, _heading(cells))))
    if not found:
        raise UnreadableWorkbook(Unreadable.NO_ANNEX)
    if len(found) > 1:
        raise UnreadableWorkbook(Unreadable.SEVERAL)
    ((place, annex),) = found
    return _with_formulas(source, place, annex)


def _all_rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows that an annex can have; more than that are never left out in silence."""
    rows = sheet.iter_rows(max_row=_LOOKED_AT, max_col=_MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        if number <= _MOST_ROWS:
            yield cells
        elif any(cell.value is not None for cell in cells):
            raise UnreadableWorkbook(Unreadable.TOO_BIG)


def _heading(sheet: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """The words above the row in which the table begins."""
    lines = []
    for cells in sheet:
        if _column(cells, "stt", None) is not None:
            break
        lines += [words for cell in cells if (words := _words(cell.value))]
    return tuple(lines)


def _with_formulas(source: Path | bytes, place: int, annex: ReadAnnex) -> ReadAnnex:
    """The same, with the blank cells told that hold a formula without its value."""
    blank = {row.cell for row in annex.rows if row.value is None}
    if not blank:
        return annex
    with open_book(source, values=False) as book:
        rows = book.worksheets[place].iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        told = {
            name
            for number, cells in enumerate(rows, start=1)
            for column, cell in enumerate(cells)
            if cell.data_type == "f" and (name := _named_cell(column, number)) in blank
        }
    marked = (replace(row, formula=row.cell in told) for row in annex.rows)
    return replace(annex, rows=tuple(marked))


def read_origin_xlsx(source: Path | bytes) -> Mapping[str, str]:
    """What the product wrote into the second sheet about the file, by key (`form_id`, ...)."""
    origin = {}
    with open_book(source) as book:
        for sheet in book.worksheets[1:2]:
            for cells in sheet.iter_rows(max_row=_ORIGIN_ROWS, max_col=3):
                if len(cells) > 2 and (key := _words(cells[2].value)):
                    origin[key] = _words(cells[1].value)
    return origin


def open_sheets(source: Path | bytes) -> list[list[Sequence[Any]]]:
    """All sheets as rows of cells, as far as an annex can reach."""
    limits = {"max_row": _MOST_ROWS, "max_col": _MOST_COLUMNS}
    with open_book(source) as book:
        return [list(sheet.iter_rows(**limits)) for sheet in book.worksheets]


@contextmanager
def open_book(source: Path | bytes, *, values: bool = True) -> Iterator[Any]:
    """A workbook of openpyxl whose cells hold values, or else formulas; what goes wrong in it is
    told as UnreadableWorkbook. Nothing outside the file is opened, no macro is kept."""
    from openpyxl import load_workbook

    content = source.read_bytes() if isinstance(source, Path) else source
    refuse_bomb(
        content, Unreadable.NOT_XLSX, _UNPACKED_BYTES if content is not source else _SENT_BYTES
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that do not concern the figures
            yield load_workbook(
                BytesIO(content), read_only=True, data_only=values, keep_links=False
            )
    except UnreadableWorkbook:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise almost anything
        raise UnreadableWorkbook(Unreadable.NOT_XLSX) from error


def refuse_bomb(content: bytes, broken: Unreadable, most: int = _SENT_BYTES) -> None:
    """Raises UnreadableWorkbook for what is no sound archive, or unpacks to too much."""
    if content.startswith(_OLE_MAGIC):
        raise UnreadableWorkbook(Unreadable.ENCRYPTED)
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableWorkbook(broken) from error
    if size > most:
        raise UnreadableWorkbook(Unreadable.TOO_BIG)


def annex_rows(
    sheet: Sequence[Sequence[Any]], name: Callable[[int, int], str]
) -> Iterator[ReadRow]:
    """The numbered lines of a table; `name` tells a cell by its column (from 0), row (from 1)."""
    number_column = value_column = None
    section = ""
    for row_number, cells in enumerate(sheet, start=1):
        if number_column is None or value_column is None:
            number_column = _column(cells, "stt", number_column)
            value_column = _column(cells, "số liệu", value_column)
            continue
        if max(number_column, value_column) >= len(cells):
            continue
        printed = _printed(cells[number_column].value)
        if _ROMAN.fullmatch(printed):
            section = printed
        elif section and _NUMBERED.fullmatch(printed):
            where = name(value_column, row_number)
            yield ReadRow(section, printed, _value(cells[value_column]), where)


def has_head(sheet: Sequence[Sequence[Any]]) -> bool:
    """True where the first rows name the columns of an annex."""
    titles = {_words(cell.value).casefold() for cells in sheet[:5] for cell in cells}
    return {"stt", "số liệu"} <= titles


def _column(cells: Sequence[Any], title: str, found: int | None) -> int | None:
    for index, cell in enumerate(cells):
        if found is None and _words(cell.value).casefold() == title:
            return index
    return found


def _words(value: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(value or "")).split())


def _printed(value: object) -> str:
    """The printed number: "4.1." and the number 4.1 are both "4.1"."""
    return format(value, ".10g") if isinstance(value, float) else _words(value).strip(". ")


def _named_cell(column: int, row: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def _value(cell: Any) -> Decimal | str | None:
    value = cell.value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        # 15 digits are what a spreadsheet keeps; the rest is noise of its binary fractions.
        number = Decimal(format(value, ".15g"))
        return number * 100 if _shown_in_percent(cell.number_format) else number
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    words = _words(value)
    return None if words in ("", "#DIV/0!") else words  # 0/0 is a rate left blank


def _shown_in_percent(number_format: str) -> bool:
    """True where the cell holds 0.7143 and shows 71,43%: a bare % in its format, unlike the
    quoted one that the product writes."""
    bare = re.sub(r'"[^"]*"|\\.', "", number_format or "")
    return "%" in bare
