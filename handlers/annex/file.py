"""A finished annex: the cells of a file that was opened before, by their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.reading.cells import Cell, CellRow, CellSheet, Flaw, Opened
from domain.report.forms import Form
from domain.report.printed import Printed, marked_again
from handlers.wording.say import say
from reports.incoming.read_annex import ReadAnnex, annex_in, shown
from reports.incoming.unreadable import UnreadableFile
from reports.seal import FIRST_WORD, Seal, read_seal

_COLUMNS = ("section", "code", "value")
_BLANK = Cell()


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
    flaw: Flaw | None = None  # it is not plainly one value: struck out, hidden, broken, ...


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row of the table whose value is of no line, in one sentence."""

    words: str
    code: str = ""  # of the line, where only its value stands elsewhere


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
    lost: tuple[LostRow, ...] = ()
    part_of_form: bool = False  # it never holds more than some of the lines
    seal: Seal | None = None  # of a file that the bot has made
    text: tuple[str, ...] = ()  # of a document: its paragraphs outside of tables
    printed: Mapping[int, tuple[Printed, ...]] = field(default_factory=dict)  # numbers in them

    @property
    def marked_text(self) -> list[str]:
        """The paragraphs, with signs around the numbers whose figure the file tells."""
        told = enumerate(self.text)
        return [marked_again(words, self.printed.get(number, ())) for number, words in told]


def annex_of(opened: Opened) -> AnnexFile:
    """The annex in a file that was opened. UnusableFile where there is none."""
    if opened.kind == "csv" and not opened.refused and _is_list(opened.sheets[0]):
        return AnnexFile(tuple(_list_cells(opened.sheets[0])))
    try:
        annex = _table(annex_in(opened), opened.kind)
        seal = annex.seal or read_seal(opened.keywords)
        return replace(annex, seal=seal, text=opened.text, printed=opened.printed)
    except UnreadableFile as error:
        if missing := _missing(opened):
            raise UnusableFile("rule.file.no_columns", missing=", ".join(missing)) from error
        raise UnusableFile(f"rule.file.{error.reason}") from error


def fitting_form(annex: AnnexFile, forms: Iterable[Form]) -> Form:
    """The form that the file names, else the one that knows most of its lines, then the one that
    has fewest others, the newest among equals."""
    codes = {cell.code for cell in annex.cells}

    def likeness(form: Form) -> tuple[bool, int, float, object]:
        named = (form.id, form.version) == (annex.form_id, annex.version)
        known = form.indicators.keys()
        common = len(codes & known)
        return named, common, common / len(codes | known), form.valid_from

    return max(forms, key=likeness)


_WHERE = {"xlsx": "rule.file.cell", "docx": "rule.file.row", "csv": "rule.file.line"}


def _table(annex: ReadAnnex, kind: str) -> AnnexFile:
    cells = tuple(
        AnnexCell(
            f"{row.section}.{row.code}",
            row.value,
            say(_WHERE[kind], cell=row.cell),
            formula=row.formula,
            flaw=row.flaw,
        )
        for row in annex.rows
    )
    origin = annex.origin
    return AnnexFile(
        cells,
        origin.get("form_id", ""),
        origin.get("form_version", ""),
        origin.get("unit_id", ""),
        origin.get("round_id", ""),
        annex.heading,
        tuple(_lost_rows(annex, kind)),
        seal=_seal(origin),
    )


def _seal(origin: Mapping[str, str]) -> Seal | None:
    """Of the bot's own workbook, which keeps it line by line."""
    keys = ("unit_id", "round_id", "revision", "data_time", "mark")
    return read_seal(";".join([FIRST_WORD, *(origin.get(key, "") for key in keys)]))


def _lost_rows(annex: ReadAnnex, kind: str) -> Iterator[LostRow]:
    for row in annex.lost:
        where = say(_WHERE[kind], cell=row.cell)
        if row.elsewhere:
            words = say("rule.lost.elsewhere", where=where, code=row.elsewhere, value=row.value)
        elif row.printed:
            words = say("rule.lost.number", where=where, printed=row.printed, value=row.value)
        else:
            words = say("rule.lost.no_number", where=where, value=row.value)
        yield LostRow(words, row.elsewhere)


# The product's own list of values


def _is_list(sheet: CellSheet) -> bool:
    return bool(sheet.rows) and set(_COLUMNS) <= set(_titles(sheet.rows[0]))


def _missing(opened: Opened) -> list[str]:
    """The columns that a list of values lacks, where it has others of them."""
    titles = _titles(opened.sheets[0].rows[0]) if opened.kind == "csv" and opened.sheets else {}
    missing = [name for name in _COLUMNS if name not in titles]
    return missing if len(missing) < len(_COLUMNS) else []


def _titles(row: CellRow) -> dict[str, int]:
    titles = {column: shown(cell).casefold() for column, cell in row.cells.items()}
    return {title: column for column, title in reversed(titles.items())}


def _list_cells(sheet: CellSheet) -> Iterator[AnnexCell]:
    columns = _titles(sheet.rows[0])
    for row in sheet.rows[1:]:
        told = {title: row.cells.get(column, _BLANK) for title, column in columns.items()}
        if cell := _list_cell(told, row.number):
            yield cell


def _list_cell(told: dict[str, Cell], number: int) -> AnnexCell | None:
    """The cell of a row; None for a section heading or a row without a code."""
    section, printed, value = (shown(told[name]) for name in _COLUMNS)
    printed = printed.rstrip(".")
    if not printed or printed == section:
        return None
    code = printed if printed.startswith(f"{section}.") else f"{section}.{printed}"
    doubtful = shown(told.get("doubtful", _BLANK)) == "1"
    where = say("rule.file.line", cell=number)
    return AnnexCell(code, value or None, where, doubtful, flaw=told["value"].flaw)
