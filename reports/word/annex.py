"""The annex of a docx: its own section, pages numbered from 1, the head on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.annex import AnnexRow
from reports.beside import value_heads
from reports.document import Annex, Letterhead, Piece
from reports.letterhead import annex_reference, title_lines
from reports.style import Style
from reports.word.table import add_table, mark
from reports.word.text import Look, add_run, shrink, write, write_cell

TIED = "\u00a0=\u00a0"  # "Có = 1" is not broken over two lines


def add_annex(word: Any, annex: Annex, head: Letterhead, style: Style, number: str = "") -> None:
    """A new section with title block, table and remarks."""
    section = _begin(word)
    if annex.landscape:
        _turn(section, style)
    _add_title(word, annex.title, head, style, number)
    _add_rows(word, annex, style)
    _add_remarks(word, annex, style)


def add_enclosed(word: Any, title: Piece, head: Letterhead, style: Style, number: str) -> None:
    """The head of a list that goes with the report."""
    _begin(word)
    _add_title(word, title.text, head, style, number)


def _begin(word: Any) -> Any:
    """A section on a new page, with pages of its own."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    shrink(word.paragraphs[-1])
    _number_from_one(section)
    return section


def _number_from_one(section: Any) -> None:
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")


def _turn(section: Any, style: Style) -> None:
    """A4 turned to the left: the top margin becomes the left one."""
    page = style.page
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(page["height"]), Mm(page["width"])
    section.top_margin, section.bottom_margin = Mm(page["left"]), Mm(page["right"])
    section.left_margin, section.right_margin = Mm(page["bottom"]), Mm(page["top"])


def _add_title(word: Any, title: str, head: Letterhead, style: Style, number: str) -> None:
    size = style.size["annex"]
    bold = Look(size, bold=True, align="center")
    write(word.add_paragraph(), f"{style.words['annex']} {number}".strip(), bold, style.font)
    write(word.add_paragraph(), title_lines(title.upper()), bold, style.font)
    reference = Look(size, italic=True, align="center", after=8)
    write(word.add_paragraph(), annex_reference(head, style), reference, style.font)


def _add_rows(word: Any, annex: Annex, style: Style) -> None:
    heads = value_heads(annex, style)
    grid = add_table(word, 2 + len(annex.rows), _widths(annex, heads, style), lined=True)
    _add_head(grid, annex.label_note, heads, style)
    for cells, row in zip(grid[2:], annex.rows, strict=True):
        _fill(cells, row, annex.cells(row), style)


def _widths(annex: Annex, heads: Sequence[str], style: Style) -> list[float]:
    """STT, label, unit, the columns of figures, note: as wide as the page."""
    columns = ("printed", "label", "unit", *("value" for _ in heads), "note")
    widths, page = [style.column[name] for name in columns], style.page
    if not annex.landscape and len(heads) == 1:
        return widths
    upright = page["width"] - page["left"] - page["right"]
    room = page["height"] - page["top"] - page["bottom"] if annex.landscape else upright
    return [width * room / sum(widths) for width in widths]


def _add_head(grid: list[list[Any]], note: str, heads: Sequence[str], style: Style) -> None:
    """STT | Chỉ tiêu thống kê | Kết quả thống kê (Đơn vị tính, Số liệu) | Ghi chú"""
    words = style.words
    look = Look(style.size["table"], bold=True, align="center")
    first, second = grid[0], grid[1]
    for cells in (first, second):
        mark(cells, "w:tblHeader")
    for column, name in ((0, "printed"), (1, "label"), (-1, "note")):
        write(first[column].merge(second[column]).paragraphs[0], words[name], look, style.font)
    if note:
        small = Look(style.size["table"], italic=True)
        add_run(first[1].paragraphs[0], f" {note}", small, style.font)
    write(first[2].merge(first[-2]).paragraphs[0], words["result"], look, style.font)
    for cell, text in zip(second[2:-1], (words["unit"], *heads), strict=True):
        write(cell.paragraphs[0], text, look, style.font)
    for cell in (*first, *second):
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _fill(
    cells: list[Any], row: AnnexRow, figures: Sequence[AnnexRow | None], style: Style
) -> None:
    """One line; a heading stays on the page of the line under it."""
    label = row.label.upper() if row.section else row.label
    told = [figure.cell_words if figure else "" for figure in figures]
    texts = (row.printed, label, row.unit.replace(" = ", TIED), *told, row.note)
    aligns = ("center", "left", "center", *("right" for _ in told), "center")
    bold = keep = row.heading
    for column, (cell, text, align) in enumerate(zip(cells, texts, aligns, strict=True)):
        italic = row.level >= 3 and column <= 1
        look = Look(style.size["table"], bold, italic, align, before=1, after=1, keep_next=keep)
        write_cell(cell, text, look, style.font)


def _add_remarks(word: Any, annex: Annex, style: Style) -> None:
    for remark in annex.remarks:
        look = Look(style.size["table"], italic=True, align="justify", before=4)
        write(word.add_paragraph(), remark, look, style.font)
    if not annex.remarks:
        shrink(word.add_paragraph())
