"""The empty table for assigning many tasks at once, with a sheet that says how to fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reports.workbook.stable_zip import stable_zip

WIDTHS: Mapping[str, int] = {
    "to": 20,
    "title": 50,
    "product": 18,
    "due": 16,
    "lead": 18,
    "coordinators": 22,
    "accountable": 20,
    "authority": 20,
    "document": 20,
    "document_on": 16,
    "subject": 32,
    "priority": 12,
    "assigned_on": 14,
}
"""Field -> width in letters, in the order of the columns."""

EMPTY_ROWS = 500
_MADE_AT = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed day, so that the bytes stay the same


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The words of the table: column titles by field, names of the two sheets, what the second one
    says line by line, what may be chosen."""

    titles: Mapping[str, str]
    sheets: tuple[str, str]
    guide: tuple[str, ...]
    priorities: tuple[str, ...]


def task_template(words: TaskTable) -> bytes:
    """The empty table. The same words give the same bytes."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": words.sheets[0], "created": _MADE_AT})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    table = book.add_worksheet(words.sheets[0])
    table.freeze_panes(1, 0)
    for column, (name, width) in enumerate(WIDTHS.items()):
        table.set_column(column, column, width, cell)
        table.write_string(0, column, words.titles[name], head)
    at = list(WIDTHS).index("priority")
    offered = {"validate": "list", "source": list(words.priorities)}
    table.data_validation(1, at, EMPTY_ROWS, at, offered)
    how = book.add_worksheet(words.sheets[1])
    how.set_column(0, 0, 100, cell)
    for row, guide in enumerate(words.guide):
        how.write_string(row, 0, guide)
    book.close()
    return stable_zip(content.getvalue())
