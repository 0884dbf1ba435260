"""How a report is called beside a file: "quý III năm 2024, xã Bắc Sơn"."""

from __future__ import annotations

from handlers.sheet import Sheet
from handlers.show_moments import period_words


def report_name(sheet: Sheet) -> str:
    """Period and unit; the report's own few words where the person has several open."""
    told = sheet.told_as or period_words(sheet.obligation.period_code)
    return told if sheet.unit.name in told else f"{told}, {sheet.unit.name}"
