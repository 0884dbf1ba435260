"""The roll-up of several units as an xlsx whose totals are live formulas over the units' columns.

What may not be added up has no total, a unit that has not reported has an empty column and is
named: nothing is ever counted as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from domain.report.figures import day_of
from domain.report.forms import Kind
from reports.annex import AnnexRow
from reports.style import Style
from reports.workbook.stable_zip import stable_zip

SIZE = 11
LINE = 1.32  # height of a line by size
PADDING = 3  # points above and below the text of a cell
A3 = 8
WIDE_AT_MOST = 300  # letters beside each other on an A3 page that can still be read
HEAD_ROW = 3  # of both tables, from 0
FIRST_ROW = HEAD_ROW + 1
TOTAL_COLUMN = 3
FIRST_UNIT = 3  # column of the first unit
SUM_WIDTHS = (7, 52, 14, 14, 12, 44)  # of the columns, in letters
UNIT_WIDTHS = (7, 46, 14)
UNIT_WIDTH, GROUP_WIDTH = 12, 22
_DAY = "d/m/yyyy"
WORD_KEYS = (
    "sum_sheet",
    "unit_sheet",
    "missing_sheet",
    "outlier_sheet",
    "group_sheet",
    "printed",
    "label",
    "unit",
    "total",
    "counted",
    "remark",
    "name",
    "why",
    "code",
    "value",
    "median",
    "nothing_missing",
    "no_outliers",
)
"""The words that the caller gives."""


@dataclass(frozen=True, slots=True)
class RollupLine:
    """One line of the form: `row` holds the total, `cells` the number of each unit."""

    row: AnnexRow
    cells: tuple[Decimal | None, ...]
    counted: int  # units that stand behind the total, or have a figure
    summed: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RollupOutlier:
    """A figure that is unlike those of the other units."""

    unit: str
    code: str
    label: str
    value: Decimal
    median: Decimal


@dataclass(frozen=True, slots=True)
class RollupGroup:
    """What the units of one group add up to, by code; None where there is no total."""

    heading: str  # with how many of its units count
    totals: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class RollupBook:
    """Everything that the workbook says; `units` head the columns, those without a report too.
    `groups` have a sheet of their own where there are several."""

    title: str
    subtitle: str
    units: tuple[str, ...]
    lines: tuple[RollupLine, ...]
    remarks: tuple[str, ...]  # under the totals: who is missing
    missing: tuple[tuple[str, str], ...]  # unit, why
    outliers: tuple[RollupOutlier, ...]
    words: Mapping[str, str]
    made_at: datetime
    groups: tuple[RollupGroup, ...] = ()


def rollup_xlsx(book: RollupBook, style: Style) -> bytes:
    """Totals, those of groups if there are several, each unit, who is missing, what stands out: a
    sheet each. The same content gives the same bytes."""
    from xlsxwriter import Workbook

    content = BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    made_at = book.made_at.astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties({"title": book.title, "created": made_at})
    pen = _Pen(workbook, style)
    _write_totals(pen, workbook.add_worksheet(book.words["sum_sheet"]), book)
    if book.groups:
        _write_groups(pen, workbook.add_worksheet(book.words["group_sheet"]), book)
    _write_units(pen, workbook.add_worksheet(book.words["unit_sheet"]), book)
    _write_missing(pen, workbook.add_worksheet(book.words["missing_sheet"]), book)
    _write_outliers(pen, workbook.add_worksheet(book.words["outlier_sheet"]), book)
    workbook.close()
    return stable_zip(content.getvalue())


class _Pen:
    """The workbook's formats, each made once."""

    def __init__(self, workbook: Any, style: Style) -> None:
        self._workbook = workbook
        self._style = style
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            basic = {"font_name": self._style.font, "font_size": SIZE, "valign": "vcenter"}
            self._looks[key] = self._workbook.add_format({**basic, "text_wrap": True, **properties})
        return self._looks[key]

    def text(self, sheet: Any, at: tuple[int, int], text: str, **properties: Any) -> None:
        """Text stays text: what begins like a formula is marked as a quotation."""
        if text.startswith(("=", "+", "-", "@")):
            properties["quote_prefix"] = True
        sheet.write_string(*at, text, self.look(**properties))

    def height(self, texts: Iterable[str], widths: Iterable[int]) -> float:
        """Points of a row that shows these texts whole in columns of these widths."""
        rooms = (0.75 * 7 * letters - 2 * PADDING for letters in widths)
        pairs = zip(texts, rooms, strict=True)
        most = max(self._style.lines(text, SIZE, room) for text, room in pairs)
        return most * LINE * SIZE + PADDING

    def number(self, sheet: Any, at: tuple[int, int], number: Decimal | None, **shape: Any) -> None:
        if number is None:
            sheet.write_blank(*at, None, self.look(**shape))
        else:
            sheet.write_number(*at, float(number), self.look(**shape))


def _set_page(sheet: Any, widths: tuple[int, ...], frozen: tuple[int, int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.fit_to_pages(max(1, -(-sum(widths) // WIDE_AT_MOST)), 0)
    sheet.repeat_rows(HEAD_ROW)
    if frozen[1]:
        sheet.repeat_columns(0, frozen[1] - 1)  # what a line is, on every page beside the first
    sheet.freeze_panes(*frozen)
    sheet.set_footer("&C&P/&N")


def _write_top(pen: _Pen, sheet: Any, book: RollupBook, heads: list[str]) -> None:
    pen.text(sheet, (0, 0), book.title, bold=True, font_size=14, text_wrap=False)
    pen.text(sheet, (1, 0), book.subtitle, italic=True, text_wrap=False)
    for column, words in enumerate(heads):
        pen.text(sheet, (HEAD_ROW, column), words, bold=True, align="center", border=1)


def _write_totals(pen: _Pen, sheet: Any, book: RollupBook) -> None:
    words = book.words
    _set_page(sheet, SUM_WIDTHS, (FIRST_ROW, 2))
    _write_top(pen, sheet, book, [words[key] for key in WORD_KEYS[5:11]])
    rows = {line.row.code: FIRST_ROW + n for n, line in enumerate(book.lines)}
    for line in book.lines:
        at = rows[line.row.code]
        texts = (line.row.label, line.row.unit, line.remark)
        sheet.set_row(at, pen.height(texts, (SUM_WIDTHS[1], SUM_WIDTHS[2], SUM_WIDTHS[5])))
        _write_label(pen, sheet, at, line.row)
        _write_total(pen, sheet, at, line, book, rows)
        shape = {"border": 1, "align": "center"}
        if line.row.heading:
            pen.text(sheet, (at, 4), "", **shape)
        else:
            formula = f"=COUNT({_range(at, book)})"
            if _known(line.row, rows):
                formula = f"={_both(line, book, rows)}"
            sheet.write_formula(at, 4, formula, pen.look(**shape), line.counted)
        pen.text(sheet, (at, 5), line.remark, border=1)
    for number, remark in enumerate(book.remarks, FIRST_ROW + len(book.lines) + 1):
        pen.text(sheet, (number, 0), remark, italic=True, text_wrap=False)


def _write_label(pen: _Pen, sheet: Any, at: int, row: AnnexRow) -> None:
    shape = {"border": 1, "bold": row.heading}
    pen.text(sheet, (at, 0), row.printed, align="center", **shape)
    pen.text(sheet, (at, 1), row.label.upper() if row.section else row.label, **shape)
    pen.text(sheet, (at, 2), row.unit, align="center", **shape)


def _write_total(
    pen: _Pen, sheet: Any, at: int, line: RollupLine, book: RollupBook, rows: Mapping[str, int]
) -> None:
    row = line.row
    look = pen.look(border=1, bold=True, align="right", num_format=row.number_format or "General")
    value: float | str = "" if row.cell is None else float(row.cell)
    if row.formula and _known(row, rows):
        sheet.write_formula(at, TOTAL_COLUMN, _rate(line, book, rows), look, value)
    elif line.summed:
        formula = f'=IF(COUNT({_range(at, book)})=0,"",SUM({_range(at, book)}))'
        sheet.write_formula(at, TOTAL_COLUMN, formula, look, value)
    else:
        sheet.write_blank(at, TOTAL_COLUMN, None, look)


def _known(row: AnnexRow, rows: Mapping[str, int]) -> bool:
    return row.formula is not None and {row.formula.part, row.formula.whole} <= rows.keys()


def _range(at: int, book: RollupBook, *, sheet: bool = True) -> str:
    """The cells of all units in one line, seen from the sheet of totals."""
    from xlsxwriter.utility import xl_range_abs

    cells = xl_range_abs(at, FIRST_UNIT, at, FIRST_UNIT + max(len(book.units), 1) - 1)
    return f"'{book.words['unit_sheet']}'!{cells}" if sheet else cells


def _both(line: RollupLine, book: RollupBook, rows: Mapping[str, int]) -> str:
    """How many units have both parts of a rate."""
    part, whole = _parts(line, book, rows)
    return f"SUMPRODUCT(--ISNUMBER({part}),--ISNUMBER({whole}))"


def _rate(line: RollupLine, book: RollupBook, rows: Mapping[str, int]) -> str:
    """Sum of the parts in percent of the sum of the wholes, over the units that have both."""
    part, whole = _parts(line, book, rows)
    both = f"--ISNUMBER({part}),--ISNUMBER({whole})"
    sums = [f"SUMPRODUCT({both},{cells})" for cells in (part, whole)]
    return f'=IF({sums[1]}=0,"",ROUND({sums[0]}*100/{sums[1]},2))'


def _parts(line: RollupLine, book: RollupBook, rows: Mapping[str, int]) -> tuple[str, str]:
    assert line.row.formula  # a rate
    part, whole = rows[line.row.formula.part], rows[line.row.formula.whole]
    return _range(part, book), _range(whole, book)


def _write_groups(pen: _Pen, sheet: Any, book: RollupBook) -> None:
    """The groups side by side, and what all of them add up to."""
    words, headings = book.words, [group.heading for group in book.groups]
    _set_page(sheet, (*UNIT_WIDTHS, *(GROUP_WIDTH for _ in (*headings, ""))), (FIRST_ROW, 3))
    heads = [words[key] for key in ("printed", "label", "unit")]
    _write_top(pen, sheet, book, [*heads, *headings, words["total"]])
    sheet.set_row(HEAD_ROW, pen.height(headings, (GROUP_WIDTH for _ in headings)))
    for at, line in enumerate(book.lines, FIRST_ROW):
        row = line.row
        sheet.set_row(at, pen.height((row.label, row.unit), UNIT_WIDTHS[1:]))
        _write_label(pen, sheet, at, row)
        shape = {"border": 1, "align": "right", "num_format": row.number_format or "General"}
        totals = [group.totals.get(row.code) for group in book.groups]
        for column, number in enumerate((*totals, row.cell), FIRST_UNIT):
            pen.number(sheet, (at, column), number, **shape)


def _write_units(pen: _Pen, sheet: Any, book: RollupBook) -> None:
    words = book.words
    widths = (*UNIT_WIDTHS, *(UNIT_WIDTH for _ in book.units))
    _set_page(sheet, widths, (FIRST_ROW, FIRST_UNIT))
    missing = {name for name, _ in book.missing}
    _write_top(pen, sheet, book, [words[key] for key in ("printed", "label", "unit")])
    for column, name in enumerate(book.units, FIRST_UNIT):
        look = {"bold": True, "align": "center", "border": 1}
        if name in missing:
            look |= {"bg_color": "#d9d9d9"}
        pen.text(sheet, (HEAD_ROW, column), name, **look)
    rows = {line.row.code: FIRST_ROW + n for n, line in enumerate(book.lines)}
    if book.units:
        sheet.set_row(HEAD_ROW, pen.height(book.units, (UNIT_WIDTH for _ in book.units)))
    for line in book.lines:
        texts = (line.row.label, line.row.unit)
        sheet.set_row(rows[line.row.code], pen.height(texts, UNIT_WIDTHS[1:]))
        _write_label(pen, sheet, rows[line.row.code], line.row)
        for column, number in enumerate(line.cells, FIRST_UNIT):
            grey = {"bg_color": "#d9d9d9"} if book.units[column - FIRST_UNIT] in missing else {}
            _write_unit_cell(pen, sheet, line.row, rows, column, number, grey)


def _write_unit_cell(
    pen: _Pen,
    sheet: Any,
    row: AnnexRow,
    rows: Mapping[str, int],
    column: int,
    number: Decimal | None,
    grey: Mapping[str, str],
) -> None:
    """A figure as it was given; a rate computed from the cells above and below it, where they are
    there."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    at = rows[row.code]
    shape = {"border": 1, "align": "right", "num_format": row.number_format or "General", **grey}
    if number is not None and row.kind is Kind.DATE:
        look = pen.look(**{**shape, "num_format": _DAY})
        sheet.write_datetime(at, column, day_of(number), look)
        return
    if number is None or row.formula is None or not _known(row, rows):
        pen.number(sheet, (at, column), number, **shape)
        return
    part = xl_rowcol_to_cell(rows[row.formula.part], column)
    whole = xl_rowcol_to_cell(rows[row.formula.whole], column)
    formula = f'=IF(OR({part}="",N({whole})=0),{float(number)},ROUND({part}*100/{whole},2))'
    sheet.write_formula(at, column, formula, pen.look(**shape), float(number))


def _write_missing(pen: _Pen, sheet: Any, book: RollupBook) -> None:
    words = book.words
    _set_page(sheet, (40, 60), (FIRST_ROW, 0))
    _write_top(pen, sheet, book, [words["name"], words["why"]])
    rows = book.missing or ((words["nothing_missing"], ""),)
    for at, row in enumerate(rows, FIRST_ROW):
        for column, text in enumerate(row):
            pen.text(sheet, (at, column), text, border=1)


def _write_outliers(pen: _Pen, sheet: Any, book: RollupBook) -> None:
    words = book.words
    _set_page(sheet, (28, 12, 60, 16, 16), (FIRST_ROW, 0))
    heads = [words[key] for key in ("name", "code", "label", "value", "median")]
    _write_top(pen, sheet, book, heads)
    if not book.outliers:
        pen.text(sheet, (FIRST_ROW, 0), words["no_outliers"])
    for at, outlier in enumerate(book.outliers, FIRST_ROW):
        sheet.set_row(at, pen.height((outlier.unit, outlier.label), (28, 60)))
        for column, text in enumerate((outlier.unit, outlier.code, outlier.label)):
            pen.text(sheet, (at, column), text, border=1)
        for column, number in ((3, outlier.value), (4, outlier.median)):
            pen.number(sheet, (at, column), number, border=1, num_format="General")
