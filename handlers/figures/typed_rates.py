"""A rate that somebody types although the program computes it: a check, and a figure of its own
only as long as its two parts are not there.

lan  < 2=80%
bot  > Tỷ lệ 2: theo số liệu đã ghi là 71,43%, không phải 80%. Bot tự tính, không cần ghi.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.reading.awaited import Entry
from domain.report.figures import Figure, State
from domain.report.rates import agrees, derived_rate
from domain.report.shown import show
from handlers.report.sheet import Sheet
from handlers.wording.say import say


def take_typed_rates(
    sheet: Sheet, entries: Iterable[Entry]
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The rates to write (those whose parts nobody has given yet), and what to say of each: from
    what it is computed, or whether it agrees."""
    figures, said = [], []
    for entry in entries:
        value = entry.reading.value
        if entry.reading.reason != "typed_rate" or value is None:
            continue
        if _computed(sheet, entry.code) is None:
            figures.append(Figure(entry.code, State.VALUE, value))
        said.append(_told(sheet, entry.code, value))
    return tuple(figures), tuple(said)


def _computed(sheet: Sheet, code: str) -> Decimal | None:
    """The rate by its parts, where both are numbers."""
    parts = _parts(sheet, code)
    return derived_rate(sheet.form, sheet.figures, code) if parts else None


def _told(sheet: Sheet, code: str, typed: Decimal) -> str:
    line = sheet.indicator(code)
    assert line.ratio is not None  # only derived rates are read as typed rates
    computed, parts = _computed(sheet, code), _parts(sheet, code)
    if computed is None or parts is None:
        return say(
            "answer.rate_from",
            code=line.printed,
            typed=show(typed),
            part=_named(sheet, line.ratio.part),
            whole=_named(sheet, line.ratio.whole),
            example=f"{line.ratio.part}: …; {line.ratio.whole}: …",
        )
    text = "answer.rate_agrees" if agrees(typed, *parts) else "answer.rate_differs"
    return say(text, code=line.printed, computed=show(computed), typed=show(typed))


def _named(sheet: Sheet, code: str) -> str:
    """`III.3.1.2 (hồ sơ giải quyết đúng hạn)`"""
    return say("answer.rate_part", code=code, label=sheet.short(code))


def _parts(sheet: Sheet, code: str) -> tuple[Decimal, Decimal] | None:
    """Part and whole of a derived rate, where both are known."""
    ratio = sheet.indicator(code).ratio
    assert ratio is not None  # only derived rates are read as typed rates
    numbers = [
        figure.number(sheet.indicator(figure.code).kind) if figure else None
        for figure in (sheet.figure(ratio.part), sheet.figure(ratio.whole))
    ]
    part, whole = numbers
    return None if part is None or whole is None else (part, whole)
