"""The same cells where LibreOffice has made the file, or has opened and saved it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from domain.reading.cells import Cell, Flaw
from domain.report.forms import Form
from handlers.annex.file import UnusableFile
from reports.incoming.open_file import open_file
from tests.reports.incoming.flat_office import BOOK, LETTER, book, letter
from tests.support.annex_files import FIELD, read_annex, told_of

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
Office = Callable[[str, str, Callable[[Path], Iterable[Path]]], Path]
TOO_LARGE = ("30-shared-strings-520k.xlsx", "31-styles-60k.xlsx")  # refused before they are read


def rows_of(file: Path) -> list[dict[int, Cell]]:
    opened = open_file(file.name, file.read_bytes())
    assert opened.refused == ""
    return [dict(row.cells) for row in opened.sheets[0].rows]


def of_the_field(ending: str) -> list[Path]:
    return [each for each in sorted(FIELD.glob(f"*.{ending}")) if each.name not in TOO_LARGE]


def two_lines() -> openpyxl.Workbook:
    found = openpyxl.Workbook()
    found.active.append(["STT", "Số liệu"])
    found.active.append(["4.1", "12\n2"])
    return found


def rich_workbook() -> openpyxl.Workbook:
    found = openpyxl.Workbook()
    sheet = found.active
    sheet["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "12"), "14")
    sheet["A2"] = CellRichText("14", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet["A3"] = 0.7143
    sheet["A3"].number_format = "0.00%"
    sheet["A4"] = "12\n2"
    sheet["A5"] = "=7+7"
    return found


def document_with_looks() -> object:
    found = Document()
    table = found.add_table(rows=4, cols=1)
    runs = [("strike", "12", "14"), ("superscript", "1", "14")]
    runs += [("hidden", "5", "0"), ("bold", "1", "4")]
    for number, (look, first, second) in enumerate(runs):
        paragraph = table.rows[number].cells[0].paragraphs[0]
        setattr(paragraph.add_run(first).font, look, True)
        paragraph.add_run(second)
    return found


@pytest.fixture(scope="module")
def documents(office: Office) -> Path:
    """What others have made, and what LibreOffice is to make from its own flat format, as Word
    files."""

    def put(folder: Path) -> Iterable[Path]:
        (folder / "tu-soan.fodt").write_text(letter(), "utf-8")
        document_with_looks().save(str(folder / "bieu.docx"))
        return [folder / "tu-soan.fodt", folder / "bieu.docx", *of_the_field("docx")]

    return office("documents", "docx", put)


@pytest.fixture(scope="module")
def workbooks(office: Office) -> Path:
    """The same of workbooks."""

    def put(folder: Path) -> Iterable[Path]:
        (folder / "tu-lap.fods").write_text(book(), "utf-8")
        rich_workbook().save(folder / "bieu.xlsx")
        return [folder / "tu-lap.fods", folder / "bieu.xlsx", *of_the_field("xlsx")]

    return office("workbooks", "xlsx", put)


def test_a_document_that_it_has_made(documents: Path) -> None:
    rows = rows_of(documents / "tu-soan.docx")
    assert {str(row[0].value): row.get(1, Cell()) for row in rows} == {
        name: cell for name, (_, cell) in LETTER.items()
    }


def test_a_workbook_that_it_has_made(workbooks: Path) -> None:
    rows = rows_of(workbooks / "tu-lap.xlsx")
    assert {str(row[0].value): row.get(1, Cell()) for row in rows} == {
        name: cell for name, (_, cell) in BOOK.items()
    }


def test_a_workbook(workbooks: Path) -> None:
    rows = rows_of(workbooks / "bieu.xlsx")
    assert [row[0].flaw for row in rows] == [Flaw.STRUCK, Flaw.RAISED, None, Flaw.BROKEN, None]
    assert (rows[2][0].value, rows[4][0].value) == (D("71.43"), D(14))


def test_a_document(documents: Path) -> None:
    rows = rows_of(documents / "bieu.docx")
    assert [row[0].flaw for row in rows] == [Flaw.STRUCK, Flaw.RAISED, Flaw.HIDDEN, None]
    assert rows[3][0].value == "14"


def test_a_table_of_values(office: Office) -> None:
    def put(folder: Path) -> Iterable[Path]:
        two_lines().save(folder / "hai-dong.xlsx")
        return [folder / "hai-dong.xlsx"]

    rows = rows_of(office("table", "csv", put) / "hai-dong.csv")
    assert rows[1] == {0: Cell("4.1"), 1: Cell("12\n2", Flaw.BROKEN)}


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_every_file_of_the_field_comes_to_the_same_after_it_has_saved_it(
    ending: str, request: pytest.FixtureRequest, form: Form
) -> None:
    saved: Path = request.getfixturevalue("documents" if ending == "docx" else "workbooks")
    files = of_the_field(ending)
    assert len(files) >= 4
    for file in files:
        assert outcome(saved / file.name, form) == outcome(file, form), file.name


def outcome(file: Path, form: Form) -> object:
    """What would be written, what is named instead, and which rows are lost; or why nothing is."""
    try:
        return told_of(read_annex(file.name, file.read_bytes()), form)
    except UnusableFile as refused:
        return str(refused)
