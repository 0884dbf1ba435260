"""A finished annex as a file: csv, xlsx or docx in, cells by code out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from domain.report.forms import Form
from handlers.wording.say import say
from reports.incoming.read_xlsx import (
    ReadAnnex,
    UnreadableWorkbook,
    read_annex_xlsx,
    read_origin_xlsx,
)

MOST_BYTES = 5_000_000

_COLUMNS = ("section", "code", "value")


class UnusableFile(Exception):
    """A file that cannot be taken; `str()` is the one sentence that says why."""

    def __init__(self, text_id: str, **fields: object) -> None:
        super().__init__(text_id)
        self.text_id = text_id
        self.fields = fields

    def __str__(self) -> str:
        return say(self.text_id, **self.fields)


@dataclass(frozen=True, slots=True)
class AnnexCell:
    """A value cell: `raw` is text as written, a number of a spreadsheet, or None for blank."""

    code: str  # "I.4.1"
    raw: str | Decimal | None
    where: str  # "dòng 12", "ô D12"
    doubtful: bool = False  # the one who typed it off could not read it
    formula: bool = False  # blank, because the file holds a formula without its value


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """The cells in the order of the file, and what the file tells of itself: the product's own
    workbook all of it, other files at most the words above the table."""

    cells: tuple[AnnexCell, ...]
    form_id: str = ""
    version: str = ""
    unit_id: str = ""
    round_id: str = ""  # "par-quarter/2024-Q3"
    heading: tuple[str, ...] = ()


def read_annex_file(path: Path) -> AnnexFile:
    """Read a file of the user's disk. Raises UnusableFile."""
    if not path.is_file():
        raise UnusableFile("rule.file.not_there", file=path.name)
    if path.stat().st_size > MOST_BYTES:
        raise UnusableFile("rule.file.too_big")
    return read_annex(path.name, path.read_bytes())


def read_annex(name: str, content: bytes) -> AnnexFile:
    """Read a file that somebody sent; its name decides how. Raises UnusableFile."""
    if len(content) > MOST_BYTES:
        raise UnusableFile("rule.file.too_big")
    if not content.strip():
        raise UnusableFile("rule.file.empty")
    match Path(name).suffix.casefold():
        case ".csv":
            return AnnexFile(tuple(_csv_cells(content)))
        case ".xlsx":
            return _xlsx(content)
        case ".docx":
            return _docx(content)
        case ".xls":
            raise UnusableFile("rule.file.encrypted")
        case _:
            raise UnusableFile("rule.file.strange_type")


def fitting_form(annex: AnnexFile, forms: Iterable[Form]) -> Form:
    """The form that the file names, else the one whose codes fit best, the newest among equals."""
    codes = {cell.code for cell in annex.cells}

    def likeness(form: Form) -> tuple[bool, float, object]:
        named = (form.id, form.version) == (annex.form_id, annex.version)
        known = form.indicators.keys()
        return named, len(codes & known) / len(codes | known), form.valid_from

    return max(forms, key=likeness)


def _xlsx(content: bytes) -> AnnexFile:
    try:
        annex, origin = read_annex_xlsx(content), read_origin_xlsx(content)
    except UnreadableWorkbook as error:
        raise UnusableFile(f"rule.file.{error.reason}") from error
    return AnnexFile(
        _cells(annex, "rule.file.cell"),
        origin.get("form_id", ""),
        origin.get("form_version", ""),
        origin.get("unit_id", ""),
        origin.get("round_id", ""),
        annex.heading,
    )


def _docx(content: bytes) -> AnnexFile:
    from reports.incoming.read_docx import read_annex_docx

    try:
        annex = read_annex_docx(content)
    except UnreadableWorkbook as error:
        raise UnusableFile(f"rule.file.{error.reason}") from error
    return AnnexFile(_cells(annex, "rule.file.row"), heading=annex.heading)


def _cells(annex: ReadAnnex, where: str) -> tuple[AnnexCell, ...]:
    return tuple(
        AnnexCell(
            f"{row.section}.{row.code}",
            row.value,
            say(where, cell=row.cell),
            formula=row.formula,
        )
        for row in annex.rows
    )


def _csv_cells(content: bytes) -> Iterator[AnnexCell]:
    text = _decoded(content)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=separator)
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
        if missing := [name for name in _COLUMNS if name not in reader.fieldnames]:
            raise UnusableFile("rule.file.no_columns", missing=", ".join(missing))
        for row in reader:
            if cell := _csv_cell(row, reader.line_num):
                yield cell
    except csv.Error as error:
        raise UnusableFile("rule.file.not_csv") from error


def _csv_cell(row: Mapping[str | None, str | None], number: int) -> AnnexCell | None:
    """The cell of a row; None for a section heading or a row without a code."""
    section, printed, value = ((row.get(name) or "").strip() for name in _COLUMNS)
    printed = printed.rstrip(".")
    if not printed or printed == section:
        return None
    code = printed if printed.startswith(f"{section}.") else f"{section}.{printed}"
    doubtful = (row.get("doubtful") or "").strip() == "1"
    return AnnexCell(code, value or None, say("rule.file.line", line=number), doubtful)


def _decoded(content: bytes) -> str:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFile("rule.file.not_csv")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFile("rule.file.not_utf8") from error
