"""What a person sees in a cell and what stands in it, told apart, whatever made the file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from domain.reading.cells import Cell, Flaw, from_plain, to_plain
from reports.incoming.open_file import open_file
from tests.support.annex_files import own_docx, saved
from tests.support.hostile_files import W, docx, xlsx

RUN = "<w:r><w:t>{}</w:t></w:r>"


def look(properties: str, words: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def cell_of_docx(inner: str, *, row: str = "", styles: str = "", cell: str = "") -> Cell:
    """The second cell of a row of raw XML."""
    table = (
        f"<w:tbl><w:tr>{row}<w:tc><w:p>{RUN.format('4.1')}</w:p></w:tc>"
        f"<w:tc>{cell}{inner}</w:tc></w:tr></w:tbl>"
    )
    parts = {"styles": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'} if styles else {}
    opened = open_file("a.docx", docx(table, **parts))
    assert opened.refused == ""
    return opened.sheets[0].rows[0].cells.get(1, Cell())


def prompt(inner: str) -> str:
    """A control that shows what to type."""
    properties = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


FOURTEEN = RUN.format("14")
STRUCK_STYLE = "<w:style w:styleId='cu'><w:rPr><w:strike/></w:rPr></w:style>"


@pytest.mark.parametrize(
    ("inner", "flaw"),
    [
        (look("<w:strike/>", "12") + FOURTEEN, Flaw.STRUCK),
        (look("<w:dstrike w:val='true'/>", "12") + FOURTEEN, Flaw.STRUCK),
        (look("<w:strike/>", "14"), Flaw.STRUCK),
        (FOURTEEN + look("<w:vertAlign w:val='superscript'/>", "1"), Flaw.RAISED),
        (FOURTEEN + look("<w:vertAlign w:val='subscript'/>", "1"), Flaw.RAISED),
        (FOURTEEN + look("<w:position w:val='8'/>", "1"), Flaw.RAISED),
        (look("<w:vanish/>", "5") + RUN.format("0"), Flaw.HIDDEN),
        ("<w:r><w:t>12</w:t><w:br/><w:t>2</w:t></w:r>", Flaw.BROKEN),
        ("<w:r><w:t>12</w:t><w:cr/><w:t>2</w:t></w:r>", Flaw.BROKEN),
        ("<w:r><w:t>12</w:t><w:tab/><w:t>2</w:t></w:r>", Flaw.BROKEN),
        ("<w:r><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>", Flaw.BROKEN),
        (FOURTEEN + "</w:p><w:p>" + RUN.format("15"), Flaw.BROKEN),
        (FOURTEEN + "<w:r><w:footnoteReference w:id='1'/></w:r>", Flaw.NOTE),
        (FOURTEEN + "<w:r><w:endnoteReference w:id='1'/><w:t>1</w:t></w:r>", Flaw.NOTE),
        ("<w:del><w:r><w:delText>12</w:delText></w:r></w:del>" + FOURTEEN, Flaw.TRACKED),
        (f"<w:ins>{FOURTEEN}</w:ins>", Flaw.TRACKED),
        (f"<w:moveFrom>{RUN.format('12')}</w:moveFrom>{FOURTEEN}", Flaw.TRACKED),
        (f"<w:moveTo>{FOURTEEN}</w:moveTo>", Flaw.TRACKED),
        (f"<w:bdo w:val='rtl'>{FOURTEEN}</w:bdo>", Flaw.MOVED),
        (f"<w:pPr><w:framePr w:w='9'/></w:pPr>{FOURTEEN}", Flaw.MOVED),
        (FOURTEEN + "<w:r><w:drawing/></w:r>", Flaw.OBJECT),
        (FOURTEEN + "<w:r><w:sym w:char='F031'/></w:r>", Flaw.OBJECT),
        (prompt(FOURTEEN), Flaw.OBJECT),
    ],
)
def test_a_cell_of_a_document_that_is_not_plainly_one_value_says_why(
    inner: str, flaw: Flaw
) -> None:
    assert cell_of_docx(f"<w:p>{inner}</w:p>").flaw is flaw


@pytest.mark.parametrize(
    "inner",
    [
        FOURTEEN,
        RUN.format("1") + RUN.format("4"),  # Word cuts a word into runs where it likes
        look("<w:b/><w:strike w:val='0'/>", "14"),
        look("<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>", "14"),
        f"<w:sdt><w:sdtContent>{FOURTEEN}</w:sdtContent></w:sdt>",
        f"<w:hyperlink>{FOURTEEN}</w:hyperlink>",
        f"<w:r><w:fldChar/><w:instrText>=SUM(ABOVE) 99</w:instrText></w:r>{FOURTEEN}",
        "<w:r><w:tab/><w:t>14</w:t><w:br/></w:r>",
        f"<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>{FOURTEEN}",
        FOURTEEN + "</w:p><w:p>",
        FOURTEEN + "<w:r><w:commentReference w:id='1'/></w:r>",
    ],
)
def test_a_plain_cell_of_a_document_is_plain(inner: str) -> None:
    assert cell_of_docx(f"<w:p>{inner}</w:p>") == Cell("14")


@pytest.mark.parametrize(
    "inner",
    [look("<w:rStyle w:val='la'/>", "14"), f"<w:pPr><w:pStyle w:val='la'/></w:pPr>{FOURTEEN}"],
)
def test_letters_may_be_struck_out_by_a_style(inner: str) -> None:
    based = STRUCK_STYLE + "<w:style w:styleId='la'><w:basedOn w:val='cu'/></w:style>"
    assert cell_of_docx(f"<w:p>{inner}</w:p>", styles=based).flaw is Flaw.STRUCK


@pytest.mark.parametrize("change", ["del", "ins"])
def test_the_cells_of_a_row_that_is_being_deleted_are_no_plain_ones(change: str) -> None:
    row = f"<w:trPr><w:{change} w:id='1'/></w:trPr>"
    assert cell_of_docx(f"<w:p>{FOURTEEN}</w:p>", row=row).flaw is Flaw.TRACKED


def test_a_prompt_that_nobody_has_answered_is_blank() -> None:
    inner = prompt(RUN.format("Bấm vào đây để nhập"))
    assert cell_of_docx(f"<w:p>{inner}</w:p>") == Cell()


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{RUN.format('99')}</w:p></w:tc></w:tr></w:tbl>"
    opened = open_file(
        "a.docx",
        docx(f"<w:tbl><w:tr><w:tc><w:p>{FOURTEEN}</w:p>{inner}</w:tc></w:tr></w:tbl>"),
    )
    outer, nested = opened.sheets
    assert outer.rows[0].cells[0] == Cell("14", Flaw.NESTED)
    assert nested.rows[0].cells[0] == Cell("99")


def test_columns_are_counted_and_not_believed() -> None:
    cells = "".join(
        f"<w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr><w:p>{RUN.format(words)}</w:p></w:tc>"
        for words, span in (("a", 2), ("b", 1), ("c", 300_000_000), ("d", 1))
    )
    row = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cells}</w:tr>"
    (sheet,) = open_file("a.docx", docx(f"<w:tbl>{row}</w:tbl>")).sheets
    assert {c: cell.value for c, cell in sheet.rows[0].cells.items()} == {1: "a", 3: "b", 4: "c"}


def test_a_cell_over_several_rows_is_of_none_of_them() -> None:
    document = Document(BytesIO(own_docx({"I.1": 14, "I.2": 7}).content))
    table = document.tables[0]
    table.cell(3, 3).text = ""
    table.cell(2, 3).merge(table.cell(3, 3))
    (sheet,) = open_file("a.docx", saved(document)).sheets
    assert sheet.rows[2].cells[3].flaw is Flaw.MERGED


# ---- workbooks ----


def cells_of_xlsx(content: bytes) -> dict[int, Cell]:
    (sheet,) = open_file("a.xlsx", content).sheets
    return {row.number: row.cells[0] for row in sheet.rows if 0 in row.cells}


STRUCK = "<si><r><rPr><strike/></rPr><t>12</t></r><r><t>14</t></r></si>"
RAISED = "<si><r><t>14</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
SPOKEN = "<si><t>14</t><rPh sb='0' eb='1'><t>muoi bon</t></rPh></si>"


def test_shared_words_tell_what_is_struck_out_or_raised() -> None:
    rows = "".join(f"<row><c t='s'><v>{n}</v></c></row>" for n in range(3))
    assert cells_of_xlsx(xlsx(rows, strings=STRUCK + RAISED + SPOKEN)) == {
        1: Cell("1214", Flaw.STRUCK),
        2: Cell("141", Flaw.RAISED),
        3: Cell("14"),
    }


def test_openpyxl_makes_the_same_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "12"), "14")
    sheet["A2"] = 14
    sheet["A2"].font = Font(strike=True)
    sheet["A3"] = 14
    sheet["A4"] = "12\n2"
    sheet["A5"] = 14
    sheet.row_dimensions[5].hidden = True
    sheet["A6"] = 14
    sheet.merge_cells("A6:A7")
    sheet["A8"] = 14
    sheet["A8"].number_format = ";;;"
    sheet["A9"] = 17_465_000
    sheet["A9"].number_format = "#,##0,"
    sheet["A10"] = 17465
    sheet["A10"].number_format = "#,##0"
    assert cells_of_xlsx(saved(book)) == {
        1: Cell("1214", Flaw.STRUCK),
        2: Cell(D(14), Flaw.STRUCK),
        3: Cell(D(14)),
        4: Cell("12\n2", Flaw.BROKEN),
        5: Cell(D(14), Flaw.HIDDEN),
        6: Cell(D(14), Flaw.MERGED),
        8: Cell(D(14), Flaw.HIDDEN),
        9: Cell(D(17_465_000), Flaw.SCALED),
        10: Cell(D(17465)),
    }


def test_xlsxwriter_makes_the_same_cells() -> None:
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    struck = book.add_format({"font_strikeout": True})
    raised = book.add_format({"font_script": 1})
    sheet.write_rich_string("A1", struck, "12", "14")
    sheet.write_rich_string("A2", "14", raised, "1")
    sheet.write_number("A3", 14, struck)
    sheet.write_formula("A4", "=7+7", None, 14)
    sheet.set_column("B:B", None, None, {"hidden": True})
    sheet.write_number("B5", 14)
    book.close()
    cells = cells_of_xlsx(content.getvalue())
    assert [cells[n].flaw for n in (1, 2, 3, 4)] == [Flaw.STRUCK, Flaw.RAISED, Flaw.STRUCK, None]
    assert cells[4].value == 14
    (opened,) = open_file("a.xlsx", content.getvalue()).sheets
    assert opened.rows[-1].cells[1] == Cell(D(14), Flaw.HIDDEN)


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("0.7143", "0.00%", "71.43"),
        ("0.714285714285714", "0.00%", "71.43"),
        ("0.714285714285714", "0.0%", "71.4"),
        ("0.71", "0%", "71"),
        ("0.2", "0.00%", "20.00"),
        ("1", "0%", "100"),
        ("71.43", '0.00" %"', "71.43"),
        ("71.43", "0.00\\%", "71.43"),
    ],
)
def test_a_percentage_counts_as_the_cell_shows_it(number: str, code: str, shown: str) -> None:
    quoted = code.replace('"', "&quot;")
    styles = (
        f'<numFmts><numFmt numFmtId="170" formatCode="{quoted}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    cells = cells_of_xlsx(xlsx(f"<row><c s='1'><v>{number}</v></c></row>", styles=styles))
    assert str(cells[1].value) == shown


def test_a_number_that_a_program_has_made_a_day_is_a_day() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="16"/></cellXfs>'
    cells = cells_of_xlsx(xlsx("<row><c s='1'><v>45295</v></c></row>", styles=styles))
    assert cells[1] == Cell(date(2024, 1, 4))


def test_cells_come_back_from_plain_data_as_they_were() -> None:
    opened = open_file("a.xlsx", xlsx("<row><c><v>1.50</v></c><c><f>1+1</f></c></row>"))
    assert from_plain(to_plain(opened)) == opened
    with pytest.raises(ValueError, match="another version"):
        from_plain({"version": 0})
