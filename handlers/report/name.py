"""How a report is called beside a file: "quý III năm 2024, xã Bắc Sơn"."""

from __future__ import annotations

from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words


def report_name(sheet: Sheet) -> str:
    """Period and unit; the report's own few words where the person has several open."""
    told = sheet.told_as or sheet.period_name
    return told if sheet.unit.name in told else f"{told}, {sheet.unit.name}"


def report_words(sheet: Sheet) -> str:
    """`Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn`."""
    return say(
        "desk.report",
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
        unit=sheet.unit.name,
    )
