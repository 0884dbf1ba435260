"""The annex as an xlsx with live formulas, to be read, filled in and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from io import BytesIO
from typing import Any

from domain.dates.moments import local
from domain.report.forms import Kind, Ratio
from reports.annex import AnnexRow
from reports.beside import value_heads
from reports.document import Annex, Letterhead, Origin
from reports.letterhead import annex_reference
from reports.style import Style
from reports.workbook.stable_zip import stable_zip

LABEL_WIDTHS, VALUE_WIDTH, NOTE_WIDTH = (7, 46, 20), 12, 13  # of the columns, in letters
SIZE = 12
LINE = 1.32  # height of a line by size
PADDING = 3  # points above and below the text of a cell
HEAD_ROW = 4  # first of the two head rows, from 0
FIRST_ROW = HEAD_ROW + 2
VALUE_COLUMN = 3  # the first column of figures
_CLOSED = "#d9d9d9"
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


def annex_xlsx(annex: Annex, head: Letterhead, origin: Origin, style: Style) -> bytes:
    """Sheet 1 is the printed annex, sheet 2 tells form, unit, round and time of the data.

    Numbers are numbers, a percent cell holds 71.43; derived rates are formulas that carry their
    value; what is missing stays blank. The same content gives the same bytes.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    made_at = origin.data_time.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": annex.title, "author": head.issuer_name, "created": made_at})
    pen = _Pen(book, style)
    _write_annex(pen, annex, head)
    _write_origin(pen, origin)
    book.close()
    return stable_zip(content.getvalue())


class _Pen:
    """The workbook with its formats, each made once."""

    def __init__(self, book: Any, style: Style) -> None:
        self.book = book
        self.style = style
        self._formats: dict[frozenset[tuple[str, Any]], Any] = {}

    def look(self, **properties: Any) -> Any:
        key = frozenset(properties.items())
        if key not in self._formats:
            basic = {"font_name": self.style.font, "font_size": SIZE, "valign": "vcenter"}
            self._formats[key] = self.book.add_format({**basic, "text_wrap": True, **properties})
        return self._formats[key]


def _write_annex(pen: _Pen, annex: Annex, head: Letterhead) -> None:
    words = pen.style.words
    sheet = pen.book.add_worksheet(pen.style.workbook["annex_sheet"])
    heads = value_heads(annex, pen.style)
    widths = (*LABEL_WIDTHS, *(VALUE_WIDTH for _ in heads), NOTE_WIDTH)
    _set_page(sheet, annex, widths)
    title = {"align": "center", "bold": True, "font_size": 14}
    _merge(pen, sheet, 0, words["annex"], widths, **title)
    _merge(pen, sheet, 1, annex.title.upper(), widths, **title)
    reference = annex_reference(head, pen.style)
    _merge(pen, sheet, 2, reference, widths, align="center", italic=True, font_size=13)
    _write_head(pen, sheet, annex.label_note, heads)
    places = _places(annex)
    for at, row in enumerate(annex.rows, FIRST_ROW):
        _write_row(pen, sheet, at, row, widths)
        for column, figure in enumerate(annex.cells(row), VALUE_COLUMN):
            _write_figure(pen, sheet, (at, column), row, figure, places)
    for index, remark in enumerate(annex.remarks, FIRST_ROW + len(annex.rows) + 1):
        _merge(pen, sheet, index, remark, widths, italic=True)


def _places(annex: Annex) -> dict[str, tuple[int, int]]:
    """Row and column of every figure."""
    return {
        figure.code: (at, column)
        for at, row in enumerate(annex.rows, FIRST_ROW)
        for column, figure in enumerate(annex.cells(row), VALUE_COLUMN)
        if figure
    }


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


def _merge(
    pen: _Pen, sheet: Any, at: int, text: str, widths: Sequence[float], **shape: Any
) -> None:
    """One text over all columns."""
    size = shape.get("font_size", SIZE)
    lines = pen.style.lines(text, size, sum(map(_points, widths)))
    sheet.set_row(at, _height(lines, size))
    sheet.merge_range(at, 0, at, len(widths) - 1, "", pen.look(**shape))
    sheet.write_string(at, 0, text, pen.look(**shape))


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
    lines = max(pen.style.lines(text, SIZE, _points(VALUE_WIDTH)) for text in heads)
    for at, count in ((HEAD_ROW, 1), (HEAD_ROW + 1, lines)):
        sheet.set_row(at, _height(count, SIZE) + 4)


def _write_row(pen: _Pen, sheet: Any, at: int, row: AnnexRow, widths: Sequence[float]) -> None:
    """A line without its figures."""
    label = row.label.upper() if row.section else row.label
    texts = (row.printed, label, row.unit, row.note)
    lines = zip(texts, (*widths[:VALUE_COLUMN], widths[-1]), strict=True)
    spared = 1 if row.heading else 1.06  # upright letters are narrower than the bold ones counted
    highest = max(pen.style.lines(t, SIZE, _points(width) * spared) for t, width in lines)
    sheet.set_row(at, _height(highest, SIZE))
    shape = {"border": 1, "bold": row.heading}
    leaning = {**shape, "italic": row.level >= 3}
    _write_text(pen, sheet, at, 0, row.printed, align="center", **leaning)
    _write_text(pen, sheet, at, 1, label, **leaning)
    _write_text(pen, sheet, at, 2, row.unit, align="center", **shape)
    _write_text(pen, sheet, at, len(widths) - 1, row.note, align="center", **shape)


def _write_figure(
    pen: _Pen,
    sheet: Any,
    place: tuple[int, int],
    row: AnnexRow,
    figure: AnnexRow | None,
    places: Mapping[str, tuple[int, int]],
) -> None:
    """One figure of a line; a column in which the line has none is closed."""
    shape = {"border": 1, "bold": row.heading, "align": "right", "indent": 1}
    if figure is None:
        sheet.write_blank(*place, None, pen.look(bg_color=_CLOSED, **shape))
        return
    number_format = figure.number_format or "General"
    look = pen.look(num_format=number_format, locked=not figure.input, **shape)
    _write_cell(sheet, place, figure, places, look)
    if figure.input:
        sheet.data_validation(*place, *place, _validation(pen, figure))


def _write_text(pen: _Pen, sheet: Any, at: int, column: int, text: str, **shape: Any) -> None:
    """Text stays text: what begins like a formula is also marked as a quotation."""
    if text.startswith(("=", "+", "-", "@")):
        shape["quote_prefix"] = True
    sheet.write_string(at, column, text, pen.look(**shape))


def _write_cell(
    sheet: Any,
    place: tuple[int, int],
    row: AnnexRow,
    places: Mapping[str, tuple[int, int]],
    look: Any,
) -> None:
    if row.formula and {row.formula.part, row.formula.whole} <= places.keys():
        value = "" if row.cell is None else float(row.cell)
        sheet.write_formula(*place, _formula(row.formula, places), look, value)
    elif row.cell is None:
        sheet.write_blank(*place, None, look)
    elif row.kind is Kind.DATE:
        sheet.write_string(*place, row.cell_words, look)
    else:
        sheet.write_number(*place, float(row.cell), look)


def _formula(ratio: Ratio, places: Mapping[str, tuple[int, int]]) -> str:
    """Blank without part or whole or over zero, else the rate at two decimals.

    Multiplied first: one division is rounded once, as the exact computation is.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    part = xl_rowcol_to_cell(*places[ratio.part])
    whole = xl_rowcol_to_cell(*places[ratio.whole])
    return f'=IF(OR({part}="",N({whole})=0),"",ROUND({part}*100/{whole},2))'


def _validation(pen: _Pen, row: AnnexRow) -> dict[str, Any]:
    """What the cell takes, with a hint when it is entered and a word when it is refused."""
    words = pen.style.workbook
    options = "; ".join(f"{option.words} = {option.number}" for option in row.options)
    kind = row.kind.value.partition("_")[0]
    fields = {"options": options, "unit": row.unit}
    return _bounds(row) | {
        "input_title": words["input_title"],
        "input_message": words[f"input_{kind}"].format(**fields)[:255],
        "error_title": words["error_title"],
        "error_message": words[f"error_{kind}"].format(**fields)[:255],
    }


def _bounds(row: AnnexRow) -> dict[str, Any]:
    if row.options:
        return {"validate": "list", "source": [str(option.number) for option in row.options]}
    if row.kind is Kind.DATE:
        return {"validate": "any"}
    whole = row.kind is Kind.COUNT
    return {"validate": "integer" if whole else "decimal", "criteria": ">=", "value": 0}


def _write_origin(pen: _Pen, origin: Origin) -> None:
    words = pen.style.workbook
    sheet = pen.book.add_worksheet(words["info_sheet"])
    sheet.protect()
    _set_paper(sheet)
    for column, width in enumerate((24, 44, 16)):
        sheet.set_column(column, column, width)
    plain, grey = pen.look(), pen.look(font_color="#808080")
    keys = (*INFO_KEYS, "mark") if origin.mark else INFO_KEYS
    for row, key in enumerate(keys):
        value = getattr(origin, key)
        text = local(value).isoformat() if key == "data_time" else str(value)
        sheet.write_string(row, 0, words[key], plain)
        sheet.write_string(row, 1, text, plain)
        sheet.write_string(row, 2, key, grey)
    sheet.merge_range(len(keys) + 1, 0, len(keys) + 1, 2, words["info_hint"], grey)
    sheet.set_row(len(keys) + 1, 32)
