"""Tables to take along: as CSV, and as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from bot.web.downloads import as_download
from domain.talk.messages import Attachment
from reports.drawing import XLSX
from reports.workbook.plain_table import PlainTable, plain_table_xlsx

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out
CSV = "text/csv; charset=utf-8"


def csv_of(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table that a spreadsheet opens, with the letters of Vietnam and nothing to work out."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: object) -> object:
    """Words that begin like a formula are words; a negative number is a number."""
    if not isinstance(value, str) or not value.startswith(FORMULA):
        return "" if value is None else value
    negative = value.startswith("-") and value[1:].replace(".", "", 1).isdigit()
    return value if negative else f"'{value}"


def as_csv(table: PlainTable) -> Response:
    """For programs."""
    content = csv_of(table.head, table.rows).encode("utf-8")
    return as_download(Attachment(f"{table.name}.csv", CSV, content))


def as_xlsx(table: PlainTable) -> Response:
    """For people."""
    return as_download(Attachment(f"{table.name}.xlsx", XLSX, plain_table_xlsx(table)))
