"""What an indicator means: the answer to "?".

lan  < ? 4.2
bot  > 4.2 Số nhiệm vụ đã hoàn thành đúng hạn (Nhiệm vụ). Đếm các nhiệm vụ ...
"""

from __future__ import annotations

from domain.report.forms import Block
from domain.report.shown import show_figure
from domain.talk.messages import Reply
from handlers.figures.ask_block import ask_block
from handlers.report.sheet import Sheet
from handlers.wording.example import example_in
from handlers.wording.say import say


def explain(sheet: Sheet, block: Block | None, code: str) -> Reply:
    """Explain one indicator, or every line of the awaited block where `code` is empty."""
    if code:
        return Reply(_explained(sheet, code))
    if block is None:
        return Reply(say("explain.which", **example_in(sheet.form).fields))
    lines = [_explained(sheet, code) for code in block.codes]
    return Reply("\n".join(lines) + "\n\n" + ask_block(sheet, block))


def _explained(sheet: Sheet, code: str) -> str:
    indicator = sheet.indicator(code)
    before = sheet.previous.get(code)
    words = say(
        "explain.line", code=indicator.printed, label=sheet.label(code), unit=indicator.unit
    )
    if indicator.help:
        words += " " + sheet.filled(indicator.help)
    if before is not None:
        words += " " + say("explain.previous", figure=show_figure(before, indicator))
    return words
