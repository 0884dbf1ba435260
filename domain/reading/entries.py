"""Entries of an answer, made of readings and codes; or the trouble that stands in their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.reading.amounts import UNITS
from domain.reading.awaited import Awaited, Entry, Stop, Trouble
from domain.reading.cuts import Readings
from domain.reading.numbers import read_number
from domain.reading.readings import Reading, Reason, Treatment, confirm, doubted
from domain.reading.rows import Misfit
from domain.reading.shortcuts import Shortcut
from domain.report.figures import State
from domain.report.forms import Block, Form, Indicator, Kind, Nature
from domain.words import fold, words

_FRACTIONS_AT_MOST = 60

Read = tuple[tuple[Entry, ...], Trouble | None]
"""What was read, and what stopped the reading of the rest."""


def trouble(reason: Stop, said: str, *codes: str) -> Read:
    """Nothing read, and why."""
    return (), Trouble(reason, codes=codes, said=said)


def entries_of(
    codes: Sequence[str], readings: Readings, awaited: Awaited, correction: bool = False
) -> Read:
    """The entries of figures that were read for these codes."""
    entries: list[Entry] = []
    lacking: list[str] = []
    for code, reading in zip(codes, readings, strict=True):
        settled = _settled(reading, awaited.form.indicators[code], awaited)
        if settled is None:
            lacking.append(code)
        else:
            entries.append(Entry(code, settled, correction))
    told = _told_together(entries)
    if not lacking:
        return told, None
    position = list(codes).index(lacking[0]) + 1
    return told, Trouble(Stop.NO_PREVIOUS, position=position, codes=tuple(lacking))


def _told_together(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What "nkt" says of several figures is written together: where one is asked about, all are, so
    that a no leaves nothing behind."""
    asked = any(
        entry.reading.reason is Reason.AS_BEFORE and entry.reading.action is Treatment.CONFIRM
        for entry in entries
    )
    return tuple(
        replace(entry, reading=replace(entry.reading, action=Treatment.CONFIRM))
        if asked and entry.reading.reason is Reason.AS_BEFORE
        else entry
        for entry in entries
    )


def _settled(reading: Reading, line: Indicator, awaited: Awaited) -> Reading | None:
    """The reading as a figure of this line; None for "nkt" without an earlier figure."""
    if reading.reason is Reason.AS_BEFORE:
        return _as_before(reading, line, awaited)
    if reading.unit and not _unit_fits(reading.unit, line.unit):
        return doubted(reading, Reason.OTHER_UNIT)
    return reading


def _as_before(reading: Reading, line: Indicator, awaited: Awaited) -> Reading | None:
    """The earlier figure: free for a level that stands (staff), to be confirmed for what happened
    in the period."""
    before = awaited.previous.get(line.code)
    if before is None or before.state is State.MISSING:
        return None
    action = Treatment.ACCEPT if line.nature is Nature.STOCK else Treatment.CONFIRM
    value = before.value if before.state is State.VALUE else before.number(line.kind)
    return replace(reading, action=action, state=before.state, value=value)


def _unit_fits(typed: str, printed: str) -> bool:
    if typed.startswith("/"):  # of money: for whom, or for how long
        return fold("".join(typed.split())) == fold("".join(printed.partition("/")[1:]))
    known = UNITS.find(words(printed))
    return known is None or not known.meaning or known.meaning == typed


def misfit_trouble(misfit: Misfit, codes: Sequence[str], said: str) -> Trouble:
    at = min(max(misfit.position, 1), len(codes)) - 1
    return Trouble(
        misfit.reason, 1, misfit.position, (codes[at],), said, misfit.given, misfit.wanted
    )


def whole(block: Block, meaning: Shortcut, awaited: Awaited, said: str) -> Read:
    """One word for every figure of a block: "kps", "0 hết", "nkt"."""
    if meaning is Shortcut.BARE_NO:
        return trouble(Stop.BARE_NO, said, *block.codes)
    readings = (by_shortcut(awaited.form.indicators[c], meaning, said) for c in block.codes)
    return entries_of(block.codes, tuple(readings), awaited)


def by_shortcut(line: Indicator, meaning: Shortcut, said: str) -> Reading:
    """One figure of those that a word stands for."""
    if meaning is Shortcut.ALL_ZERO:
        zero = read_number("0", line.kind, line.options)
        return replace(doubted(zero, Reason.ALL_ZERO), said=said)
    if line.kind is Kind.ENUM and meaning is Shortcut.NOTHING:
        meaning = Shortcut.NONE_ARISEN
    return replace(read_number(_SPELT[meaning], line.kind, line.options), said=said)


_SPELT = {
    Shortcut.NONE_ARISEN: "kps",
    Shortcut.NOTHING: "không có gì",
    Shortcut.NOT_YET: "chưa có số liệu",
    Shortcut.SKIP: "bq",
    Shortcut.AS_BEFORE: "nkt",
}


def fraction_entries(reading: Reading, codes: tuple[str, str], awaited: Awaited) -> Read:
    """Part and whole of "5/7" for their two codes, in the order of the form."""
    assert reading.parts is not None
    if not reading.sure:
        return trouble(Stop.DATE_OR_FRACTION, reading.said, *codes)
    both = [
        Entry(code, replace(confirm(Reason.FRACTION, number), said=reading.said))
        for code, number in zip(codes, reading.parts, strict=True)
    ]
    order = awaited.form.asked()
    return tuple(sorted(both, key=lambda entry: order.index(entry.code))), None


def with_doubt(read: Read, reason: Reason) -> Read:
    """The same entries, but to be confirmed."""
    entries, stopped = read
    doubtful = (replace(entry, reading=doubted(entry.reading, reason)) for entry in entries)
    return tuple(doubtful), stopped


# Fractions: "14/14" for a block, "376/376 24/24" for a block of two rates


def fractions(line: str) -> tuple[Reading, ...]:
    """The line as nothing but fractions: "376/376 24/24", "78 / 93 = 83,87%"."""
    if "/" not in line and "trên" not in line and "tren" not in line:
        return ()
    for cells in ([line], line.replace(";", " ").split()[:_FRACTIONS_AT_MOST]):
        readings = tuple(read_number(cell, Kind.PERCENT) for cell in cells)
        if all(reading.parts for reading in readings):
            return readings
    return ()


def fill(readings: Readings, line: str, block: Block, awaited: Awaited) -> Read:
    """The parts of fractions as figures of a block; asked where it is not clear whose they are."""
    pairs = parts_and_wholes(awaited.form, block)
    if len(pairs) != len(readings):
        return trouble(Stop.WHICH_RATE, line, *block.codes)
    entries: tuple[Entry, ...] = ()
    for reading, pair in zip(readings, pairs, strict=True):
        more, stopped = fraction_entries(reading, pair, awaited)
        if stopped:
            return entries, stopped
        entries += more
    return entries, None


def parts_and_wholes(form: Form, block: Block) -> tuple[tuple[str, str], ...]:
    """The codes that "5/7" fills in a block: part and whole of each rate, in order; where the
    form prints no rate (the tasks), of the one rule that is about this very block."""
    ratios = [line.ratio for line in form.indicators.values() if line.ratio]
    pairs = [(ratio.part, ratio.whole) for ratio in ratios]
    inside = tuple(pair for pair in pairs if set(pair) <= set(block.codes))
    return inside or tuple(
        (rule.left[0], rule.right[0])
        for rule in form.rules
        if rule.type == "at_most" and len(rule.right) == 1 and set(rule.codes) == set(block.codes)
    )
