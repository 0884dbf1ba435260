"""A task that is named by words of its title: which words of a message those are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

TELLING_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a message, one behind the other, that stand so in a title."""

    start: int
    length: int


def run_of(title: Sequence[str], said: Sequence[str], common: Collection[str]) -> Run | None:
    """The longest run, where it tells enough: two words that are not `common`, or all that the
    title has.

    >>> run_of("ra soat ho ngheo".split(), "viec ho ngheo xong roi".split(), {"ra", "soat"})
    Run(start=1, length=2)
    >>> run_of("lap danh sach".split(), "da gui danh sach".split(), {"lap", "danh", "sach"})
    """
    telling = [word for word in title if word not in common]
    least = min(TELLING_AT_LEAST, len(telling))
    best: Run | None = None
    for start in range(len(said)):
        for at in range(len(title)):
            length = _same(title[at:], said[start:])
            told = sum(word not in common for word in said[start : start + length])
            if least and told >= least and (best is None or length > best.length):
                best = Run(start, length)
    return best


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
