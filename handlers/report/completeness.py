"""How much of a report is there."""

from __future__ import annotations

from handlers.report.estimates import estimates_line
from handlers.report.heading import noun
from handlers.report.sheet import Sheet
from handlers.wording.say import say


def completeness(sheet: Sheet) -> str:
    """How many of the asked figures were given; "chưa có số liệu" is told apart."""
    asked = sheet.form.asked()
    total, what = len(asked), noun(sheet.form, asked)
    given = total - len(sheet.open_codes())
    text_id = "status.complete" if given == total else "status.given"
    words = say(text_id, given=given, total=total, what=what)
    if waiting := sheet.waiting_codes():
        words += " " + say("status.no_data", count=len(waiting))
    return " ".join(filter(None, [words, estimates_line(sheet)]))
