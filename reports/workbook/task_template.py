"""The empty table for assigning many tasks at once, with a sheet that says how to fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.workbook.empty_table import EmptySheet, empty_workbook

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
    columns = {words.titles[name]: width for name, width in WIDTHS.items()}
    choices = {words.titles["priority"]: words.priorities}
    table, how = words.sheets
    return empty_workbook([EmptySheet(table, columns, choices)], how, words.guide)
