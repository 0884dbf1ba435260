"""Two sides of a comparison, measured in turns so that a busy machine disturbs both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Side = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table; seconds are medians of one run of each side."""

    what: str
    against: str
    ours: float
    bare: float

    @property
    def times(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.bare


def compare(
    what: str,
    ours: Side,
    against: str,
    bare: Side,
    rounds: int,
    before: Side = lambda: None,
) -> Ratio:
    """Run both sides `rounds` times in turns, after one run of each that does not count; `before`
    sets the stage for every run and is not measured."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(-1, rounds):
        for side in (0, 1) if number % 2 else (1, 0):
            before()
            took = _seconds((ours, bare)[side])
            if number >= 0:
                seconds[side].append(took)
    return Ratio(what, against, median(seconds[0]), median(seconds[1]))


def _seconds(side: Side) -> float:
    gc.collect()
    begun = perf_counter()
    side()
    return perf_counter() - begun


def shown(seconds: float) -> str:
    """`412 µs`, `3.5 ms`, `1.24 s`."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size or unit == "µs":
            return f"{seconds / size:.3g} {unit}"
    raise AssertionError
