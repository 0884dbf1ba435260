"""The same cells after LibreOffice has opened and saved the file."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from domain.reading.cells import Cell, Flaw
from reports.incoming.open_file import open_file

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
Office = Callable[[Path, str], Path]


def rows_of(file: Path) -> list[dict[int, Cell]]:
    opened = open_file(file.name, file.read_bytes())
    assert opened.refused == ""
    return [dict(row.cells) for row in opened.sheets[0].rows]


def test_a_workbook(tmp_path: Path, office: Office) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "12"), "14")
    sheet["A2"] = CellRichText("14", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet["A3"] = 0.7143
    sheet["A3"].number_format = "0.00%"
    sheet["A4"] = "12\n2"
    sheet["A5"] = "=7+7"
    book.save(tmp_path / "bieu.xlsx")
    rows = rows_of(office(tmp_path / "bieu.xlsx", "xlsx"))
    assert [row[0].flaw for row in rows] == [Flaw.STRUCK, Flaw.RAISED, None, Flaw.BROKEN, None]
    assert (rows[2][0].value, rows[4][0].value) == (D("71.43"), D(14))


def test_a_document(tmp_path: Path, office: Office) -> None:
    document = Document()
    table = document.add_table(rows=4, cols=1)
    runs = [("strike", "12", "14"), ("superscript", "1", "14")]
    runs += [("hidden", "5", "0"), ("bold", "1", "4")]
    for number, (look, first, second) in enumerate(runs):
        paragraph = table.rows[number].cells[0].paragraphs[0]
        setattr(paragraph.add_run(first).font, look, True)
        paragraph.add_run(second)
    document.save(str(tmp_path / "bieu.docx"))
    rows = rows_of(office(tmp_path / "bieu.docx", "docx"))
    assert [row[0].flaw for row in rows] == [Flaw.STRUCK, Flaw.RAISED, Flaw.HIDDEN, None]
    assert rows[3][0].value == "14"


def test_a_table_of_values(tmp_path: Path, office: Office) -> None:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Số liệu"])
    book.active.append(["4.1", "12\n2"])
    book.save(tmp_path / "bieu.xlsx")
    rows = rows_of(office(tmp_path / "bieu.xlsx", "csv"))
    assert rows[1] == {0: Cell("4.1"), 1: Cell("12\n2", Flaw.BROKEN)}
