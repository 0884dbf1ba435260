"""Reading one answer against its block, beside splitting at blanks and making decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.sides import Ratio, Side, compare
from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from storage.catalogue.catalogue import load_catalogue

ROW = "14 14 0 0"
AS_TYPED = "14 mười bốn 0 khoong phats sinh"
_BLANKS = re.compile(r"\s+")


def main(quick: bool) -> Iterator[Ratio]:
    """A plain row, which is nearly every message, and one as people type on a phone."""
    form = load_catalogue().newest_form("par-quarter")
    awaited = Awaited(form, form.blocks_by_id["I.4"])
    times, rounds = (20, 3) if quick else (500, 15)

    def bare() -> None:
        for _ in range(times):
            [Decimal(piece) for piece in _BLANKS.split(ROW)]

    def reads(text: str) -> Side:
        return lambda: [read_answer(text, awaited) for _ in range(times)]

    against = "re.split and Decimal"
    for what, text in (
        ("read a row of 4 figures", ROW),
        ("read it in words and raw Telex", AS_TYPED),
    ):
        one = compare(what, reads(text), against, bare, rounds)
        yield Ratio(one.what, one.against, one.ours / times, one.bare / times)
