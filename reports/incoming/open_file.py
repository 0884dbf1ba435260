"""A file of somebody -> its cells, by the ending of its name.

Who holds a message or serves others reads it through `apart`, in a process of its own.
"""

from __future__ import annotations

from pathlib import PurePath

from domain.reading.cells import Opened
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_BYTES = 5_000_000
MOST_LETTERS = 2_000_000
"""In all cells and lines: two kilobytes of a workbook can say one long word a hundred thousand
times."""
ENDINGS = (".xlsx", ".docx", ".csv", ".xls", ".ods")
FORM_KINDS = frozenset({"xls", "ods"})  # a form can be made from them, no figure is read from them
OLD = (".doc",)


def kind_of(name: str) -> str:
    """The kind of a file that can be read, "" for any other."""
    ending = PurePath(name).suffix.casefold()
    return ending[1:] if ending in ENDINGS else ""


def refusal(name: str, content: bytes) -> Unreadable | None:
    """Why a file is not even begun with."""
    if len(content) > MOST_BYTES:
        return Unreadable.TOO_BIG
    if not content.strip():
        return Unreadable.EMPTY
    if PurePath(name).suffix.casefold() in OLD:
        return Unreadable.ENCRYPTED
    return None if kind_of(name) else Unreadable.STRANGE_TYPE


def open_file(name: str, content: bytes) -> Opened:
    """The cells of a file, or why there are none."""
    kind = kind_of(name)
    if reason := refusal(name, content):
        return Opened(kind, refused=reason)
    try:
        opened = _opened(kind, content)
    except UnreadableFile as error:
        return Opened(kind, refused=error.reason)
    except (MemoryError, RecursionError):
        return Opened(kind, refused=Unreadable.TOO_MUCH)
    return opened if _letters(opened) <= MOST_LETTERS else Opened(kind, refused=Unreadable.TOO_MUCH)


def _letters(opened: Opened) -> int:
    words = sum(map(len, opened.text))
    for sheet in opened.sheets:
        words += sum(map(len, (*sheet.above, *sheet.formulas.values())))
        cells = (cell.value for row in sheet.rows for cell in row.cells.values())
        words += sum(len(value) for value in cells if isinstance(value, str))
    return words


def _opened(kind: str, content: bytes) -> Opened:
    if kind == "xlsx":
        from reports.incoming.xlsx_cells import sheets_of_xlsx

        return Opened(kind, sheets_of_xlsx(content))
    if kind == "docx":
        from reports.incoming.docx_cells import read_docx

        return read_docx(content)
    if kind in FORM_KINDS:
        from reports.incoming.old_cells import sheets_of_old

        return Opened(kind, sheets_of_old(content))
    from reports.incoming.csv_cells import sheet_of_csv

    return Opened(kind, (sheet_of_csv(content),))
