"""The figures of the five real reports, looked for in a report that was made.

A figure stands there when one paragraph, or one row of a table, holds all its numbers and a word of
what it is.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from docx import Document

from domain.words import fold

DATA = Path(__file__).parents[1] / "data"
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
NOTHING = ("không có", "không nhận được")
_SHORTEST = 3  # letters of a word that tells


@dataclass(frozen=True)
class SeedFigure:
    """One row of `seed-numbers.csv`."""

    what: str
    value: str
    line: str

    @property
    def name(self) -> str:
        return f"l.{self.line} {self.what}: {self.value}"

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers without leading zeros: "03/03 (100%)" is 3 and 100."""
        if self.value.lower() in NOTHING:
            return frozenset("0")
        return frozenset(map(plain, NUMBER.findall(self.value)))


def plain(number: str) -> str:
    """ "1.639" and "1639", "04" and "4" are the same number."""
    digits = number.rstrip(".").replace(".", "")
    return digits.lstrip("0") or "0"


def seed_figures(seed: str) -> tuple[SeedFigure, ...]:
    """Those of the report whose file begins so."""
    with (DATA / "seed-numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["seed"].startswith(seed)]
    return tuple(SeedFigure(row["what"], row["value"], row["line"]) for row in rows)


def golden(seed: str, result: str) -> frozenset[str]:
    """The ids of the checked statements of that report with that result."""
    with (DATA / "golden-checks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return frozenset(
        row["id"] for row in rows if row["seed"].startswith(seed) and row["result"] == result
    )


def told_in(document: Path) -> tuple[str, ...]:
    """The paragraphs of a report, and each row of its tables as one text."""
    word = Document(str(document))
    rows = [row for table in word.tables for row in table.rows]
    return (
        *(paragraph.text for paragraph in word.paragraphs),
        *(" | ".join(cell.text for cell in row.cells) for row in rows),
    )


def stands_in(figure: SeedFigure, told: tuple[str, ...]) -> bool:
    """One paragraph or row holds the numbers, and a word of what they are."""
    words = {word for word in fold(figure.what).split() if len(word) >= _SHORTEST}
    return any(
        figure.numbers <= set(map(plain, NUMBER.findall(piece)))
        and not words.isdisjoint(re.findall(r"[a-z0-9]+", fold(piece)))
        for piece in told
    )
