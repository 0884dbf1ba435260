"""A register inside the text of a docx: its head and its rows, numbered."""

from __future__ import annotations

from typing import Any

from reports.document import Piece
from reports.style import Style
from reports.word.table import add_table, mark
from reports.word.text import Look, write

NUMBER_WIDTH = 12.0  # millimetres
NARROWEST = 18.0
LETTERS_AT_MOST = 60  # what is longer is broken over lines anyway


def add_register(word: Any, piece: Piece, style: Style) -> None:
    """A table with lines as wide as the text; the head is repeated on every page."""
    head, *rows = piece.rows
    size = style.size["table"]
    grid = add_table(word, len(piece.rows), _widths(piece, style), lined=True)
    mark(grid[0], "w:tblHeader")
    bold = Look(size, bold=True, align="center", keep_next=True)
    for cell, words in zip(grid[0], (style.words["printed"], *head), strict=True):
        write(cell.paragraphs[0], words, bold, style.font)
    for number, (cells, row) in enumerate(zip(grid[1:], rows, strict=True), start=1):
        write(cells[0].paragraphs[0], str(number), Look(size, align="center"), style.font)
        for cell, words in zip(cells[1:], row, strict=True):
            write(cell.paragraphs[0], words, Look(size), style.font)
    write(word.add_paragraph(), "", Look(style.size["body"], after=2), style.font)


def _widths(piece: Piece, style: Style) -> list[float]:
    """The room of the text shared out by what the columns hold."""
    page = style.page
    room = page["width"] - page["left"] - page["right"] - NUMBER_WIDTH
    longest = [
        min(max(len(cell) for cell in column), LETTERS_AT_MOST)
        for column in zip(*piece.rows, strict=True)
    ]
    spare = room - NARROWEST * len(longest)
    return [NUMBER_WIDTH, *(NARROWEST + spare * letters / sum(longest) for letters in longest)]
