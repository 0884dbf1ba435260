"""The figures of the five real reports, as `seed-numbers.csv` lists them, the statements about them
in `golden-checks.csv`, and where a made report tells them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.text.paragraph import Paragraph

from domain.words import fold

DATA = Path(__file__).parents[2] / "data"
NOTHING = ("không có", "không nhận được")
SPELT_OUT = {"cqcm": "co quan chuyen mon", "dkdd": "dang ky dat dai"}
_SHORTEST = 3  # letters of a word that tells
_DIGITS = re.compile(r"\d[\d.]*(?:,\d+)?")
_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?(?:/\d+)?%?")


def facts_of(seed: str) -> dict[str, tuple[str, ...]]:
    """What a report says, by its line and of what: `288 (98,3%)` is `288` and `98,3%`."""
    rows = _rows("seed-numbers.csv", seed)
    facts = {f"{row['line']} {row['what']}": tuple(_numbers(row)) for row in rows}
    assert len(facts) == len(rows)
    return facts


def _rows(name: str, seed: str) -> list[dict[str, str]]:
    """Those of the report whose file begins so."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["seed"].startswith(seed)]


def _numbers(row: Mapping[str, str]) -> list[str]:
    sign = "%" if row["unit"] == "%" and "%" not in row["value"] else ""
    return [number + sign for number in _NUMBER.findall(row["value"])]


def lines_of(path: Path) -> list[str]:
    """The paragraphs of a report and the rows of its tables."""
    word = Document(str(path))
    rows = [" | ".join(cell.text for cell in row.cells) for t in word.tables for row in t.rows]
    return [" ".join(line.split()) for line in (*(p.text for p in word.paragraphs), *rows)]


def blocks_of(path: Path) -> list[str]:
    """The paragraphs of a report and the rows of its tables, in the order in which they stand."""
    found: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += (" | ".join(cell.text for cell in row.cells) for row in block.rows)
    return [" ".join(line.split()) for line in found]


def not_told(
    lines: Iterable[str],
    facts: Mapping[str, tuple[str, ...]],
    told_by: Mapping[str, str],
    instead: Mapping[str, str],
) -> Iterator[str]:
    """The facts that do not stand in the one line that tells them; a number of `instead` is told
    as another one."""
    every = list(lines)
    for what, numbers in facts.items():
        found = [line for line in every if told_by[what] in line]
        told = _NUMBER.findall(found[0]) if len(found) == 1 else []
        for number in numbers:
            if instead.get(number, number) not in told:
                yield f"{what}: {number} ({len(found)} lines, {told})"


@dataclass(frozen=True)
class SeedFigure:
    """One row of the list: what a report says in a line."""

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
        return frozenset(map(_plain, _DIGITS.findall(self.value)))


def _plain(number: str) -> str:
    """ "1.639" and "1639", "04" and "4" are the same number."""
    return number.rstrip(".").replace(".", "").lstrip("0") or "0"


def seed_figures(seed: str) -> tuple[SeedFigure, ...]:
    """Every row of a report."""
    rows = _rows("seed-numbers.csv", seed)
    return tuple(SeedFigure(row["what"], row["value"], row["line"]) for row in rows)


def golden(seed: str, result: str) -> frozenset[str]:
    """The ids of the checked statements of a report that have this result."""
    rows = _rows("golden-checks.csv", seed)
    return frozenset(row["id"] for row in rows if row["result"] == result)


def stands_in(figure: SeedFigure, lines: Iterable[str]) -> bool:
    """One paragraph or row holds the numbers, and a word of what they are."""
    spelt = " ".join(SPELT_OUT.get(word, word) for word in fold(figure.what).split())
    every = set(spelt.split())
    words = {word for word in every if len(word) >= _SHORTEST} or every
    return any(
        figure.numbers <= set(map(_plain, _DIGITS.findall(line)))
        and not words.isdisjoint(re.findall(r"[a-z0-9]+", fold(line)))
        for line in lines
    )
