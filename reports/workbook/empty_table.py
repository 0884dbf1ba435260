"""Workbooks to be filled in by hand: sheets with a head, words to choose from, a sheet that says
how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from reports.workbook.stable_zip import stable_zip

EMPTY_ROWS = 500
_MADE_AT = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed day, so that the bytes stay the same


@dataclass(frozen=True, slots=True)
class EmptySheet:
    """One sheet: titles of columns with their width in letters, and what may be chosen, by them."""

    title: str
    columns: Mapping[str, int]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def empty_workbook(sheets: Sequence[EmptySheet], guide_title: str, guide: Sequence[str]) -> bytes:
    """The workbook. The same words give the same bytes."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": sheets[0].title, "created": _MADE_AT})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        table = book.add_worksheet(sheet.title)
        table.freeze_panes(1, 0)
        for column, (title, width) in enumerate(sheet.columns.items()):
            table.set_column(column, column, width, cell)
            table.write_string(0, column, title, head)
            if offered := sheet.choices.get(title):
                chosen = {"validate": "list", "source": list(offered)}
                table.data_validation(1, column, EMPTY_ROWS, column, chosen)
    how = book.add_worksheet(guide_title)
    how.set_column(0, 0, 100, cell)
    for row, line in enumerate(guide):
        how.write_string(row, 0, line)
    book.close()
    return stable_zip(content.getvalue())
