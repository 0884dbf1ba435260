"""A rate that somebody types although the program computes it: a check, never a figure of its own.

lan  < 2=80%
bot  > Tỷ lệ 2: 5/7 = 71,43%, không phải 80%. Bot tự tính, anh/chị không cần ghi.
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
    """The rates to write (those whose parts nobody has given yet) and what to say of the rest."""
    figures, said = [], []
    for entry in entries:
        value = entry.reading.value
        if entry.reading.reason != "typed_rate" or value is None:
            continue
        computed = derived_rate(sheet.form, sheet.figures, entry.code)
        parts = _parts(sheet, entry.code)
        if computed is None or parts is None:
            figures.append(Figure(entry.code, State.VALUE, value))
            continue
        same = agrees(value, *parts)
        said.append(
            say(
                "answer.rate_agrees" if same else "answer.rate_differs",
                code=sheet.indicator(entry.code).printed,
                computed=show(computed),
                typed=show(value),
            )
        )
    return tuple(figures), tuple(said)


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
