"""The sheets of a workbook as rows under column names, however the names are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

MOST_ROWS = 20_000

Rows = Sequence[Sequence[object]]


class UnreadableWorkbook(Exception):
    """The file is no workbook, or has none of the sheets that are looked for."""


def sheets_of(path: Path) -> dict[str, Rows]:
    """Plain sheet name -> its rows, formulas as the values they had when the file was saved."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UnreadableWorkbook(str(error)) from None
    sheets: dict[str, Rows] = {
        plain(sheet.title): list(sheet.iter_rows(max_row=MOST_ROWS, values_only=True))
        for sheet in book.worksheets
    }
    book.close()
    return sheets


def entries(
    rows: Rows, columns: Mapping[str, str], lists: Collection[str] = ()
) -> Iterator[dict[str, Any]]:
    """The rows below the head as `{key: value}`; blank cells and unknown columns are left out."""
    head = [columns.get(plain(cell)) for cell in rows[0]] if rows else []
    for row in rows[1:]:
        entry = {
            key: value_of(cell, listed=key in lists)
            for key, cell in zip(head, row, strict=False)
            if key and cell not in (None, "")
        }
        if entry:
            yield entry


def value_of(cell: object, *, listed: bool = False) -> Any:
    """A day as a day, anything else as its words; a list is separated by ";" or ","."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    return pieces(text.replace(",", ";")) if listed else text


def pieces(text: str) -> list[str]:
    """`a; b` -> ["a", "b"]."""
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def plain(words: object) -> str:
    """Lower case without diacritics, so that "Đơn vị" and "don vi" are one name."""
    letters = unicodedata.normalize("NFD", str(words or "").strip().lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
