"""Fractions as answers: "14/14" for a block, "376/376 24/24" for a block of two rates."""

from __future__ import annotations

from domain.reading.awaited import Awaited, Entry, Stop
from domain.reading.cuts import Readings
from domain.reading.entries import Read, fraction_entries, trouble
from domain.reading.numbers import read_number
from domain.reading.readings import Reading
from domain.report.forms import Block, Form, Kind

_FRACTIONS_AT_MOST = 60


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
