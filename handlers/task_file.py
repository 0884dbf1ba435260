"""Which of a message's files or lines are a table of assignments."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from domain.assignment import Assignment, is_assignment, read_assignment
from domain.messages import Attachment

_COMMAND = re.compile(r"\s*/?giao[ _-]?vi[eệ]c\s*\n", re.IGNORECASE)


def drafts_in_file(file: Attachment, today: date) -> tuple[Assignment, ...] | None:
    """The assignments of an xlsx; None where the file is something else or cannot be read."""
    if not file.name.lower().endswith(".xlsx"):
        return None
    from reports.read_tasks import read_task_xlsx
    from reports.read_xlsx import UnreadableWorkbook

    try:
        return read_task_xlsx(file.content)
    except UnreadableWorkbook:
        return None


def drafts_in_text(text: str, today: date) -> tuple[Assignment, ...] | None:
    """The assignments of a pasted table, or of several lines "giao <unit>: ..."; else None."""
    if text.count("\n") == 0:
        return None
    if "\t" in text or "|" in text:
        from reports.read_tasks import read_task_text
        from reports.read_xlsx import UnreadableWorkbook

        try:
            return read_task_text(text)
        except UnreadableWorkbook:  # more rows than any table has
            return None
    return _lines(text, today)


def _lines(text: str, today: date) -> tuple[Assignment, ...] | None:
    """Every line an assignment: each with "giao", or all of them below the command."""
    commanded = _COMMAND.match(text)
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if commanded:
        lines = lines[1:]
    told = [line for _, line in lines if is_assignment(line) or (commanded and ":" in line)]
    if len(lines) < 2 or len(told) < len(lines):
        return None
    return tuple(replace(read_assignment(line, today), row=number) for number, line in lines)
