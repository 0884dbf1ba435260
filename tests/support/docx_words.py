"""The words of a document, and words typed into it as an office program does it."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from docx.oxml.ns import qn


def type_over(paragraph: Any, old: str, new: str) -> None:
    """Put other words in the place of some, as whoever types does it: letters that stay are left
    where they are, in their own letters."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    parts = [*paragraph._p.iter(qn("w:t"))]
    start = "".join(each.text or "" for each in parts).index(old) + first
    end = start + len(old) - first - last
    typed, at = new[first : len(new) - last], 0
    for each in parts:
        text = each.text or ""
        stop = at + len(text)
        here = at <= start < stop if end > start else at < start <= stop
        put, typed = (typed, "") if here else ("", typed)
        low, high = (min(max(place, at), stop) - at for place in (start, end))
        each.text = text[:low] + put + text[high:]
        each.set(qn("xml:space"), "preserve")
        at = stop
    assert not typed


def _alike(one: str, other: str) -> int:
    """How many letters are the same from the beginning on."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
