"""The figures of the five real reports, as `seed-numbers.csv` lists them, and where a made report
tells them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from docx import Document

DATA = Path(__file__).parents[2] / "data" / "seed-numbers.csv"
_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?(?:/\d+)?%?")


def facts_of(seed: str) -> dict[str, tuple[str, ...]]:
    """What a report says, by its line and of what: `288 (98,3%)` is `288` and `98,3%`."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["seed"].startswith(seed)]
    facts = {f"{row['line']} {row['what']}": tuple(_numbers(row)) for row in rows}
    assert len(facts) == len(rows)
    return facts


def _numbers(row: Mapping[str, str]) -> list[str]:
    sign = "%" if row["unit"] == "%" and "%" not in row["value"] else ""
    return [number + sign for number in _NUMBER.findall(row["value"])]


def lines_of(path: Path) -> list[str]:
    """The paragraphs of a report and the rows of its tables."""
    word = Document(str(path))
    rows = [" | ".join(cell.text for cell in row.cells) for t in word.tables for row in t.rows]
    return [" ".join(line.split()) for line in (*(p.text for p in word.paragraphs), *rows)]


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
