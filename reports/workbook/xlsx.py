"""The annex as an xlsx with live formulas, to be read, filled in and taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC
from functools import cache, lru_cache
from io import BytesIO
from operator import attrgetter
from typing import Any

from domain.dates.moments import local
from domain.report.forms import Kind, Ratio
from reports.annex import AnnexRow
from reports.beside import value_heads
from reports.document import Annex, Letterhead, Origin
from reports.letterhead import annex_reference
from reports.style import Style
from reports.workbook.cells import Written
from reports.workbook.checks import write_checks
from reports.workbook.lines import Cell, FigureCell, Place, SheetLine, cell_name, write_examples
from reports.workbook.mould import MADE_AT, Mould, mould_of, words_here

LABEL_WIDTHS, VALUE_WIDTH, NOTE_WIDTH = (7, 46, 20), 12, 13  # of the columns, in letters
SIZE, TITLE_SIZE, REFERENCE_SIZE = 12, 14, 13
LINE = 1.32  # height of a line by size
PADDING = 3  # points above and below the text of a cell
HEAD_ROW = 4  # first of the two head rows, from 0
FIRST_ROW = HEAD_ROW + 2
VALUE_COLUMN = 3  # the first column of figures
_CLOSED = "#d9d9d9"
_LIKE_A_FORMULA = {"=", "+", "-", "@"}
_TYPED = FigureCell()
_FIGURE: Mapping[str, Any] = {"border": 1, "align": "right", "indent": 1}
_BUT_FIGURES = attrgetter(*({each.name for each in fields(AnnexRow)} - {"cell", "beside"}))
_MOULDS = 16  # forms that are in use at a time, each some 100 kB
INFO_KEYS = (
    "form_id",
    "form_version",
    "unit_id",
    "unit_name",
    "round_id",
    "period",
    "data_time",
    "revision",
)
"""Keys of the second sheet: column A words, column B value, column C this key; of a making that was
noted, `mark` below them."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes one annex another workbook and not only another filling: everything but the
    figures, the title, who sends it and when."""

    annex: Annex  # without title and rows
    rows: tuple[AnnexRow, ...] = field(compare=False)
    alike: tuple[object, ...]  # what the rows have in common with those of another unit
    title_lines: int
    reference_lines: int
    origin: tuple[str, ...]  # the keys of the second sheet


def annex_xlsx(annex: Annex, head: Letterhead, origin: Origin, style: Style) -> bytes:
    """Sheet 1 is the printed annex, sheet 2 tells form, unit, round and time of the data.

    Numbers are numbers, a percent cell holds 71.43; derived rates are formulas that carry their
    value; what is missing stays blank. The same content gives the same bytes.
    """
    reference, title = annex_reference(head, style), annex.title.upper()
    room = sum(map(_points, _widths(annex)))
    told = _told(origin)
    shape = _Shape(
        annex=replace(annex, title="", rows=()),
        rows=annex.rows,
        alike=tuple(map(_unfilled, annex.rows)),
        title_lines=style.lines(title, TITLE_SIZE, room),
        reference_lines=style.lines(reference, REFERENCE_SIZE, room),
        origin=tuple(told),
    )
    words = {"title": annex.title, "heading": title, "reference": reference}
    words |= {"issuer": head.issuer_name, **told}
    made_at = origin.data_time.astimezone(UTC).replace(tzinfo=None)
    return annex_mould(shape, style).filled(_figures(annex), words, made_at)


def _unfilled(row: AnnexRow) -> tuple[object, ...]:
    """All that a row is but its figures."""
    return (*_BUT_FIGURES(row), *map(_unfilled, row.beside))


def _figures(annex: Annex) -> dict[str, Written]:
    """What is shown in each cell for a figure, by its place: "D7"."""
    return {
        cell_name(place): (figure.cell_words or None) if figure.kind is Kind.DATE else figure.cell
        for place, figure in _cells(annex)
    }


def _told(origin: Origin) -> dict[str, str]:
    """What the second sheet tells, by its key."""
    keys = (*INFO_KEYS, "mark") if origin.mark else INFO_KEYS
    told = {key: str(getattr(origin, key)) for key in keys}
    return told | {"data_time": local(origin.data_time).isoformat()}


@lru_cache(maxsize=_MOULDS)
def annex_mould(shape: _Shape, style: Style) -> Mould:
    """The workbook as the library writes it, once for all units with the same form."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    named = {"title": words_here("title"), "author": words_here("issuer")}
    book.set_properties({**named, "created": MADE_AT})
    pen = _Pen(book, style)
    lines = _write_annex(pen, shape)
    _write_origin(pen, shape.origin)
    book.close()
    return mould_of(content.getvalue(), FIRST_ROW, lines)


class _Pen:
    """The workbook with its formats, each made once."""

    def __init__(self, book: Any, style: Style) -> None:
        self.book = book
        self.style = style
        self.lines = cache(style.lines)  # units and notes come again in line after line
        self._formats: dict[frozenset[tuple[str, Any]], Any] = {}
        self._of_texts: dict[tuple[bool, bool, bool, bool], Any] = {}
        self._of_figures: dict[tuple[bool, str, bool], Any] = {}

    def look(self, **properties: Any) -> Any:
        key = frozenset(properties.items())
        if key not in self._formats:
            basic = {"font_name": self.style.font, "font_size": SIZE, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**basic, "text_wrap": True, **properties})
        return self._formats[key]

    def of_text(self, text: str, bold: bool, leaning: bool, middle: bool) -> Any:
        """Text stays text: what begins like a formula is also marked as a quotation."""
        key = bold, leaning, middle, text[:1] in _LIKE_A_FORMULA
        if key not in self._of_texts:
            shape: dict[str, Any] = {"border": 1, "bold": bold, "italic": leaning}
            shape |= {"align": "center"} if middle else {}
            shape |= {"quote_prefix": True} if key[3] else {}
            self._of_texts[key] = self.look(**shape)
        return self._of_texts[key]

    def of_figure(self, bold: bool, number_format: str, locked: bool) -> Any:
        """The look of a figure; only what is to be filled in is not locked."""
        key = bold, number_format, locked
        if key not in self._of_figures:
            shape = {"num_format": number_format or "General", "locked": locked, **_FIGURE}
            self._of_figures[key] = self.look(bold=bold, **shape)
        return self._of_figures[key]

    def of_closed(self, bold: bool) -> Any:
        """The look of a cell that takes nothing."""
        return self.look(bg_color=_CLOSED, bold=bold, **_FIGURE)


def _write_annex(pen: _Pen, shape: _Shape) -> tuple[SheetLine, ...]:
    """The sheet with an example of each look in its lines, and the lines."""
    annex, words = replace(shape.annex, rows=shape.rows), pen.style.words
    sheet = pen.book.add_worksheet(pen.style.workbook["annex_sheet"])
    widths = _widths(annex)
    _set_page(sheet, annex, widths)
    last = len(widths) - 1
    title = {"align": "center", "bold": True, "font_size": TITLE_SIZE}
    _merge(pen, sheet, (0, last, 1), words["annex"], **title)
    _merge(pen, sheet, (1, last, shape.title_lines), words_here("heading"), **title)
    reference = {"align": "center", "italic": True, "font_size": REFERENCE_SIZE}
    _merge(pen, sheet, (2, last, shape.reference_lines), words_here("reference"), **reference)
    _write_head(pen, sheet, annex.label_note, value_heads(annex, pen.style))
    cells = list(_cells(annex))
    places = {figure.code: place for place, figure in cells}
    rooms = tuple(map(_points, (*LABEL_WIDTHS, NOTE_WIDTH)))
    lines = tuple(_line(pen, annex, row, places, rooms) for row in annex.rows)
    write_examples(sheet, FIRST_ROW, lines)
    write_checks(sheet, [cell for cell in cells if cell[1].input], pen.style)
    for index, remark in enumerate(annex.remarks, FIRST_ROW + len(annex.rows) + 1):
        count = pen.lines(remark, SIZE, sum(map(_points, widths)))
        _merge(pen, sheet, (index, last, count), remark, italic=True)
    return lines


def _widths(annex: Annex) -> tuple[int, ...]:
    """Of the columns, in letters."""
    values = max(len(annex.columns), 1)
    return (*LABEL_WIDTHS, *(VALUE_WIDTH for _ in range(values)), NOTE_WIDTH)


def _cells(annex: Annex) -> Iterator[tuple[Place, AnnexRow]]:
    """Each figure in its place."""
    for at, row in enumerate(annex.rows, FIRST_ROW):
        for column, figure in enumerate(annex.cells(row), VALUE_COLUMN):
            if figure:
                yield (at, column), figure


def _set_page(sheet: Any, annex: Annex, widths: Sequence[float]) -> None:
    """A4, one page wide, the head on every page, locked but for the cells to fill in."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _set_paper(sheet)
    if annex.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.9, right=0.6, top=0.8, bottom=0.8)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_header("&C&P")
    sheet.hide_gridlines(1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})


def _set_paper(sheet: Any) -> None:
    """A4, as many pages as it takes but one page wide."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _merge(pen: _Pen, sheet: Any, at: tuple[int, int, int], text: str, **shape: Any) -> None:
    """One text over all columns; `at`: its row, its last column, how many lines it takes."""
    row, last, lines = at
    look = pen.look(**shape)
    sheet.set_row(row, _height(lines, shape.get("font_size", SIZE)))
    sheet.merge_range(row, 0, row, last, "", look)
    sheet.write_string(row, 0, text, look)


def _points(letters: float) -> float:
    """The room in a column: a letter is 7 pixels of 0.75 points, less the padding at its sides."""
    return 0.75 * 7 * letters - 2 * PADDING


def _height(lines: int, size: float) -> float:
    """Of a row; written down, as spreadsheets do not agree on when to find it themselves."""
    return lines * LINE * size + PADDING


def _write_head(pen: _Pen, sheet: Any, note: str, heads: Sequence[str]) -> None:
    words = pen.style.words
    look = pen.look(align="center", bold=True, border=1)
    label = f"{words['label']} {note}".strip()
    last = VALUE_COLUMN + len(heads)
    for column, text in ((0, words["printed"]), (1, label), (last, words["note"])):
        sheet.merge_range(HEAD_ROW, column, HEAD_ROW + 1, column, text, look)
    sheet.merge_range(HEAD_ROW, 2, HEAD_ROW, last - 1, words["result"], look)
    for column, text in enumerate((words["unit"], *heads), 2):
        sheet.write_string(HEAD_ROW + 1, column, text, look)
    lines = max(pen.lines(text, SIZE, _points(VALUE_WIDTH)) for text in heads)
    for at, count in ((HEAD_ROW, 1), (HEAD_ROW + 1, lines)):
        sheet.set_row(at, _height(count, SIZE) + 4)


def _line(
    pen: _Pen,
    annex: Annex,
    row: AnnexRow,
    places: Mapping[str, Place],
    rooms: Sequence[float],
) -> SheetLine:
    bold, third = row.heading, row.level >= 3
    label = row.label.upper() if row.section else row.label
    texts = (row.printed, label, row.unit, row.note)
    spared = 1 if bold else 1.06  # upright letters are narrower than the bold ones counted
    lines = pen.lines
    highest = max([lines(t, SIZE, room * spared) for t, room in zip(texts, rooms, strict=True)])
    cells = (
        (pen.of_text(row.printed, bold, third, True), row.printed),
        (pen.of_text(label, bold, third, False), label),
        (pen.of_text(row.unit, bold, False, True), row.unit),
        *[_figure(pen, row, figure, places) for figure in annex.cells(row)],
        (pen.of_text(row.note, bold, False, True), row.note),
    )
    return SheetLine(_height(highest, SIZE), cells)


def _figure(pen: _Pen, row: AnnexRow, figure: AnnexRow | None, places: Mapping[str, Place]) -> Cell:
    """A figure of the line; grey where the line has none in this column."""
    if figure is None:
        return pen.of_closed(row.heading), ""
    look = pen.of_figure(row.heading, figure.number_format, not figure.input)
    live = figure.formula and {figure.formula.part, figure.formula.whole} <= places.keys()
    if live and figure.formula:
        return look, FigureCell(_formula(figure.formula, places))
    return look, _TYPED


def _formula(ratio: Ratio, places: Mapping[str, Place]) -> str:
    """Blank without part or whole or over zero, else the rate at two decimals.

    Multiplied first: one division is rounded once, as the exact computation is.
    """
    part, whole = cell_name(places[ratio.part]), cell_name(places[ratio.whole])
    return f'IF(OR({part}="",N({whole})=0),"",ROUND({part}*100/{whole},2))'


def _write_origin(pen: _Pen, keys: Sequence[str]) -> None:
    words = pen.style.workbook
    sheet = pen.book.add_worksheet(words["info_sheet"])
    sheet.protect()
    _set_paper(sheet)
    for column, width in enumerate((24, 44, 16)):
        sheet.set_column(column, column, width)
    plain, grey = pen.look(), pen.look(font_color="#808080")
    for row, key in enumerate(keys):
        sheet.write_string(row, 0, words[key], plain)
        sheet.write_string(row, 1, words_here(key), plain)
        sheet.write_string(row, 2, key, grey)
    sheet.merge_range(len(keys) + 1, 0, len(keys) + 1, 2, words["info_hint"], grey)
    sheet.set_row(len(keys) + 1, 32)
