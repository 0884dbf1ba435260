"""A rate that somebody types although the program computes it: a check, and a figure of its own
only as long as its two parts are not there.

lan  < 2=80%
bot  > Tỷ lệ 2: theo số liệu đã ghi là 71,43%, không phải 80%. Bot tự tính, không cần ghi.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain.reading.awaited import Entry
from domain.report.figures import Figure, Figures, State
from domain.report.rates import agrees, rate
from domain.report.shown import show
from handlers.report.sheet import Sheet
from handlers.wording.findings import probe_words
from handlers.wording.say import say


def take_typed_rates(
    sheet: Sheet, entries: Iterable[Entry], beside: Iterable[Figure]
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The rates to write (those whose parts nobody has given yet, and those that one was written
    for while they were not there), and what to say of each: from what it is computed, or whether
    it agrees. `beside`: what the same message gives."""
    together = {**sheet.figures, **{figure.code: figure for figure in beside}}
    figures, said = [], []
    for entry in entries:
        value = entry.reading.value
        if entry.reading.reason != "typed_rate" or value is None:
            continue
        parts = _parts(sheet, together, entry.code)
        if parts is None or entry.code in sheet.figures:
            figures.append(Figure(entry.code, State.VALUE, value))
        said.append(_told(sheet, entry.code, value, parts))
    return tuple(figures), tuple(said)


def _told(sheet: Sheet, code: str, typed: Decimal, parts: tuple[Decimal, Decimal] | None) -> str:
    line = sheet.indicator(code)
    assert line.ratio is not None  # only derived rates are read as typed rates
    if parts is None:
        return say(
            "answer.rate_from",
            code=line.printed,
            typed=show(typed),
            part=_named(sheet, line.ratio.part),
            whole=_named(sheet, line.ratio.whole),
            example=f"{line.ratio.part}: …; {line.ratio.whole}: …",
        )
    part, whole = parts
    if (computed := rate(part, whole)) is None:
        nothing = {"part": show(part), "whole": show(whole), "given": show(typed)}
        return say("rule.rate_of_nothing", rate=_named(sheet, code), **nothing)
    told = {"code": line.printed, "computed": show(computed), "typed": show(typed)}
    if agrees(typed, part, whole):
        return say("answer.rate_agrees", **told)
    return say("answer.rate_differs", **told, probe=probe_words(part, typed, whole))


def _named(sheet: Sheet, code: str) -> str:
    """`III.3.1.2 (hồ sơ giải quyết đúng hạn)`"""
    return say("answer.rate_part", code=code, label=sheet.short(code))


def _parts(sheet: Sheet, figures: Figures, code: str) -> tuple[Decimal, Decimal] | None:
    """Part and whole of a derived rate, where both are known."""
    ratio = sheet.indicator(code).ratio
    assert ratio is not None  # only derived rates are read as typed rates
    part, whole = (
        figures[each].number(sheet.indicator(each).kind) if each in figures else None
        for each in (ratio.part, ratio.whole)
    )
    return None if part is None or whole is None else (part, whole)
